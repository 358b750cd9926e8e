/** Forms of the local chat, read as a browser reads them. */
import type { ShownForm } from "./form-rig.ts";
import { all, byClass, byId, byTag, textOf } from "./web-html.ts";
import type { Element } from "./web-html.ts";

export type Sent = [name: string, value: string];

/** What a browser would send of a form as it stands. */
export function controlsOf(form: Element): readonly Sent[] {
  const isControl = ({ tag }: Element): boolean => ["input", "textarea", "select"].includes(tag);
  return all(form, isControl).flatMap((control): Sent[] => {
    const { name = "", type = "", value = "" } = control.attributes;
    if (type === "checkbox") return "checked" in control.attributes ? [[name, value]] : [];
    if (control.tag === "input") return [[name, value]];
    // A line end at its very beginning belongs to the markup.
    if (control.tag === "textarea") return [[name, textOf(control).replace(/^\n/u, "")]];
    const options = byTag(control, "option");
    const chosen = options.find(({ attributes }) => "selected" in attributes) ?? options[0];
    return [[name, chosen?.attributes["value"] ?? ""]];
  });
}

export const fieldPrefix = "field-";

export function shownForm(form: Element): ShownForm {
  const filled: Record<string, string | readonly string[]> = {};
  for (const group of byTag(form, "fieldset")) {
    const [box] = byTag(group, "input");
    filled[box?.attributes["name"]?.slice(fieldPrefix.length) ?? ""] = [];
  }
  for (const [name, value] of controlsOf(form)) {
    if (!name.startsWith(fieldPrefix)) continue;
    const field = name.slice(fieldPrefix.length);
    const before = filled[field];
    filled[field] = Array.isArray(before) ? [...before, value] : value;
  }
  return { text: textOf(form, ({ tag }) => tag !== "textarea"), filled };
}

export function formIn(page: Element, id: string): Element | undefined {
  const item = byId(page, id);
  return item === undefined ? undefined : byClass(item, "fields")[0];
}
