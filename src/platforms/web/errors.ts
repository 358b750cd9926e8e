/** Turns what Node and SQLite throw into the errors of this project. */
import { BotError } from "../../errors.ts";
import type { WebSettings } from "./settings.ts";

/** Why the chat cannot listen. Codes: https://nodejs.org/api/errors.html#common-system-errors */
export function listenError(cause: unknown, settings: WebSettings): BotError {
  const where = `${settings.host}:${String(settings.port)}`;
  switch (codeOf(cause)) {
    case "EADDRINUSE":
      return new BotError("busy", `Port ${String(settings.port)} is taken by another program.`, {
        hint: `Stop that program, or take another port: PORT=${String(nextPort(settings.port))} npm start`,
        cause,
      });
    case "EACCES":
      return new BotError("config", `This user may not listen on port ${String(settings.port)}.`, {
        hint: "Ports below 1024 belong to the administrator. Take a higher one: PORT=3000 npm start",
        cause,
      });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new BotError(
        "config",
        `This machine has no address "${settings.host}" to listen on.`,
        {
          hint: "Leave HOST out, or use HOST=localhost or HOST=0.0.0.0.",
          cause,
        },
      );
    default:
      return new BotError("internal", `The local chat cannot listen on ${where}.`, { cause });
  }
}

/** Why the file of messages cannot be opened. */
export function openError(cause: unknown, dataFile: string): BotError {
  if (cause instanceof BotError) return cause;
  return new BotError("storage", `The messages of the local chat cannot be opened: ${dataFile}.`, {
    hint: "Check that the folder can be written and that the file is a database of this bot.",
    cause,
  });
}

/** A statement that failed was rolled back, so the message is certainly not there and may be tried again. */
export function writeError(cause: unknown): BotError {
  if (cause instanceof BotError) return cause;
  return new BotError("unreachable", "The local chat could not write the message to its file.", {
    hint: "Check free disk space and whether another program holds the file; it will be tried again.",
    cause,
  });
}

/** The `code` of a Node error, or null. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

function nextPort(port: number): number {
  return port < 65_535 ? port + 1 : 3000;
}
