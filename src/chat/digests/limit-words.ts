/** Limits as somebody writes them in chat, and back. Pure. */
import { BotError } from "../../errors.ts";
import type { StoredEntry } from "../../storage/chat-schedules.ts";

type Written = string | number | Readonly<Record<string, number>>;

/** "5". Throws `input` for what is no count. */
export function readMost(text: string): number | undefined {
  return text === "" ? undefined : readCount(text);
}

/** "2", or "ai=2, law=1, *=3". Throws `input`. */
export function readPerTopic(text: string): Exclude<Written, string> | undefined {
  if (text === "") return undefined;
  if (/^\d+$/u.test(text)) return readCount(text);
  const counts = text
    .split(",")
    .filter((each) => each.trim() !== "")
    .map((each): [string, number] => {
      const { topic, count } =
        /^\s*(?<topic>\S(?:.*?\S)??)\s*[=:\s]\s*(?<count>\d+)\s*$/u.exec(each)?.groups ?? {};
      if (topic !== undefined && count !== undefined) return [topic, readCount(count)];
      throw new BotError("input", `“${each.trim()}” is no topic with a number.`, {
        hint: "Write one number for every topic, or for example ai=2, law=1.",
      });
    });
  return Object.fromEntries(counts);
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new BotError("input", "Write a whole number from 1 to 100.");
}

/** The limits of an entry; what chat does not know of, such as `least`, stays. */
export function limitEntry(
  before: StoredEntry,
  most: number | undefined,
  perTopic: Exclude<Written, string> | undefined,
): StoredEntry {
  const { most: _most, perTopic: _perTopic, ...kept } = before;
  const limit = {
    ...kept,
    ...(most === undefined ? {} : { most }),
    ...(perTopic === undefined ? {} : { perTopic }),
  };
  return Object.keys(limit).length === 0 ? {} : { limit };
}

/** As `readMost` and `readPerTopic` read it. */
export function limitWritten({
  most,
  perTopic,
}: StoredEntry): Record<"most" | "per-topic", string> {
  const isNamed = typeof perTopic === "object" && perTopic !== null;
  return {
    most: typeof most === "number" ? String(most) : "",
    "per-topic": isNamed
      ? Object.entries(perTopic)
          .map(([topic, count]) => `${topic}=${String(count)}`)
          .join(", ")
      : typeof perTopic === "number"
        ? String(perTopic)
        : "",
  };
}
