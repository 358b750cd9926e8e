/** `npm run schema`: writes config/bot.schema.json. A test says when it is not current. */
import { writeFileSync } from "node:fs";
import { configSchema } from "../src/config/schema.ts";

writeFileSync(new URL("../config/bot.schema.json", import.meta.url), configSchema());
