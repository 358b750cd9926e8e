/** Whatever a form holds, the modal is one that Discord opens, and what comes back is what the form asked for. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Choice, Field, Form } from "../../src/briefing/form.ts";
import { createDrafts } from "../../src/platforms/discord/forms/drafts.ts";
import { findModalFaults } from "../../src/platforms/discord/forms/modal-limits.ts";
import { prefill, readFilled, renderModal } from "../../src/platforms/discord/forms/modal.ts";
import { hostileText } from "../briefing/arbitrary.ts";
import { checkModal, listOf } from "../fakes/discord-checks.ts";
import { resolveMarkdown } from "../fakes/discord-text.ts";

const anyText = fc.oneof(hostileText, fc.constant(""), fc.string({ maxLength: 5_000 }));
const choices: fc.Arbitrary<readonly Choice[]> = fc.array(
  fc.record({ label: anyText, value: fc.oneof(fc.string({ maxLength: 120 }), fc.constant("a")) }),
  { maxLength: 40 },
);
const base = {
  name: fc.constantFrom("a", "b-c", "topics", "time", "d", "e", "f"),
  label: anyText,
  hint: anyText,
  required: fc.boolean(),
};
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    ...base,
    type: fc.constant("text" as const),
    isLong: fc.boolean(),
    placeholder: anyText,
    value: anyText,
    most: fc.integer({ min: 0, max: 10_000 }),
  }),
  fc.record({
    ...base,
    type: fc.constant("choice" as const),
    choices,
    value: fc.string(),
    searches: fc.boolean(),
  }),
  fc.record({
    ...base,
    type: fc.constant("choices" as const),
    choices,
    values: fc.array(fc.string()),
  }),
  fc.record({ ...base, type: fc.constant("time" as const), value: fc.constantFrom("", "09:00") }),
  fc.record({ ...base, type: fc.constant("channel" as const), value: fc.constantFrom("", "123") }),
);
const form: fc.Arbitrary<Form> = fc.record({
  id: fc.stringMatching(/^[a-z]{1,8}:[a-z0-9-]{1,80}$/),
  title: anyText,
  intro: anyText,
  submit: fc.constant("Save"),
  // A channel is always shown, so there is always something to show.
  fields: fc
    .uniqueArray(field, { selector: ({ name }) => name, maxLength: 7 })
    .map((fields): readonly Field[] => [
      { type: "channel", name: "channel", label: "C", hint: "", required: false, value: "" },
      ...fields,
    ]),
});

function text(value: string, most: number): Field {
  const common = { name: "question", label: "Question", hint: "", required: true };
  return { ...common, type: "text", isLong: true, placeholder: "", value, most };
}

function withFields(fields: readonly Field[]): Form {
  return { id: "ask:a", title: "Ask", intro: "", submit: "Ask", fields };
}

describe("a form as a modal", () => {
  it("is neither refused by us nor by the service", () => {
    fc.assert(
      fc.property(form, (each) => {
        const modal = renderModal(each);
        expect(findModalFaults(modal)).toEqual([]);
        expect(checkModal({ type: 9, data: modal })).toEqual([]);
      }),
    );
  });

  it("shows sentences above it as they are, where there is room", () => {
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const intro = `x${hostile}`.trim();
        const [first] = listOf(renderModal({ ...withFields([text("", 10)]), intro })["components"]);
        const resolved = resolveMarkdown(String(first?.["content"]));
        expect(resolved.alive).toEqual([]);
        expect(resolved.links).toEqual([]);
        expect(resolved.text.slice(0, 1)).toBe("x");
      }),
    );
  });

  it("shows the first five fields, and leaves out what it would have to cut", () => {
    const five = ["a", "b", "c", "d", "e", "f"].map((name) => ({ ...text("", 10), name }));
    const labels = listOf(renderModal({ ...withFields(five), intro: "Hello" })["components"]);
    expect(labels).toHaveLength(5);
    const long = renderModal(withFields([text("x".repeat(4_001), 9_000), text("y", 10)]));
    expect(listOf(long["components"])).toHaveLength(1);
  });

  it.each([
    [2, 21],
    [10, 21],
    [1, 3],
    [11, 3],
  ])("offers one of %i choices by component %i", (count, type) => {
    const offered = Array.from({ length: count }, (_, n) => ({ label: `${n}`, value: `v${n}` }));
    const common = { name: "which", label: "Which", hint: "", required: true };
    const [label] = listOf(
      renderModal(
        withFields([{ ...common, type: "choice", choices: offered, value: "v0", searches: false }]),
      )["components"],
    );
    expect(label?.["component"]).toMatchObject({ type, custom_id: "which" });
  });

  it("comes back filled in, and shows that when it is opened again", () => {
    const filled = readFilled([
      { customId: "question", value: "Why?" },
      { customId: "which", value: null },
      { customId: "channel", values: ["1"] },
      { customId: "zone", values: [] },
      { customId: "topics[]", values: [] },
    ]);
    expect(filled).toEqual({ question: "Why?", which: "", channel: "1", zone: "", topics: [] });
    expect(prefill(withFields([text("", 10)]), filled ?? {}).fields[0]).toMatchObject({
      value: "Why?",
    });
  });

  it.each([
    ["a long text", { customId: "a", value: "x".repeat(4_001) }],
    ["many values", { customId: "a[]", values: Array.from({ length: 26 }, String) }],
    ["a long value", { customId: "a[]", values: ["x".repeat(101)] }],
    ["an id none of ours", { customId: "A b", value: "" }],
  ])("does not come back with %s", (_what, submitted) => {
    expect(readFilled([submitted])).toBeNull();
  });

  it.each([
    ["a long title", { title: "x".repeat(46) }],
    ["no title", { title: " " }],
    ["a long id", { custom_id: "x".repeat(101) }],
    ["no fields", { components: [] }],
    ["six fields", { components: Array.from({ length: 6 }, () => ({ type: 10, content: "x" })) }],
    ["a button", { components: [{ type: 2 }] }],
    ["a long label", { components: [labelOf({}, { label: "x".repeat(46) })] }],
    ["a long hint", { components: [labelOf({}, { description: "x".repeat(101) })] }],
    ["a field twice", { components: [labelOf({}), labelOf({})] }],
    ["a long value", { components: [labelOf({ value: "x".repeat(11) })] }],
    ["a long placeholder", { components: [labelOf({ placeholder: "x".repeat(101) })] }],
    ["one radio", { components: [labelOf({ type: 21, options: [{ label: "a", value: "a" }] })] }],
    [
      "an option twice",
      {
        components: [
          labelOf({
            type: 3,
            options: Array.from({ length: 2 }, () => ({ label: "a", value: "a" })),
          }),
        ],
      },
    ],
  ])("is not opened with %s", (_fault, part) => {
    const modal = { custom_id: "v1:ask:a", title: "Ask", components: [labelOf({})] };
    expect(findModalFaults(modal)).toEqual([]);
    expect(findModalFaults({ ...modal, ...part })).not.toEqual([]);
  });
});

function labelOf(
  part: Record<string, string | number | readonly { label: string; value: string }[]>,
  label: Record<string, string> = {},
) {
  const component = { type: 4, custom_id: "a", style: 1, max_length: 10, ...part };
  return { type: 18, label: "A", component, ...label };
}

describe("what people filled in", () => {
  const draft = { form: withFields([text("", 10)]) };

  it("is kept for 15 minutes", () => {
    let now = 0;
    const drafts = createDrafts(() => now);
    drafts.keep("a", draft);
    now = 15 * 60_000;
    expect(drafts.recall("a")).toBe(draft);
    now += 1;
    expect(drafts.recall("a")).toBeNull();
  });

  it("is kept of so many people only, the last ones", () => {
    const drafts = createDrafts(() => 0);
    for (let count = 0; count < 501; count += 1) drafts.keep(`${count}`, draft);
    expect([drafts.recall("0"), drafts.recall("1"), drafts.recall("500")]).toEqual([
      null,
      draft,
      draft,
    ]);
  });
});
