/** What is said about a schedule: what was understood, what was done, what it would post. For the caller alone. Pure. */
import type { Span } from "../blocks.ts";
import type { Block, Button, Message } from "../message.ts";
import { counted, oneLine, shorten } from "../words.ts";
import { type NothingView, nothingNew } from "./nothing-new.ts";
import { leafButtons, pagesOf, pageWithin } from "./pages.ts";
import { heading, makeMessage, paragraph, time } from "./parts.ts";
import { type Asked, button, decisions } from "./schedule-list.ts";

export interface UnderstoodView {
  name: string;
  /** What the channel is called, where it is another than the one it was written in. */
  where: string | null;
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
  const { name, where, what, assumed, runs, follows, matched, draft, isNew } = view;
  const made = isNew ? `New schedule “${name}”` : `Schedule “${name}”, changed`;
  const title = where === null ? made : `${made}, for ${where}`;
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
  { runs, follows, at }: { runs: readonly string[]; follows: boolean; at?: string },
): Message {
  const { spans } = paragraph(text);
  const about: readonly Span[] = at === undefined ? [] : [{ text: " " }, time(at), { text: "." }];
  return makeMessage(text.replaceAll("`", ""), "", {
    lead: [
      { type: "paragraph", spans: [...spans, ...about] },
      ...(runs.length === 0 && !follows ? [] : runBlocks(runs, follows)),
    ],
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
  /** Why there is nothing; told where there are no messages. */
  nothing: NothingView | null;
  /** What its approver was asked, and what was decided; null: nobody was asked so far. */
  approval: (Asked & { decision: { what: string; by: string } | null }) | null;
  /** Asked for, from 1. */
  page: string;
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
  const pages = pagesOf(blocksOf(messages));
  const page = pageWithin(view.page, pages.length, 1);
  const isOne = pages.length === 1;
  const idOf = (to: number): string => `digest-page:${to}:${ref}`;
  const lead: Block[] = [
    {
      type: "meta",
      parts: [
        [{ text: title }],
        [{ text: "only you see this" }],
        when,
        ...approvalParts(view.approval),
        ...(isOne ? [] : [[{ text: `page ${page} of ${pages.length}` }]]),
      ],
    },
    { type: "divider" },
    ...(messages.length === 0
      ? [
          paragraph("There is nothing new for it at the moment."),
          ...(view.nothing === null ? [] : nothingNew(view.nothing)),
        ]
      : (pages[page - 1] ?? [])),
    { type: "divider" },
    ...leafButtons({ page, hasNext: page < pages.length, idOf }),
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
        ...(isNews && view.approval === null
          ? [{ ...button("digest-now", ref, "Post now"), primary: true as const }]
          : []),
        ...(view.approval?.decision === null
          ? decisions(view.approval)
          : follows || next === null || paused
            ? []
            : [skipButton(ref, next)]),
        { type: "button", id: "digest-list", label: "All schedules" },
      ],
    },
  ];
  return makeMessage(title, "only you see this", { lead });
}

function approvalParts(approval: PreviewView["approval"]): readonly (readonly Span[])[] {
  if (approval === null) return [];
  const { needs, decision } = approval;
  if (decision !== null) return [[{ text: `${decision.what} by ${oneLine(decision.by)}` }]];
  return [[{ text: needs === "required" ? "waits for approval" : "unless it is vetoed" }]];
}

/** Of the run that is shown and no other: by the time it is pressed that one may be over. */
function skipButton(ref: string, next: string): Button {
  const seconds = Math.floor(Date.parse(next) / 1_000);
  return button("digest-skip", `${ref}:${seconds}`, "Skip next");
}

/** What stands in the channel, one post after the other, and what follows in their threads. */
function blocksOf(messages: readonly Message[]): readonly Block[] {
  const posts = messages.flatMap(({ lead }, index) => [
    ...(index === 0 ? [] : [{ type: "divider" } as const]),
    ...lead,
  ]);
  const threads = messages.flatMap(({ thread }) => thread);
  if (threads.length === 0) return posts;
  return [...posts, { type: "meta", parts: [[{ text: "and in the thread" }]] }, ...threads];
}
