/** What keeps us from looking for a message: told, or thrown where it may pass or the operator has to know. */
import { BotError, type ErrorKind } from "../../../errors.ts";
import type { Found } from "../../platform.ts";
import { reasonOf } from "../errors.ts";

const thrown: ReadonlySet<ErrorKind> = new Set([
  "unauthorized",
  "rate-limited",
  "unreachable",
  "ambiguous",
]);

export async function unlessThrown(look: () => Promise<Found>): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof BotError && thrown.has(error.kind)) throw error;
    return { state: "unknown", reason: reasonOf(error) };
  }
}
