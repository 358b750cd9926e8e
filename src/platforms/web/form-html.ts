/** Pure: an open form as HTML. It works without a script; what is wrong stands at its field. */
import { html } from "hono/html";
import type { Choice, Field } from "../../briefing/form.ts";
import type { Html } from "./block-html.ts";
import { nameOf } from "./form-values.ts";
import type { OpenForm } from "./sessions.ts";

export interface FormFrame {
  /** The id of the answer that holds the form. */
  id: string;
  /** Where it is sent. */
  path: string;
  /** What is sent along unseen. */
  hidden: Html;
  channels: readonly Choice[];
}

export function formHtml({ form, filled, faults }: OpenForm, frame: FormFrame): Html {
  const rest = Object.entries(faults).filter(
    ([name]) => !form.fields.some((field) => field.name === name),
  );
  const isWrong = Object.keys(faults).length > 0;
  return html`<form
    class="fields"
    method="post"
    action="${frame.path}/submit"
    aria-labelledby="${frame.id}-title"
  >
    ${frame.hidden}
    <h2 id="${frame.id}-title" dir="auto">${form.title}</h2>
    ${form.intro !== "" && html`<p dir="auto">${form.intro}</p>`}
    ${isWrong && html`<p class="fault">Nothing is done yet: something has to be mended.</p>`}
    ${rest.map(([, fault]) => html`<p class="fault" dir="auto">${fault}</p>`)}
    ${form.fields.map((field) =>
      fieldHtml(field, filled[field.name] ?? "", faults[field.name], frame),
    )}
    <p class="problem" role="status"></p>
    <div class="actions"><button class="button primary">${form.submit}</button></div>
  </form>`;
}

/** What every control has: its name, and what describes it. */
interface Control {
  id: string;
  attributes: Html;
}

function fieldHtml(
  field: Field,
  value: string | readonly string[],
  fault: string | undefined,
  frame: FormFrame,
): Html {
  const id = `${frame.id}-${field.name}`;
  const about = [
    ...(field.hint === "" ? [] : [`${id}-hint`]),
    ...(fault === undefined ? [] : [`${id}-fault`]),
  ].join(" ");
  const described = html`${about !== "" && html`aria-describedby="${about}"`}
  ${fault !== undefined && html`aria-invalid="true"`}`;
  const hint = html`${
    field.hint !== "" && html`<p class="hint" id="${id}-hint" dir="auto">${field.hint}</p>`
  }
  ${fault !== undefined && html`<p class="fault" id="${id}-fault" dir="auto">${fault}</p>`}`;
  const label = html`${field.label}${!field.required && html` <span class="soft">optional</span>`}`;
  if (field.type === "choices") {
    const chosen = typeof value === "string" ? [] : value;
    return html`<fieldset class="field" ${described}>
      <legend dir="auto">${label}</legend>
      ${hint} ${field.choices.map((choice, index) => boxHtml(field, choice, chosen, id, index))}
    </fieldset>`;
  }
  const attributes = html`id="${id}" name="${nameOf(field)}" ${described}
  ${field.required && html`required`}`;
  return html`<div class="field">
    <label for="${id}" dir="auto">${label}</label>
    ${hint} ${controlHtml(field, String(value), { id, attributes }, frame)}
  </div>`;
}

function boxHtml(
  field: Field,
  { label, value }: Choice,
  chosen: readonly string[],
  id: string,
  index: number,
): Html {
  const box = `${id}-${String(index)}`;
  return html`<p class="box">
    <input
      type="checkbox"
      id="${box}"
      name="${nameOf(field)}"
      value="${value}"
      ${chosen.includes(value) && html`checked`}
    />
    <label for="${box}" dir="auto">${label}</label>
  </p>`;
}

function controlHtml(
  field: Exclude<Field, { type: "choices" }>,
  value: string,
  { id, attributes }: Control,
  { channels }: FormFrame,
): Html {
  switch (field.type) {
    case "text":
      // A line end at the beginning of a textarea is not part of it.
      return field.isLong
        ? html`<textarea
            ${attributes}
            rows="4"
            maxlength="${field.most}"
            placeholder="${field.placeholder}"
            dir="auto"
          >
${value}</textarea>`
        : html`<input
            ${attributes}
            type="text"
            maxlength="${field.most}"
            placeholder="${field.placeholder}"
            value="${value}"
            autocomplete="off"
            dir="auto"
          />`;
    case "time":
      return html`<input ${attributes} type="time" value="${value}" />`;
    case "channel":
      return selectHtml(field, attributes, channels, value);
    case "choice":
      return field.searches
        ? html`<input
              ${attributes}
              type="text"
              value="${value}"
              list="${id}-choices"
              data-field="${field.name}"
              autocomplete="off"
              dir="auto"
            />
            <datalist id="${id}-choices">${optionsHtml(field.choices)}</datalist>`
        : selectHtml(field, attributes, field.choices, value);
  }
}

function selectHtml(
  { required }: Field,
  attributes: Html,
  choices: readonly Choice[],
  chosen: string,
): Html {
  const isKnown = choices.some(({ value }) => value === chosen);
  return html`<select ${attributes}>
    ${(!required || !isKnown) && html`<option value="">${required ? "Choose …" : "None"}</option>`}
    ${choices.map(
      ({ label, value }) =>
        html`<option value="${value}" ${value === chosen && html`selected`}>${label}</option>`,
    )}
  </select>`;
}

/** For the list of suggestions of a field. */
export function optionsHtml(choices: readonly Choice[]): Html {
  return html`${choices.map(({ label, value }) => html`<option value="${value}">${label}</option>`)}`;
}
