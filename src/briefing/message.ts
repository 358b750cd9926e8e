/** What the bot wants to say, free of any platform. */
import type { Span, TextBlock } from "./blocks.ts";

/** Small print in one line; a platform joins the parts with " · ". */
export interface Meta {
  type: "meta";
  parts: readonly (readonly Span[])[];
}

/** Something to press. `id` is ours and stable, e.g. "read:ariane-6" (see `chat/actions.ts`); at most 90 characters. */
export interface Button {
  type: "button";
  id: string;
  label: string;
  primary?: true;
  verdict?: Verdict;
}

/** Judges the message; with its opposite in the same row, a platform may show both as buttons that it has for that. */
export interface Verdict {
  isPositive: boolean;
  /** What pressing it says, for those who do not see what it stands under; at most 75 characters. */
  spoken: string;
}

/** Leads out of the chat; http or https only. */
export interface LinkButton {
  type: "link";
  label: string;
  href: string;
}

export type Action = Button | LinkButton;

/** One row of buttons, at most five. */
export interface Actions {
  type: "actions";
  items: readonly Action[];
}

/** One briefing among several, as in a digest or a list. */
export interface Card {
  type: "card";
  title: readonly Span[];
  subtitle: readonly (readonly Span[])[];
  body: readonly Span[];
  actions: readonly Action[];
}

export type Block = TextBlock | Meta | Actions | Card;

export interface Message {
  /** One plain line without markup: names the thread and the window. */
  title: string;
  /** One or two plain sentences for a push notification; starts with the title. */
  notice: string;
  /** What stands where the message is posted. */
  lead: readonly Block[];
  /** What belongs into the thread under it; often empty. */
  thread: readonly Block[];
  /** What stands in the thread is to show in the channel as well, where the platform has a way for that. */
  broadcast?: true;
  /** What it is about; a forum files it under these. */
  topics?: readonly string[];
  /** The platform's id of a role or group that is notified of it, once; what else it mentions notifies nobody. */
  ping?: string;
  /** For an answer to a button in a message that only the presser sees: it takes the place of that message. */
  inPlace?: true;
}
