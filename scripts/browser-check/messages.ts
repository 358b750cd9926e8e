/** What the bot of the browser check posts and opens. */
import type { Form } from "../../src/briefing/form.ts";
import type { Message } from "../../src/briefing/message.ts";

export const briefing: Message = {
  title: "The bridge opens",
  notice: "The bridge opens. Trains cross from Monday.",
  lead: [
    { type: "heading", level: 1, spans: [{ text: "The bridge opens" }] },
    {
      type: "meta",
      parts: [[{ text: "City desk" }], [{ at: "2026-11-20T08:00:00Z", show: "relative" }]],
    },
    { type: "paragraph", spans: [{ text: "Trains cross from Monday." }] },
    {
      type: "table",
      header: [[{ text: "Aspect" }], [{ text: "Description" }]],
      rows: [[[{ text: "Length" }], [{ text: "1,204 metres" }]]],
    },
    {
      type: "actions",
      items: [
        { type: "button", id: "read:bridge", label: "Read in thread", primary: true },
        { type: "button", id: "ask:bridge", label: "Ask" },
        { type: "link", label: "Source", href: "https://example.org/bridge" },
      ],
    },
  ],
  thread: [{ type: "paragraph", spans: [{ text: "It took nine years to build." }] }],
};

export const form: Form = {
  id: "ask:bridge",
  title: "Ask",
  intro: "About “The bridge opens”. I answer with the article’s own words.",
  submit: "Ask",
  fields: [
    {
      type: "text",
      name: "question",
      label: "Your question",
      hint: "One sentence will do.",
      required: true,
      isLong: true,
      placeholder: "How much did it cost?",
      value: "",
      most: 1_000,
    },
    {
      type: "choice",
      name: "name",
      label: "Briefing",
      hint: "",
      required: false,
      choices: [{ label: "The bridge opens", value: "bridge" }],
      value: "",
      searches: true,
    },
    {
      type: "choices",
      name: "topics",
      label: "Topics",
      hint: "",
      required: false,
      choices: [
        { label: "Sea", value: "sea" },
        { label: "Law", value: "law" },
      ],
      values: ["law"],
    },
    { type: "time", name: "time", label: "Time", hint: "", required: true, value: "09:00" },
    {
      type: "channel",
      name: "channel",
      label: "Channel",
      hint: "",
      required: true,
      value: "general",
    },
  ],
};
