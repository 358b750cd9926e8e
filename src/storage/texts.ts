/**
 * The texts of briefings stay on disk: ten thousand of them would take hundreds of megabytes of memory, and hardly
 * any is read. Titles, topics and dates are what lists and schedules need.
 */
import { DatabaseSync } from "node:sqlite";
import { Briefing } from "../briefing/briefing.ts";
import { BotError } from "../errors.ts";
import { type Card, withVersion } from "./briefings.ts";
import { parseJson } from "./json.ts";
import { guarded } from "./sqlite.ts";

export interface Texts {
  /** The whole briefing; its text is read from the disk when somebody asks for it. */
  briefing(card: Card, hash: string): Briefing;
  /** Whether this version understands the stored text. */
  isReadable(hash: string): boolean;
  close(): void;
}

/** So many that were read last are at hand; a digest is composed, split and rendered in a moment. */
const mostAtHand = 100;

/** Reads beside the store's own connection, and sees what was committed. Throws a BotError of kind `storage`. */
export function openTexts(path: string): Texts {
  const database = guarded(path, () => new DatabaseSync(path, { readOnly: true }));
  const select = guarded(path, () =>
    database.prepare("select content from briefing_text where hash = ?"),
  );
  const atHand = new Map<string, Briefing>();

  function read(hash: string): Briefing | null {
    const row = guarded(path, () => select.get(hash));
    const parsed = Briefing.safeParse(parseJson(String(row?.["content"])));
    return parsed.success ? parsed.data : null;
  }

  function load(id: string, hash: string): Briefing {
    const whole = atHand.get(hash) ?? read(hash);
    if (whole === null) {
      throw new BotError(
        "storage",
        `The text of “${id}” cannot be read from the database ${path}.`,
        {
          hint: "Save its file again, or start the bot again.",
        },
      );
    }
    atHand.delete(hash);
    atHand.set(hash, whole);
    const [oldest] = atHand.keys();
    if (atHand.size > mostAtHand && oldest !== undefined) atHand.delete(oldest);
    return whole;
  }

  return {
    briefing: (card, hash) => {
      const briefing: Briefing = {
        ...card,
        get preface() {
          return load(card.id, hash).preface;
        },
        get summary() {
          return load(card.id, hash).summary;
        },
        get body() {
          return load(card.id, hash).body;
        },
        get insights() {
          return load(card.id, hash).insights;
        },
      };
      withVersion(briefing, hash);
      return briefing;
    },
    isReadable: (hash) => read(hash) !== null,
    close: () => database.close(),
  };
}
