/** The role that a schedule notifies, as somebody writes it in chat. */
import { BotError } from "../../errors.ts";
import type { Caller } from "../../platforms/platform.ts";
import type { StoredEntry } from "../../storage/chat-schedules.ts";
import type { Desk } from "./desk.ts";

/** As a mention, or by its id alone. Throws `input` for anything else. */
export function pingOf(written: string): StoredEntry {
  if (written === "") return {};
  const role = /^(?:<@&)?(\d{15,21})>?$/u.exec(written)?.[1];
  if (role !== undefined) return { ping: role };
  throw new BotError("input", "Choose one role, by a mention or its id.");
}

export function pingWritten({ ping }: StoredEntry): string {
  return typeof ping === "string" ? ping : "";
}

/** Null: this person may. What was allowed before may stay, whoever changes the rest. */
export async function whyNotPing(
  desk: Pick<Desk, "whyNotPing">,
  caller: Caller,
  entry: StoredEntry,
  before: StoredEntry | undefined,
): Promise<string | null> {
  const role = pingWritten(entry);
  const isNew = role !== "" && role !== pingWritten(before ?? {});
  return isNew ? desk.whyNotPing(caller, role) : null;
}
