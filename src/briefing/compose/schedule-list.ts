/** The schedules of a channel, what each does and what can be done with it. For the caller alone. Pure. */
import type { Span } from "../blocks.ts";
import type { Action, Block, Button, Message } from "../message.ts";
import { counted, oneLine } from "../words.ts";
import { type Leaf, leafButtons, onPage, pageWithin } from "./pages.ts";
import { heading, makeMessage, paragraph, time } from "./parts.ts";

/** Instants are ISO 8601 in UTC. */
export interface ScheduleView {
  name: string;
  /** What stands behind the ":" of its buttons. */
  ref: string;
  /** "A digest of briefings on space, weekdays at 09:00, Europe/London". */
  what: string;
  /** "weekdays at 09:00, Europe/London". */
  when: string;
  /** Null: no run is to come. */
  next: string | null;
  /** It posts whenever something is ready, and `next` is no appointment. */
  follows: boolean;
  /** Null: it stands in config/bot.yaml. */
  made: { by: string; at: string; changedAt: string | null } | null;
  /** Why it does not post, and until when; `isClosed`: nobody wished it, its channel is closed to the bot. */
  rests: { why: string; since: string; until: string | null; isClosed: boolean } | null;
  /** The run that is left out. */
  skips: string | null;
  /** Digests that were shown to the approver and are not decided; `unreached`: why nobody has the question. */
  approvals: readonly {
    id: number;
    slot: string;
    needs: "required" | "veto";
    unreached: string | null;
  }[];
}

export function button(verb: string, ref: string, label: string): Button {
  return { type: "button", id: `${verb}:${ref}`, label };
}

function stateOf({ rests, next, follows, skips }: ScheduleView): readonly Span[] {
  if (rests !== null) {
    const until = rests.until;
    return [
      { text: "Paused since " },
      time(rests.since),
      { text: `: ${oneLine(rests.why)}` },
      ...(until === null ? [] : [{ text: " It goes on " }, time(until), { text: "." }]),
    ];
  }
  if (follows) return [{ text: "Posts as soon as a briefing is ready." }];
  if (next === null) return [{ text: "No run is to come." }];
  const skipped =
    skips === null ? [] : [{ text: " (the run of " }, time(skips), { text: " is left out)" }];
  return [{ text: "Next: " }, time(next), ...skipped];
}

export function waitsFor({
  slot,
  needs,
  unreached,
}: ScheduleView["approvals"][number]): readonly Span[] {
  return [
    { text: "The digest of " },
    time(slot),
    { text: needs === "required" ? " waits for approval" : " goes out unless vetoed" },
    { text: unreached === null ? "" : `; nobody could be asked, because ${unreached}` },
  ];
}

export type Asked = Pick<ScheduleView["approvals"][number], "id" | "needs">;

/** Whoever manages the channel decides here when the approver cannot. */
export function decisions({ id, needs }: Asked): readonly Action[] {
  const ref = String(id);
  return needs === "required"
    ? [button("digest-approve", ref, "Approve"), button("digest-veto", ref, "Skip this one")]
    : [button("digest-veto", ref, "Veto")];
}

function originOf({ made }: ScheduleView): readonly Span[] {
  if (made === null) return [{ text: "From config/bot.yaml" }];
  const changed =
    made.changedAt === null
      ? []
      : [{ text: ", changed " }, { at: made.changedAt, show: "date" as const }];
  return [
    { text: `Made in chat by ${oneLine(made.by)}, ` },
    { at: made.at, show: "date" },
    ...changed,
  ];
}

function scheduleBlocks(view: ScheduleView): readonly Block[] {
  const { name, ref, what, made, rests, follows } = view;
  const running: readonly Action[] =
    rests !== null
      ? [button("digest-preview", ref, "Preview")]
      : [
          button("digest-preview", ref, "Preview"),
          button("digest-now", ref, "Post now"),
          ...(follows ? [] : [button("digest-skip", ref, "Skip next")]),
        ];
  const resume = button("digest-resume", ref, "Resume");
  const changing: readonly Action[] =
    made === null
      ? rests?.isClosed === true
        ? [resume]
        : []
      : [
          button("digest-edit", ref, "Edit"),
          rests === null ? button("digest-pause", ref, "Pause") : resume,
          button("digest-remove", ref, "Remove"),
        ];
  return [
    {
      type: "card",
      title: [{ text: name }],
      subtitle: [stateOf(view), ...view.approvals.map(waitsFor), originOf(view)],
      body: [{ text: `${what}.` }],
      actions: running,
    },
    ...view.approvals.map((asked): Block => ({ type: "actions", items: decisions(asked) })),
    ...(changing.length === 0 ? [] : [{ type: "actions" as const, items: changing }]),
  ];
}

export const addButton: Button = { type: "button", id: "digest-add", label: "Add a schedule" };
const logButton: Button = { type: "button", id: "digest-log:1", label: "What changed" };

/** The schedules of one channel as blocks, each with what can be done with it. */
export function scheduleList(views: readonly ScheduleView[]): readonly Block[] {
  if (views.length === 0) {
    return [
      paragraph(
        "No schedule posts to this channel yet. Say when, for example `/digest add weekdays 9am`.",
      ),
      { type: "actions", items: [addButton] },
    ];
  }
  return [
    ...views.flatMap(scheduleBlocks),
    { type: "divider" },
    { type: "actions", items: [addButton, logButton] },
  ];
}

/** On somebody's own page: what they made for channels. It is changed in its channel, where it is asked who may. */
export function yoursElsewhere(views: readonly ScheduleView[]): readonly Block[] {
  if (views.length === 0) return [];
  return [
    heading(2, "Schedules you made"),
    ...views.map((view): Block => ({
      type: "card",
      title: [{ text: view.name }],
      subtitle: [stateOf(view)],
      body: [{ text: `${view.what}.` }],
      actions: [],
    })),
    paragraph("`/digest list` in their channels changes them."),
  ];
}

/** More than these stand in a list of names, each of which opens. */
const mostWhole = 2;
const pageLength = 6;

/** `asked` is a page, from 1; one that is not there is the nearest that is. */
export function composeSchedules(views: readonly ScheduleView[], asked: string | number): Message {
  const title = "Schedules of this channel";
  const count = counted(views.length, "schedule");
  if (views.length <= mostWhole && !views.some(({ approvals }) => approvals.length > 0))
    return makeMessage(title, count, { lead: [heading(1, title), ...scheduleList(views)] });
  const page = pageWithin(asked, views.length, pageLength);
  const hasNext = views.length > page * pageLength;
  const leaf: Leaf = { page, hasNext, idOf: (to) => `digest-list:${to}` };
  return makeMessage(title, count, {
    lead: [
      heading(1, title),
      {
        type: "meta",
        parts: [[{ text: count }], ...(page > 1 ? [[{ text: `page ${page}` }]] : [])],
      },
      ...onPage(views, page, pageLength).map((view): Block => ({
        type: "card",
        title: [{ text: view.name }],
        subtitle: [stateOf(view), ...view.approvals.map(waitsFor), originOf(view)],
        body: [{ text: `${view.what}.` }],
        actions: [button("digest-one", view.ref, "Open")],
      })),
      ...leafButtons(leaf),
      { type: "actions", items: [addButton, logButton] },
    ],
  });
}

/** One of several, with all that can be done with it. */
export function composeSchedule(view: ScheduleView): Message {
  const title = `Schedule “${view.name}”`;
  const back: Button = { type: "button", id: "digest-list", label: "All schedules" };
  const log = button("digest-log", `1:${view.name}`, "What changed");
  return makeMessage(title, view.what, {
    lead: [heading(1, title), ...scheduleBlocks(view), { type: "actions", items: [back, log] }],
  });
}
