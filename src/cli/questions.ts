/** `briefing questions`: what readers asked, and above all what no briefing answered: a to-do list for those who write. */
import { parseQuestion } from "../answer/question.ts";
import { formatTime } from "../app/status.ts";
import { counted, shorten } from "../briefing/words.ts";
import { listQuestions, type AskedQuestion, type StoredQuote } from "../storage/questions.ts";
import { withDatabase, type Environment } from "./database.ts";

/** The same question, however often it was asked. What `--json` prints; instants are ISO 8601 in UTC. */
export interface Asked {
  /** As it was asked last. */
  question: string;
  /** The question in the same thread that it leans on: "and when?" says nothing by itself. */
  after?: string;
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
  /** The id of the briefing that was named last, because it answers and those it was put to do not. */
  elsewhere?: string;
}

export interface Wanted {
  unanswered?: true;
  /** Of the unanswered, and of the others. */
  limit: number;
}

/** First what no briefing answered, the most asked first; then the others, the newest first. Throws `input` and `storage`. */
export async function listAsked(env: Environment, wanted: Wanted): Promise<readonly Asked[]> {
  const groups = group(await withDatabase(env, listQuestions));
  const open = groups.filter(isOpen).toSorted((a, b) => b.asked - a.asked);
  const first = open.slice(0, wanted.limit);
  if (wanted.unanswered) return first;
  return [...first, ...groups.filter((each) => !isOpen(each)).slice(0, wanted.limit)];
}

function isOpen({ tier, elsewhere }: Asked): boolean {
  return tier === "low" && elsewhere === undefined;
}

/** Pure. Word forms, case and order of words do not make another question; another briefing does. The newest come first. */
function group(questions: readonly AskedQuestion[]): readonly Asked[] {
  const groups = new Map<string, Asked>();
  for (const each of inThreads(questions)) {
    const { text, after, about, tier, askedAt, useful, notUseful, quotes, elsewhere } = each;
    const key = JSON.stringify([meaningOf(text), meaningOf(after ?? ""), about]);
    const newer = groups.get(key);
    groups.set(
      key,
      newer === undefined
        ? {
            question: text,
            ...(after === undefined ? {} : { after }),
            about,
            tier,
            asked: 1,
            lastAskedAt: askedAt.toString(),
            useful,
            notUseful,
            quotes,
            ...(elsewhere === undefined ? {} : { elsewhere }),
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

/** A question leans on one of so many before it in its thread. */
const mostBefore = 20;

/** Each with what it leans on. `questions` are the newest first. */
function inThreads(
  questions: readonly AskedQuestion[],
): readonly (AskedQuestion & { after?: string })[] {
  const afters = new Map<number, string>();
  for (const thread of Map.groupBy(questions, ({ place }) => JSON.stringify(place)).values()) {
    if (thread[0]?.place.thread === null) continue;
    for (const [at, { id, text }] of thread.entries()) {
      const before = thread.slice(at + 1, at + 1 + mostBefore).toReversed();
      const previous = before.map((each) => each.text);
      const after = parseQuestion(text, previous)[0].about?.text;
      if (after !== undefined) afters.set(id, after);
    }
  }
  return questions.map((each) => {
    const after = afters.get(each.id);
    return after === undefined ? each : { ...each, after };
  });
}

/** The same for questions that ask for the same in other forms of the same words. */
function meaningOf(text: string): string {
  const [{ kind, terms, negative }] = parseQuestion(text);
  const stems = terms.map(({ stem }) => stem).toSorted();
  return stems.length === 0 ? fold(text) : JSON.stringify([kind, negative, stems]);
}

function fold(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const longestQuestion = 200;
/** The rest of a digest's briefings is a number. */
const mostNamed = 3;

function whom({ about, quotes }: Asked): string {
  if (about.length === 1) return `to ${about.join()}`;
  const to =
    about.length === 0
      ? "to all briefings"
      : `to ${about.length > mostNamed ? counted(about.length, "briefing") : about.join(", ")}`;
  const [quote] = quotes;
  return quote === undefined ? to : `${to}, from ${quote.briefing}`;
}

/** For people. */
export function formatQuestions(
  asked: readonly Asked[],
  { unanswered }: Pick<Wanted, "unanswered">,
  timeZone: string,
): string {
  const {
    open = [],
    unhelpful = [],
    answered = [],
  } = Object.groupBy(asked, (each) =>
    isOpen(each) ? "open" : each.notUseful > each.useful ? "unhelpful" : "answered",
  );
  const parts = [
    open.length === 0
      ? nothingOpen(asked, unanswered)
      : `No briefing answered (${open.length}):\n${lines(open, timeZone)}`,
  ];
  if (unhelpful.length > 0)
    parts.push(
      `Answered, but of no use to readers (${unhelpful.length}):\n${lines(unhelpful, timeZone)}`,
    );
  if (answered.length > 0)
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
    whom(each),
    ...(each.asked > 1 ? [`asked ${counted(each.asked, "time")}`] : []),
    ...(each.elsewhere === undefined ? [] : [`answered by ${each.elsewhere}`]),
    ...(each.tier === "middle" ? ["perhaps answered"] : []),
    ...(each.useful > 0 ? [`useful to ${each.useful}`] : []),
    ...(each.notUseful > 0 ? [`not useful to ${each.notUseful}`] : []),
  ];
  const question = `“${shorten(each.question, longestQuestion)}”`;
  const after = each.after === undefined ? "" : ` after “${shorten(each.after, longestQuestion)}”`;
  return `${formatTime(at)}  ${question}${after} (${facts.join(", ")})`;
}
