/** config/bot.schema.json, which lets editors complete and check config/bot.yaml. */
import { z } from "zod";
import { ConfigFile } from "./config.ts";

export function configSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(ConfigFile, { io: "input", target: "draft-7" }), null, 2)}\n`;
}
