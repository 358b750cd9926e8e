/** Forms of a platform under test, as a person sees them and fills them in. */
import type { Filled } from "../../src/briefing/form.ts";
import type { Bot } from "../../src/platforms/platform.ts";
import type { Rig } from "./rig.ts";

/** A form that the service shows. */
export interface ShownForm {
  /** Every visible word in reading order: title, sentences, labels, hints, choices, faults, buttons; what stands in fields left out. */
  text: string;
  /** What stands in each field, by the name of the field; several values where several can be chosen. */
  filled: Filled;
}

/** What became of a form that was sent. */
export interface Submitted {
  /** What only this person sees outside of the form; null for nothing. */
  told: string | null;
  /** The form that is open afterwards, or to which what was told leads back; null when all was well. */
  form: ShownForm | null;
}

export interface FormRig extends Rig {
  /** Presses a button of a shown message; gives the form that this opens, or null. */
  openForm(message: string, button: string): Promise<ShownForm | null>;
  /** Sends the open form with these values by the name of the field; the others stay as they are. */
  submit(filled: Filled): Promise<Submitted>;
}

export type OpenFormRig = (bot: Bot) => Promise<FormRig>;
