/** How the deliveries to one channel are doing. For the caller alone. Pure. */
import type { ListItem, Span } from "../blocks.ts";
import { type ScheduleView, waitsFor } from "./schedule-list.ts";
import { heading, item, makeMessage, paragraph, section, time } from "./parts.ts";
import type { Block, Message } from "../message.ts";
import { counted, oneLine, shorten } from "../words.ts";

/** Instants are ISO 8601 in UTC; reasons are sentences. */
export interface Status {
  /** Schedules of this channel that do not rest, with what waits for a decision of their approvers. */
  next: readonly Pick<ScheduleView, "name" | "when" | "next" | "follows" | "skips" | "approvals">[];
  /** How many deliveries are on their way or about to be. */
  waiting: number;
  /** The newest first: `held` until a person decides, `failed` for good, or `waiting` since an attempt did not succeed. */
  troubles: readonly {
    id: number;
    kind: string;
    state: "held" | "failed" | "waiting";
    since: string;
    reason: string;
  }[];
  /** Schedules that rest: those of this channel, and those of this workspace whose channel was closed. */
  paused: readonly { name: string; since: string; reason: string; until: string | null }[];
  /** Times of this channel's schedules that passed without a post, the newest first. */
  missed: readonly { name: string; at: string }[];
  /** Why a file of holidays cannot be read, while its old dates hold. */
  holidays: string | null;
  platforms: readonly { name: string; state: string }[];
}

const longestReason = 300;

const stateWords = { held: "held", failed: "failed", waiting: "tried again" } as const;

function list(items: readonly ListItem[]): readonly Block[] {
  return items.length === 0 ? [] : [{ type: "list", items }];
}

function why(reason: string): Span {
  const text = shorten(oneLine(reason), longestReason);
  return { text: text === "" ? "" : `: ${text}` };
}

function nextItem({
  name,
  when,
  next,
  follows,
  skips,
  approvals,
}: Status["next"][number]): ListItem {
  const waits = approvals.flatMap((asked) => [{ text: ". " }, ...waitsFor(asked)]);
  if (follows) return item({ text: `${name}: ${when}` });
  if (next === null) return item({ text: `${name} (${when}): no time to come` }, ...waits);
  const skipped =
    skips === null ? [] : [{ text: "; the run of " }, time(skips), { text: " is left out" }];
  return item({ text: `${name}, ` }, time(next), { text: ` (${when})` }, ...skipped, ...waits);
}

function pausedItem({ name, since, reason, until }: Status["paused"][number]): ListItem {
  const end = until === null ? [] : [{ text: " It goes on " }, time(until), { text: "." }];
  return item({ text: `${name}, since ` }, time(since), why(reason), ...end);
}

function troubleItem({ id, kind, state, since, reason }: Status["troubles"][number]): ListItem {
  const what = { text: `Delivery ${id} (${kind}), ${stateWords[state]}, since ` };
  return item(what, time(since), why(reason));
}

/** Says what is due next, what is held and why, what rests, and which platforms are there. */
export function composeStatus(status: Status): Message {
  const { next, waiting, troubles, paused, missed, holidays, platforms } = status;
  const held = troubles.filter(({ state }) => state === "held");
  const waits =
    waiting === 0 ? "Nothing waits to be posted" : `${counted(waiting, "message")} to be posted`;
  const troubled = [
    ...(held.length > 0 ? [`${held.length} held`] : []),
    ...(paused.length > 0 ? [`${paused.length} paused`] : []),
  ];
  const gist = [waits, ...troubled].join(", ");
  const lead: Block[] = [
    heading(1, "Status of this channel"),
    paragraph(`${gist}.`),
    ...section(
      "Next",
      next.length === 0
        ? [paragraph("No schedule posts to this channel.")]
        : list(next.map(nextItem)),
    ),
    ...section("Not posted", list(troubles.map(troubleItem))),
    ...(held.length === 0 ? [] : [paragraph(settleHint(held.map(({ id }) => id)))]),
    ...section("Paused schedules", list(paused.map(pausedItem))),
    ...section("Missed", list(missed.map(({ name, at }) => item({ text: `${name}, ` }, time(at))))),
    ...section(
      "Holidays",
      holidays === null
        ? []
        : [
            paragraph(
              `${shorten(oneLine(holidays), longestReason)} Until that is mended, the dates from before hold.`,
            ),
          ],
    ),
    ...section(
      "Platforms",
      list(platforms.map(({ name, state }) => item({ text: `${name}: ${oneLine(state)}` }))),
    ),
  ];
  return makeMessage("Status of this channel", `${gist}.`, { lead });
}

function settleHint([id]: readonly number[]): string {
  return `Nobody can tell whether a held delivery arrived. Look here whether it is shown; then, where the bot runs, \`briefing drop ${id}\` leaves it and \`briefing resend ${id}\` posts it.`;
}
