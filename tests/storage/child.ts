/** Another bot on the same database: takes it, or says why not, and stays until it is ended. */
import { BotError } from "../../src/errors.ts";
import { takeOwnership } from "../../src/storage/owner.ts";
import { openStore } from "../../src/storage/store.ts";

const store = openStore(process.argv[2] ?? "");
try {
  const { epoch } = await takeOwnership(store, Temporal.Now.instant());
  process.send?.({ epoch });
} catch (error) {
  process.send?.({ refused: error instanceof BotError ? error.message : String(error) });
}
// The channel to the parent keeps it alive.
process.on("message", () => undefined);
