/** What comes back from a form, read as strictly as it was shown: nobody has to use the page that we made. */
import type { Choice, Field, Filled, Form } from "../../briefing/form.ts";

/** What is filled in comes under the name of its field with this before it. */
const prefix = "field-";

export interface Sources {
  /** What the bot suggests for a field that can be searched. */
  search(field: string, text: string): Promise<readonly Choice[]>;
  channels: readonly { name: string }[];
}

export interface ReadForm {
  filled: Filled;
  /** By the name of the field; empty when all is well. */
  faults: Readonly<Record<string, string>>;
}

export function nameOf({ name }: Pick<Field, "name">): string {
  return `${prefix}${name}`;
}

export function fieldOf({ fields }: Form, name: string): Field | undefined {
  return fields.find((each) => each.name === name);
}

export async function readFilled(
  form: Form,
  sent: Readonly<Record<string, unknown>>,
  sources: Sources,
): Promise<ReadForm> {
  const filled: Record<string, string | readonly string[]> = {};
  const faults: Record<string, string> = {};
  for (const field of form.fields) {
    const texts = textsOf(sent[nameOf(field)]);
    const [value, fault] = await readField(field, texts, sources);
    filled[field.name] = value;
    if (fault !== null) faults[field.name] = fault;
    else if (field.required && value.length === 0) faults[field.name] = missing(field);
  }
  return { filled, faults };
}

type Value = readonly [value: string | readonly string[], fault: string | null];

async function readField(
  field: Field,
  texts: readonly string[],
  { search, channels }: Sources,
): Promise<Value> {
  const text = (texts[0] ?? "").trim();
  switch (field.type) {
    case "text": {
      const lines = (texts[0] ?? "").replace(/\r\n?/gu, "\n").trim();
      const tooLong = `That is too long: at most ${String(field.most)} characters.`;
      return [lines, lines.length > field.most ? tooLong : null];
    }
    case "time":
      return [text, text === "" || isTime(text) ? null : "Use a time such as 09:00."];
    case "channel":
      return [text, text === "" || channels.some(({ name }) => name === text) ? null : unknown];
    case "choices": {
      const known = texts.filter((each) => field.choices.some(({ value }) => value === each));
      return [known, known.length === texts.length ? null : unknown];
    }
    case "choice": {
      if (text === "") return ["", null];
      const value = chosen(field.choices, text) ?? (await searched(field, text, search));
      return value === undefined ? [text, unknown] : [value, null];
    }
  }
}

const unknown = "Choose one of those that are offered.";

function missing({ type }: Field): string {
  return type === "choices" ? "Choose at least one." : "This is needed.";
}

/** Typed, it may be the name that is shown as well as what stands behind it. */
function chosen(choices: readonly Choice[], text: string): string | undefined {
  const same = (shown: string): boolean => shown.toLowerCase() === text.toLowerCase();
  const found =
    choices.find(({ value }) => value === text) ?? choices.find(({ label }) => same(label));
  return found?.value;
}

async function searched(
  { name, searches }: Extract<Field, { type: "choice" }>,
  text: string,
  search: Sources["search"],
): Promise<string | undefined> {
  return searches ? chosen(await search(name, text), text) : undefined;
}

function isTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text);
}

function textsOf(sent: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(sent) ? sent : [sent];
  return all.filter((each) => typeof each === "string");
}
