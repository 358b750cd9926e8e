/** What the command line says, and how it fails. */
import { BotError } from "../errors.ts";

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A failure in two sentences: what happened, what to do. A defect of ours keeps its stack. */
export function describeFailure(error: unknown): string {
  if (error instanceof BotError) {
    return error.hint === undefined ? error.message : `${error.message}\nHint: ${error.hint}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
