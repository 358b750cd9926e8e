/** A modal as a person fills it in, and as Discord then gives it to the bot. */
import { isBody, listOf } from "./discord-checks.ts";
import type { Body } from "./discord-checks.ts";

const types = { textInput: 4, radioGroup: 21, label: 18 } as const;

/** What the person sees chosen before they touch anything. */
export function shownIn(component: Body): readonly string[] {
  const options = listOf(component["options"]).filter((option) => option["default"] === true);
  const defaults = listOf(component["default_values"]);
  return [...options.map(({ value }) => value), ...defaults.map(({ id }) => id)].map(String);
}

function fillField(component: Body, filled: unknown): Body {
  const { type, id, custom_id: customId } = component;
  const common = { type, id: id ?? 1, custom_id: customId };
  if (type === types.textInput) {
    return { ...common, value: filled ?? component["value"] ?? "" };
  }
  const shown = shownIn(component);
  if (type === types.radioGroup) return { ...common, value: filled ?? shown[0] ?? null };
  const values = filled === undefined ? shown : Array.isArray(filled) ? filled : [filled];
  return { ...common, values };
}

/** By the label that the person reads. */
export function fillModal(modal: Body, filled: Readonly<Record<string, unknown>>): Body {
  const components = listOf(modal["components"]).map((shown) => {
    if (shown["type"] !== types.label || !isBody(shown["component"])) return { type: 10, id: 1 };
    const value = filled[String(shown["label"])];
    return { type: types.label, id: 1, component: fillField(shown["component"], value) };
  });
  const labels = new Set(listOf(modal["components"]).map(({ label }) => label));
  const missing = Object.keys(filled).filter((label) => !labels.has(label));
  if (missing.length > 0) throw new Error(`the form does not show ${missing.join(", ")}`);
  return { custom_id: modal["custom_id"], components };
}
