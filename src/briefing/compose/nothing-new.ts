/** Why there is nothing to post, for whoever wanted to see or to post it. Pure. */
import type { Paragraph, Span } from "../blocks.ts";
import type { Message } from "../message.ts";
import { counted } from "../words.ts";
import { makeMessage, paragraph } from "./parts.ts";

/** Counts of briefings, each told by what stops it. */
export interface NothingView {
  /** ISO 8601: what was ready before is no news; null: everything is. */
  since: string | null;
  posted: number;
  unwanted: number;
  /** For others, until there are `least`. */
  waiting: number;
  least: number;
  /** Drafts and embargoes; 0 for readers who may not know of them. */
  heldBack: number;
}

function are(count: number): string {
  return `${count} ${count === 1 ? "is" : "are"}`;
}

export function nothingNew(view: NothingView): readonly Paragraph[] {
  const { since, posted, unwanted, waiting, least, heldBack } = view;
  const ready = posted + unwanted + waiting;
  const from: readonly Span[] =
    since === null ? [] : [{ text: " since " }, { at: since, show: "datetime" }];
  const reasons = [
    ...(posted > 0 ? [`${are(posted)} in this channel already`] : []),
    ...(unwanted > 0 ? [`${are(unwanted)} not what it wants`] : []),
    ...(waiting > 0
      ? [`${waiting} ${waiting === 1 ? "waits" : "wait"} until there are ${least}`]
      : []),
  ];
  const first: Paragraph = {
    type: "paragraph",
    spans:
      ready === 0
        ? [{ text: "Nothing became ready" }, ...from, { text: "." }]
        : [
            { text: `${counted(ready, "briefing")} became ready` },
            ...from,
            { text: `: ${reasons.join(", ")}.` },
          ],
  };
  const held = `${heldBack === 1 ? "1 that it wants is a draft or" : `${heldBack} that it wants are drafts or`} under embargo.`;
  return [
    first,
    ...(heldBack > 0 ? [paragraph(held)] : []),
    ...(since === null ? [] : [paragraph("What was ready before is no news for it.")]),
    paragraph("`/briefing why` with the name of a briefing says what stops that one."),
  ];
}

export function composeNothingNew(name: string, view: NothingView): Message {
  const title = `Nothing was posted: “${name}” has nothing new.`;
  return makeMessage(title, "", { lead: [paragraph(title), ...nothingNew(view)] });
}
