/** What must hold for the windows made of any form and any message, friendly or hostile. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Choice, Field, Form } from "../../src/briefing/form.ts";
import { findViewFaults, viewLimits } from "../../src/platforms/slack/forms/view-limits.ts";
import {
  formView,
  homeView,
  messageView,
  readPlace,
} from "../../src/platforms/slack/forms/views.ts";
import { block, hostileStrings, hostileText, message } from "../briefing/arbitrary.ts";
import { judgeViewBlocks } from "../fakes/slack-inputs.ts";
import { liveThings, messageOf } from "./slack-json.ts";

const place = { form: "any", channel: "C1" };
const base = { label: hostileText, hint: hostileText, required: fc.boolean() };
const choice: fc.Arbitrary<Choice> = fc.record({ label: hostileText, value: hostileText });
const choices = fc.array(choice, { maxLength: 30 });
const name = fc.uuid();

const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    ...base,
    name,
    type: fc.constant("text" as const),
    isLong: fc.boolean(),
    placeholder: hostileText,
    value: hostileText,
    most: fc.integer({ min: 1, max: 9_000 }),
  }),
  fc.record({
    ...base,
    name,
    type: fc.constant("choice" as const),
    choices,
    value: hostileText,
    searches: fc.boolean(),
  }),
  fc.record({
    ...base,
    name,
    type: fc.constant("choices" as const),
    choices,
    values: fc.array(hostileText),
  }),
  fc.record({ ...base, name, type: fc.constant("time" as const), value: hostileText }),
  fc.record({ ...base, name, type: fc.constant("channel" as const), value: fc.constant("") }),
);

const form: fc.Arbitrary<Form> = fc.record({
  id: hostileText.map((text) => text.slice(0, 90)),
  title: hostileText,
  intro: hostileText,
  submit: hostileText,
  fields: fc.uniqueArray(field, { minLength: 1, maxLength: 8, selector: (each) => each.name }),
});

/** Elements that a window may have besides those of a message. */
const own =
  /^element (?:modal|home|input|plain_text_input|static_select|external_select|multi_static_select|checkboxes|timepicker|conversations_select)$/;

function harmIn(view: object): readonly string[] {
  return liveThings(view).filter((each) => !own.test(each));
}

describe("any window", () => {
  it("made of a form keeps every limit and is inert", () => {
    fc.assert(
      fc.property(form, (each) => {
        fc.pre(each.fields.some((one) => one.type === "text" || one.type === "time"));
        const view = formView(each, { ...place, form: each.id });
        expect(findViewFaults(view)).toEqual([]);
        expect(judgeViewBlocks(view.blocks)).toEqual([]);
        expect(harmIn(view)).toEqual([]);
        expect(readPlace(view.private_metadata)?.form).toBe(each.id);
      }),
    );
  });

  it("made of a message keeps every limit and is inert", () => {
    const long = fc.array(block, { maxLength: 80 }).map((lead) => messageOf(lead));
    fc.assert(
      fc.property(fc.oneof(message, long), (each) => {
        for (const view of [messageView(each), homeView(each)]) {
          expect(findViewFaults(view)).toEqual([]);
          expect(judgeViewBlocks(view.blocks)).toEqual([]);
          expect(harmIn(view)).toEqual([]);
        }
      }),
    );
  });

  it("is inert for every string known to cause harm, wherever it stands", () => {
    for (const text of hostileStrings) {
      const base = { label: text, hint: text, required: true };
      const each: Form = {
        id: "x",
        title: text,
        intro: text,
        submit: text,
        fields: [
          {
            ...base,
            name: "a",
            type: "text",
            isLong: true,
            placeholder: text,
            value: text,
            most: 100,
          },
          {
            ...base,
            name: "b",
            type: "choice",
            choices: [{ label: text, value: "1" }],
            value: "1",
            searches: false,
          },
        ],
      };
      const view = formView(each, place);
      expect(findViewFaults(view)).toEqual([]);
      expect(harmIn(view)).toEqual([]);
    }
  });
});

describe("where a form belongs", () => {
  it("leaves out the address for answers when that does not fit", () => {
    const whole = { ...place, respond: `https://hooks.example/${"x".repeat(100)}` };
    expect(readPlace(viewAt(whole))).toEqual(whole);
    const long = { ...place, respond: `https://hooks.example/${"x".repeat(4_000)}` };
    expect(viewAt(long).length).toBeLessThanOrEqual(viewLimits.privateMetadata);
    expect(readPlace(viewAt(long))).toEqual(place);
  });

  it.each(["", "{", "null", "[]", '{"form":1,"channel":"C"}', '{"form":"a"}'])(
    "is not read from %j",
    (text) => {
      expect(readPlace(text)).toBeNull();
    },
  );
});

function viewAt(at: Parameters<typeof formView>[1]): string {
  const empty: Form = { id: at.form, title: "T", intro: "", submit: "Go", fields: [] };
  return formView(empty, at).private_metadata;
}
