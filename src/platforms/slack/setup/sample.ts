/** A message and a form with everything that there can be in one, for Slack to look at. */
import type { Form } from "../../../briefing/form.ts";
import type { Message } from "../../../briefing/message.ts";

const at = "2026-11-20T08:00:00Z";
const href = "https://example.org/";

export function sampleMessage(): Message {
  return {
    title: "A sample",
    notice: "A sample of everything.",
    lead: [
      { type: "heading", level: 1, spans: [{ text: "A sample & <more>" }] },
      { type: "meta", parts: [[{ text: "example.org", href }], [{ at, show: "date" }]] },
      {
        type: "paragraph",
        spans: [
          { text: "Bold", style: { bold: true } },
          { text: " and " },
          { text: "a link", href },
          { text: ", since " },
          { at, show: "relative" },
        ],
      },
      {
        type: "table",
        header: [[{ text: "Aspect" }], [{ text: "Description" }]],
        rows: [
          [[{ text: "Length" }], [{ text: "1,204 metres" }]],
          [[{ text: "Empty" }], []],
        ],
      },
      { type: "divider" },
      {
        type: "card",
        title: [{ text: "A card" }],
        subtitle: [[{ text: "3 min read" }]],
        body: [{ text: "What it is about." }],
        actions: [
          { type: "button", id: "read:sample", label: "Read in thread", primary: true },
          { type: "link", label: "Source", href },
        ],
      },
    ],
    thread: [
      { type: "heading", level: 2, spans: [{ text: "Main Body" }] },
      {
        type: "list",
        items: [
          { depth: 0, ordinal: 1, spans: [{ text: "First" }] },
          { depth: 1, ordinal: null, spans: [{ text: "Under it" }] },
        ],
      },
      { type: "quote", spans: [{ text: "Said by somebody." }] },
      { type: "code", text: "let x = 1;" },
      {
        type: "actions",
        items: [
          {
            type: "button",
            id: "useful:1",
            label: "Useful",
            verdict: { isPositive: true, spoken: "This sample is useful" },
          },
          {
            type: "button",
            id: "not-useful:1",
            label: "Not useful",
            verdict: { isPositive: false, spoken: "This sample is not useful" },
          },
        ],
      },
    ],
  };
}

export function sampleForm(): Form {
  const base = { hint: "A hint", required: false };
  const choices = [
    { label: "One", value: "1" },
    { label: "Two", value: "2" },
  ];
  return {
    id: "sample",
    title: "A sample",
    intro: "A sample of every field.",
    submit: "Send",
    fields: [
      {
        ...base,
        type: "text",
        name: "text",
        label: "Text",
        isLong: true,
        placeholder: "Words",
        value: "Some",
        most: 100,
      },
      {
        ...base,
        type: "choice",
        name: "choice",
        label: "Choice",
        choices,
        value: "1",
        searches: false,
      },
      {
        ...base,
        type: "choice",
        name: "search",
        label: "Search",
        choices,
        value: "1",
        searches: true,
      },
      { ...base, type: "choices", name: "choices", label: "Choices", choices, values: ["2"] },
      { ...base, type: "time", name: "time", label: "Time", value: "09:00" },
      { ...base, type: "channel", name: "channel", label: "Channel", value: "" },
    ],
  };
}
