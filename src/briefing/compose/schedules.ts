/** What is said about schedules. For the caller alone. Pure. */
import type { Span } from "../blocks.ts";
import type { Action, Block, Button, Message } from "../message.ts";
import { counted, oneLine, shorten } from "../words.ts";
import { heading, makeMessage, paragraph } from "./parts.ts";

/** Instants are ISO 8601 in UTC. */
export interface ScheduleView {
  name: string;
  /** What stands behind the ":" of its buttons. */
  ref: string;
  /** "A digest of briefings on space, weekdays at 09:00, Europe/London". */
  what: string;
  /** Null: no run is to come. */
  next: string | null;
  /** It posts whenever something is ready, and `next` is no appointment. */
  follows: boolean;
  /** Null: it stands in config/bot.yaml. */
  made: { by: string; at: string; changedAt: string | null } | null;
  /** Why it does not post, and until when. */
  rests: { why: string; since: string; until: string | null } | null;
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

function time(at: string): Span {
  return { at, show: "datetime" };
}

function button(verb: string, ref: string, label: string): Button {
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

function waitsFor({ slot, needs, unreached }: ScheduleView["approvals"][number]): readonly Span[] {
  return [
    { text: "The digest of " },
    time(slot),
    { text: needs === "required" ? " waits for approval" : " goes out unless vetoed" },
    { text: unreached === null ? "" : `; nobody could be asked, because ${unreached}` },
  ];
}

/** Whoever manages the channel decides here when the approver cannot. */
function decisions({ id, needs }: ScheduleView["approvals"][number]): readonly Action[] {
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
  const changing: readonly Action[] =
    made === null
      ? []
      : [
          button("digest-edit", ref, "Edit"),
          rests === null
            ? button("digest-pause", ref, "Pause")
            : button("digest-resume", ref, "Resume"),
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

const addButton: Button = { type: "button", id: "digest-add", label: "Add a schedule" };

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
    { type: "actions", items: [addButton] },
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

export function composeSchedules(views: readonly ScheduleView[]): Message {
  return makeMessage("Schedules of this channel", counted(views.length, "schedule"), {
    lead: [heading(1, "Schedules of this channel"), ...scheduleList(views)],
  });
}

export interface UnderstoodView {
  name: string;
  what: string;
  /** What was not said and taken for granted, in sentences. */
  assumed: readonly string[];
  /** The next runs, ISO 8601. */
  runs: readonly string[];
  follows: boolean;
  /** So many briefings of the last 30 days it would have posted. */
  matched: number;
  draft: string;
  isNew: boolean;
}

/** What was understood, before it is saved. */
export function composeUnderstood(view: UnderstoodView): Message {
  const { name, what, assumed, runs, follows, matched, draft, isNew } = view;
  const title = isNew ? `New schedule “${name}”` : `Schedule “${name}”, changed`;
  const lead: Block[] = [
    heading(1, title),
    paragraph([`${what}.`, ...assumed].join(" ")),
    ...runBlocks(runs, follows),
    {
      type: "meta",
      parts: [[{ text: `${counted(matched, "briefing")} of the last 30 days would have matched` }]],
    },
    paragraph("Nothing is saved yet."),
    {
      type: "actions",
      items: [
        { type: "button", id: `digest-save:${draft}`, label: "Save", primary: true },
        { type: "button", id: `digest-change:${draft}`, label: "Change" },
        { type: "button", id: `digest-discard:${draft}`, label: "Discard" },
      ],
    },
  ];
  return makeMessage(title, what, { lead });
}

/** In the reader's own time, where the platform knows it. */
function runBlocks(runs: readonly string[], follows: boolean): readonly Block[] {
  if (follows) return [paragraph("It posts from now on, as soon as a briefing is ready.")];
  if (runs.length === 0) return [paragraph("This never happens: no run is to come.")];
  return [
    paragraph(runs.length === 1 ? "The next run:" : "The next runs:"),
    { type: "list", items: runs.map((at) => ({ depth: 0, ordinal: null, spans: [time(at)] })) },
  ];
}

/** What was done with a schedule, and when it posts next. */
export function composeDone(
  text: string,
  { runs, follows }: { runs: readonly string[]; follows: boolean },
): Message {
  return makeMessage(text.replaceAll("`", ""), "", {
    lead: [paragraph(text), ...(runs.length === 0 && !follows ? [] : runBlocks(runs, follows))],
  });
}

/** A deed that cannot be taken back is asked for once more. */
export function composeSure(question: string, yes: Button): Message {
  return makeMessage(question, "", {
    lead: [
      paragraph(question),
      { type: "actions", items: [yes, { type: "button", id: "digest-list", label: "Keep it" }] },
    ],
  });
}

export interface PreviewView {
  name: string;
  ref: string;
  /** ISO 8601; null: no run is to come. */
  next: string | null;
  follows: boolean;
  embargoed: number;
  /** It tells what is new; else it is what an empty day gets. */
  isNews: boolean;
  paused: boolean;
}

/** The very messages that the next run would post, with what to do about it. */
export function composePreview(view: PreviewView, messages: readonly Message[]): Message {
  const { name, ref, next, follows, embargoed, isNews, paused } = view;
  const title = `Preview of “${shorten(name, 60)}”`;
  const when: readonly Span[] =
    paused || next === null
      ? [{ text: paused ? "Paused: it does not post by itself" : "No run is to come" }]
      : follows
        ? [{ text: "Posts as soon as it may" }]
        : [{ text: "Goes out " }, time(next)];
  const lead: Block[] = [
    { type: "meta", parts: [[{ text: title }], [{ text: "only you see this" }], when] },
    ...(messages.length === 0
      ? [paragraph("There is nothing new for it at the moment.")]
      : messages.flatMap(({ lead: blocks }) => [{ type: "divider" } as const, ...blocks])),
    { type: "divider" },
    ...(embargoed === 0
      ? []
      : [
          paragraph(
            `${counted(embargoed, "more briefing")} will join it: under embargo until then, and so not shown here.`,
          ),
        ]),
    {
      type: "actions",
      items: [
        ...(isNews ? [{ ...button("digest-now", ref, "Post now"), primary: true as const }] : []),
        ...(follows || next === null || paused ? [] : [button("digest-skip", ref, "Skip next")]),
        { type: "button", id: "digest-list", label: "All schedules" },
      ],
    },
  ];
  return makeMessage(title, "only you see this", {
    lead,
    thread: messages.flatMap(({ thread }) => thread),
  });
}
