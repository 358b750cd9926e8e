/** Forms as Discord's modals, and what comes back from them. Pure; imports no SDK. */
import type {
  ChannelField,
  Choice,
  ChoiceField,
  ChoicesField,
  Field,
  Filled,
  Form,
  TextField,
} from "../../../briefing/form.ts";
import type { JsonObject } from "../../platform.ts";
import { renderCustomId, shorten } from "../draw/buttons.ts";
import { componentType, textDisplay } from "../draw/components.ts";
import { escapeText } from "../draw/escape.ts";
import { discordLimits } from "../limits.ts";

/** https://discord.com/developers/docs/components/reference#text-input-text-input-styles */
const inputStyle = { short: 1, paragraph: 2 } as const;
/** Text, announcement and forum: https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
const postableChannels = [0, 5, 15];
/** Stands behind the name of a field that has several values, because what comes back does not say so. */
const several = "[]";
const fieldId = /^[a-z][a-z-]*(?:\[\])?$/;
/** "09:00", and some room for those who write it otherwise. */
const longestTime = 20;

function cut(text: string, limit: number): string {
  return shorten(text.replaceAll(/\s+/g, " ").trim(), limit);
}

/** Longer values would come back cut, so they are not offered; nor is one offered twice. */
function offered(choices: readonly Choice[]): readonly Choice[] {
  const byValue = new Map(choices.toReversed().map((choice) => [choice.value, choice]));
  return choices
    .filter((choice) => byValue.get(choice.value) === choice)
    .filter(({ value }) => value.trim() !== "" && value.length <= discordLimits.choiceValue)
    .slice(0, discordLimits.selectOptions);
}

function renderChoice({ label, value }: Choice, chosen: readonly string[]): JsonObject {
  const name = cut(label, discordLimits.choiceName);
  return {
    label: name === "" ? value : name,
    value,
    ...(chosen.includes(value) ? { default: true } : {}),
  };
}

function renderInput(
  { name, required }: Field,
  {
    isLong,
    placeholder,
    value,
    most,
  }: Pick<TextField, "isLong" | "placeholder" | "value" | "most">,
): JsonObject | null {
  const limit = Math.min(Math.max(1, most), discordLimits.inputText);
  // Cut, it would lose what was there before; not shown, it stays.
  if (value.length > limit) return null;
  const shown = cut(placeholder, discordLimits.inputPlaceholder);
  return {
    type: componentType.textInput,
    custom_id: name,
    style: isLong ? inputStyle.paragraph : inputStyle.short,
    max_length: limit,
    required,
    ...(shown === "" ? {} : { placeholder: shown }),
    ...(value.trim() === "" ? {} : { value }),
  };
}

/** Few choices are shown all at once. */
function renderRadios({ name, required, choices, value }: ChoiceField): JsonObject | null {
  const all = offered(choices);
  if (all.length === 0) return null;
  const isSmall = all.length >= discordLimits.fewestRadios && all.length <= discordLimits.radios;
  const options = all.map((choice) => renderChoice(choice, [value]));
  return isSmall
    ? { type: componentType.radioGroup, custom_id: name, required, options }
    : { type: componentType.stringSelect, custom_id: name, required, options };
}

function renderCheckboxes({ name, required, choices, values }: ChoicesField): JsonObject | null {
  const all = offered(choices);
  if (all.length === 0) return null;
  const type =
    all.length <= discordLimits.checkboxes
      ? componentType.checkboxGroup
      : componentType.stringSelect;
  return {
    type,
    custom_id: name + several,
    min_values: required ? 1 : 0,
    max_values: all.length,
    required,
    options: all.map((choice) => renderChoice(choice, values)),
  };
}

function renderChannels({ name, required, value }: ChannelField): JsonObject {
  return {
    type: componentType.channelSelect,
    custom_id: name,
    required,
    channel_types: postableChannels,
    ...(value === "" ? {} : { default_values: [{ id: value, type: "channel" }] }),
  };
}

function renderField(field: Field): JsonObject | null {
  switch (field.type) {
    case "text":
      return renderInput(field, field);
    case "time":
      return renderInput(field, {
        isLong: false,
        placeholder: "09:00",
        value: field.value,
        most: longestTime,
      });
    case "choice":
      return renderRadios(field);
    case "choices":
      return renderCheckboxes(field);
    case "channel":
      return renderChannels(field);
  }
}

function renderLabel(field: Field): readonly JsonObject[] {
  const component = renderField(field);
  if (component === null) return [];
  const label = cut(field.label, discordLimits.fieldLabel);
  const hint = cut(field.hint, discordLimits.fieldHint);
  return [
    {
      type: componentType.label,
      label: label === "" ? field.name : label,
      ...(hint === "" ? {} : { description: hint }),
      component,
    },
  ];
}

/**
 * The first five fields that Discord can show; where there are fewer, the sentences above them as well.
 * https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal
 */
export function renderModal({ id, title, intro, fields }: Form): JsonObject {
  const byWeight = [
    ...fields.filter(({ isSpare }) => !isSpare),
    ...fields.filter(({ isSpare }) => isSpare),
  ];
  const labels = byWeight.flatMap(renderLabel).slice(0, discordLimits.modalFields);
  const hasRoom = labels.length < discordLimits.modalFields && intro.trim() !== "";
  const name = cut(title, discordLimits.modalTitle);
  return {
    custom_id: renderCustomId(id),
    title: name === "" ? "…" : name,
    components: [
      ...(hasRoom
        ? [textDisplay(escapeText(shorten(intro.trim(), discordLimits.modalIntro)))]
        : []),
      ...labels,
    ],
  };
}

/** A field as it comes back: a text and a chosen radio have a value, everything else has several. */
export interface Submitted {
  customId: string;
  value?: string | null;
  values?: readonly string[];
}

function readField({ customId, value, values = [] }: Submitted): Filled[string] {
  if (value !== undefined) return value ?? "";
  return customId.endsWith(several) ? values : (values[0] ?? "");
}

function isPossible({ customId, value, values = [] }: Submitted): boolean {
  return (
    fieldId.test(customId) &&
    (value ?? "").length <= discordLimits.inputText &&
    values.length <= discordLimits.selectOptions &&
    values.every((each) => each.length <= discordLimits.choiceValue)
  );
}

/** By the name of the field; null for what no form of ours can have brought. */
export function readFilled(submitted: readonly Submitted[]): Filled | null {
  if (!submitted.every(isPossible)) return null;
  return Object.fromEntries(
    submitted.map((each) => [each.customId.replace(several, ""), readField(each)]),
  );
}

/** The same form, showing what somebody filled in. */
export function prefill(form: Form, filled: Filled): Form {
  return { ...form, fields: form.fields.map((field) => prefillField(field, filled[field.name])) };
}

function prefillField(field: Field, filled: Filled[string] | undefined): Field {
  if (filled === undefined) return field;
  if (field.type === "choices") {
    return { ...field, values: typeof filled === "string" ? [filled] : filled };
  }
  return { ...field, value: typeof filled === "string" ? filled : (filled[0] ?? "") };
}
