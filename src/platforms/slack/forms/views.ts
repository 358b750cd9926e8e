/** Forms and messages as views of Slack: a modal to fill in, a modal to read, the App Home. Pure. */
import { z } from "zod";
import type { Form } from "../../../briefing/form.ts";
import type { Block, Message } from "../../../briefing/message.ts";
import { split, type Measure } from "../../../briefing/split.ts";
import { costOf, drawView, isVisible, loosen } from "../draw/draw.ts";
import { inputOf, plainOf } from "./fields.ts";
import { slackLimits, type SlackBlock } from "../limits.ts";
import { withUniqueIds } from "../render.ts";
import { viewLimits, type HomeView, type ModalView } from "./view-limits.ts";

/** Where a form belongs; travels with the view, because a modal knows nothing of the channel it was opened over. */
const Place = z.strictObject({
  form: z.string(),
  channel: z.string(),
  /** The root of the thread. */
  root: z.string().exactOptional(),
  /** The message whose button opened it. */
  message: z.string().exactOptional(),
  /** Where answers for the person alone go; Slack's, good for half an hour. */
  respond: z.url({ protocol: /^https?$/ }).exactOptional(),
});
export type Place = z.infer<typeof Place>;

function metadataOf(place: Place): string {
  const whole = JSON.stringify(place);
  if (whole.length <= viewLimits.privateMetadata) return whole;
  const { respond: _, ...rest } = place;
  return JSON.stringify(rest);
}

/** Null for what is none of ours. */
export function readPlace(metadata: string): Place | null {
  try {
    return Place.safeParse(JSON.parse(metadata)).data ?? null;
  } catch {
    return null;
  }
}

export const formCallback = "form";
const messageCallback = "message";

export function formView(form: Form, place: Place): ModalView {
  const intro = drawText(form.intro.trim() || "…");
  const inputs = form.fields.flatMap(inputOf);
  const blocks = form.intro.trim() === "" && inputs.length > 0 ? inputs : [...intro, ...inputs];
  return {
    type: "modal",
    callback_id: formCallback,
    title: plainOf(form.title, viewLimits.title),
    submit: plainOf(form.submit, viewLimits.title),
    close: plainOf("Cancel", viewLimits.title),
    private_metadata: metadataOf(place),
    blocks: blocks.slice(0, viewLimits.blocks),
  };
}

function drawText(text: string): readonly SlackBlock[] {
  return drawView(loosen({ type: "paragraph", spans: [{ text }] }));
}

/** For one person, where there is no channel to answer in. */
export function messageView(message: Message): ModalView {
  return {
    type: "modal",
    callback_id: messageCallback,
    title: plainOf(message.title, viewLimits.title),
    close: plainOf("Close", viewLimits.title),
    private_metadata: "",
    blocks: fillView([...message.lead, ...message.thread], message.title),
  };
}

export function homeView(message: Message): HomeView {
  return {
    type: "home",
    blocks: fillView([...message.lead, ...message.thread], message.title),
  };
}

const measure: Measure = {
  cost: (block) => [costOf(block)[1]],
  limits: [viewLimits.blocks - 1],
};

/** As much as one view holds; where something is left over, it says so. */
function fillView(blocks: readonly Block[], title: string): SlackBlock[] {
  const [first, ...rest] = split(blocks.flatMap(loosen), measure).filter((part) =>
    part.blocks.some(isVisible),
  );
  if (first === undefined) return [...drawText(title.trim() || "…")];
  const drawn = withUniqueIds(drawView(first.blocks));
  if (rest.length === 0) return drawn;
  const more = "There is more than fits here; the commands show the rest.";
  return [...drawn, { type: "context", elements: [plainOf(more, slackLimits.textObject)] }];
}
