/** `briefing questions`: what readers asked, and above all what no briefing answered: a to-do list for those who write. */
import { formatTime } from "../app/status.ts";
import { counted, shorten } from "../briefing/words.ts";
import { listQuestions, type AskedQuestion, type StoredQuote } from "../storage/questions.ts";
import { withDatabase, type Environment } from "./database.ts";

/** The same question, however often it was asked. What `--json` prints; instants are ISO 8601 in UTC. */
export interface Asked {
  /** As it was asked last. */
  question: string;
  /** Ids of the briefings it was put to; empty for all. */
  about: readonly string[];
  /** How it was answered last. */
  tier: AskedQuestion["tier"];
  /** How often. */
  asked: number;
  lastAskedAt: string;
  /** How many readers said so, over all times it was asked. */
  useful: number;
  notUseful: number;
  /** What was quoted last. */
  quotes: readonly StoredQuote[];
}

export interface Wanted {
  unanswered?: true;
  /** Of the unanswered, and of the others. */
  limit: number;
}

/** First what no briefing answered, then the others; the newest of each first. Throws `input` and `storage`. */
export async function listAsked(env: Environment, wanted: Wanted): Promise<readonly Asked[]> {
  const groups = group(await withDatabase(env, listQuestions));
  const isOpen = ({ tier }: Asked): boolean => tier === "low";
  const open = groups.filter(isOpen).slice(0, wanted.limit);
  if (wanted.unanswered) return open;
  return [...open, ...groups.filter((each) => !isOpen(each)).slice(0, wanted.limit)];
}

/** Pure. Case, spaces and marks do not make another question; another briefing does. The newest come first. */
function group(questions: readonly AskedQuestion[]): readonly Asked[] {
  const groups = new Map<string, Asked>();
  for (const { text, about, tier, askedAt, useful, notUseful, quotes } of questions) {
    const key = JSON.stringify([fold(text), about]);
    const newer = groups.get(key);
    groups.set(
      key,
      newer === undefined
        ? {
            question: text,
            about,
            tier,
            asked: 1,
            lastAskedAt: askedAt.toString(),
            useful,
            notUseful,
            quotes,
          }
        : {
            ...newer,
            asked: newer.asked + 1,
            useful: newer.useful + useful,
            notUseful: newer.notUseful + notUseful,
          },
    );
  }
  return [...groups.values()];
}

function fold(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const longestQuestion = 200;

/** For people. */
export function formatQuestions(
  asked: readonly Asked[],
  { unanswered }: Pick<Wanted, "unanswered">,
  timeZone: string,
): string {
  const open = asked.filter(({ tier }) => tier === "low");
  const answered = asked.filter(({ tier }) => tier !== "low");
  const parts = [
    open.length === 0
      ? nothingOpen(asked, unanswered)
      : `No briefing answered (${open.length}):\n${lines(open, timeZone)}`,
  ];
  if (!unanswered && answered.length > 0)
    parts.push(`Answered (${answered.length}):\n${lines(answered, timeZone)}`);
  return parts.join("\n\n");
}

function nothingOpen(asked: readonly Asked[], unanswered: true | undefined): string {
  if (unanswered) return "No question waits for an answer.";
  return asked.length === 0 ? "Nobody has asked anything yet." : "Every question was answered.";
}

function lines(asked: readonly Asked[], timeZone: string): string {
  return asked.map((each) => `  ${line(each, timeZone)}`).join("\n");
}

function line(each: Asked, timeZone: string): string {
  const at = Temporal.Instant.from(each.lastAskedAt).toZonedDateTimeISO(timeZone);
  const facts = [
    each.about.length === 0 ? "to all briefings" : `to ${each.about.join(", ")}`,
    ...(each.asked > 1 ? [`asked ${counted(each.asked, "time")}`] : []),
    ...(each.tier === "middle" ? ["perhaps answered"] : []),
    ...(each.useful > 0 ? [`useful to ${each.useful}`] : []),
    ...(each.notUseful > 0 ? [`not useful to ${each.notUseful}`] : []),
  ];
  return `${formatTime(at)}  “${shorten(each.question, longestQuestion)}” (${facts.join(", ")})`;
}
