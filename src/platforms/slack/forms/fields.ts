/** The fields of a form as input blocks, and what was filled in back from them. Pure. */
import { z } from "zod";
import type { Choice, Field, Filled } from "../../../briefing/form.ts";
import { isDirect } from "../api/addresses.ts";
import { escapedLength } from "../limits.ts";
import { viewLimits, type InputBlock, type InputElement, type SlackOption } from "./view-limits.ts";

type PlainText = { type: "plain_text"; text: string; emoji: false };

/** Literal text, shortened where Slack takes less. */
export function plainOf(text: string, most: number): PlainText {
  const whole = text.toWellFormed().replaceAll(/\s+/g, " ").trim() || "…";
  return { type: "plain_text", text: shortened(whole, most), emoji: false };
}

function shortened(text: string, most: number): string {
  if (escapedLength(text) <= most) return text;
  let [length, end] = [1, 0];
  for (const { segment, index } of new Intl.Segmenter("en").segment(text)) {
    length += escapedLength(segment);
    if (length > most) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** None for a field with nothing to choose from: Slack refuses it, and what is not shown keeps its value. */
export function inputOf(field: Field): readonly InputBlock[] {
  const element = elementOf(field);
  if (element === null) return [];
  const hint = field.hint === "" ? {} : { hint: plainOf(field.hint, viewLimits.hint) };
  return [
    {
      type: "input",
      block_id: field.name,
      label: plainOf(field.label, viewLimits.label),
      ...hint,
      optional: !field.required,
      element,
    },
  ];
}

function elementOf(field: Field): InputElement | null {
  const action_id = field.name;
  switch (field.type) {
    case "text": {
      const max_length = Math.max(1, Math.min(field.most, viewLimits.input));
      const value = field.value.slice(0, max_length).toWellFormed();
      return {
        type: "plain_text_input",
        action_id,
        multiline: field.isLong,
        max_length,
        ...(value === "" ? {} : { initial_value: value }),
        ...placeholderOf(field.placeholder),
      };
    }
    case "choice": {
      const options = optionsOf(field.choices);
      const chosen = options.find(({ value }) => value === field.value);
      const initial = chosen === undefined ? {} : { initial_option: chosen };
      if (field.searches) {
        return { type: "external_select", action_id, min_query_length: 0, ...initial };
      }
      return options.length === 0
        ? null
        : { type: "static_select", action_id, options, ...initial };
    }
    case "choices": {
      const options = optionsOf(field.choices);
      if (options.length === 0) return null;
      const chosen = options.filter(({ value }) => field.values.includes(value));
      const initial = chosen.length === 0 ? {} : { initial_options: chosen };
      const type = options.length > viewLimits.checkboxes ? "multi_static_select" : "checkboxes";
      return { type, action_id, options, ...initial };
    }
    case "time": {
      const isTime = /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(field.value);
      return { type: "timepicker", action_id, ...(isTime ? { initial_time: field.value } : {}) };
    }
    case "channel":
      return {
        type: "conversations_select",
        action_id,
        ...(isDirect(field.value)
          ? {}
          : field.value === ""
            ? { default_to_current_conversation: true as const }
            : { initial_conversation: field.value }),
        filter: { include: ["public", "private"], exclude_bot_users: true },
      };
  }
}

function placeholderOf(text: string): { placeholder?: PlainText } {
  return text === "" ? {} : { placeholder: plainOf(text, viewLimits.placeholder) };
}

/** Of two choices with one value, and of those whose value Slack cannot carry, nothing is shown. */
export function optionsOf(choices: readonly Choice[]): SlackOption[] {
  const seen = new Set<string>();
  return choices
    .filter(({ value }) => {
      const fits = value !== "" && value.length <= viewLimits.optionValue && !seen.has(value);
      seen.add(value);
      return fits;
    })
    .slice(0, viewLimits.options)
    .map(({ label, value }) => ({ text: plainOf(label, viewLimits.optionText), value }));
}

/** https://docs.slack.dev/reference/views/view-submission-payloads; each element keeps its value in its own way. */
const Chosen = z.object({ value: z.string() }).nullish();
const State = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: Chosen,
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_time: z.string().nullish(),
  selected_conversation: z.string().nullish(),
});

/** By block and action; both carry the name of the field. */
export const StateValues = z.record(z.string(), z.record(z.string(), State));

export function filledOf(values: z.infer<typeof StateValues>): Filled {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, actions]) => {
      const state = Object.values(actions)[0];
      return state === undefined ? [] : [[name, valueOf(state)]];
    }),
  );
}

function valueOf(state: z.infer<typeof State>): string | readonly string[] {
  if (state.selected_options !== undefined && state.selected_options !== null)
    return state.selected_options.map(({ value }) => value);
  if (state.type === "checkboxes" || state.type === "multi_static_select") return [];
  return (
    state.value ??
    state.selected_option?.value ??
    state.selected_time ??
    state.selected_conversation ??
    ""
  );
}
