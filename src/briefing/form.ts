/**
 * A dialog, free of any platform. It becomes a modal in Slack and in Discord and a form in the local chat.
 *
 * Fields stand in the order of their weight. Discord has room for five
 * (https://discord.com/developers/docs/components/reference#label); what a platform does not show is left out of
 * what comes back and keeps its value.
 */

/** `value` is what comes back or replaces what was typed; `label` is what is shown. */
export interface Choice {
  label: string;
  value: string;
}

interface FieldBase {
  /** Ours and stable, lower-case letters and "-"; what was filled in comes back under it. */
  name: string;
  /** At most 45 characters. */
  label: string;
  /** One plain line under the label; empty for none. At most 100 characters. */
  hint: string;
  required: boolean;
  /** Another field says the same: where there is no room for all, it is left out before the others. */
  isSpare?: true;
}

export interface TextField extends FieldBase {
  type: "text";
  /** Whether it has several lines. */
  isLong: boolean;
  placeholder: string;
  value: string;
  /** At most this many characters come back. */
  most: number;
}

/** One of up to 25; none is chosen where `value` is "". With `searches`, `Bot.onComplete` has more while somebody types. */
export interface ChoiceField extends FieldBase {
  type: "choice";
  choices: readonly Choice[];
  value: string;
  searches: boolean;
}

/** Any number of up to 25. */
export interface ChoicesField extends FieldBase {
  type: "choices";
  choices: readonly Choice[];
  values: readonly string[];
}

/** A time of the day, "09:00"; typed where the platform has no clock to choose from. */
export interface TimeField extends FieldBase {
  type: "time";
  value: string;
}

/** A channel of the same workspace, by the platform's id. */
export interface ChannelField extends FieldBase {
  type: "channel";
  value: string;
}

export type Field = TextField | ChoiceField | ChoicesField | TimeField | ChannelField;

export interface Form {
  /** Ours and stable, such as "ask:ariane-6"; comes back with what was filled in. At most 90 characters. */
  id: string;
  /** One plain line; platforms shorten it (Slack to 24 characters). */
  title: string;
  /** Plain sentences above the fields; empty for none. */
  intro: string;
  /** On the button that sends it; at most 24 characters. */
  submit: string;
  fields: readonly Field[];
}

/** By the name of the field; several values for `choices` alone. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

/** What is wrong with what was filled in, by the name of the field; nothing was done. */
export interface FormFaults {
  faults: Readonly<Record<string, string>>;
}
