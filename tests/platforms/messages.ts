/** Messages that every platform has to show. */
import type { Block, Message } from "../../src/briefing/message.ts";

export function words(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

export function briefing(): Message {
  return {
    title: "The bridge opens",
    notice: "The bridge opens. Trains cross from Monday.",
    lead: [
      { type: "heading", level: 1, spans: [{ text: "The bridge opens" }] },
      {
        type: "meta",
        parts: [[{ text: "City desk" }], [{ at: "2026-11-20T08:00:00Z", show: "date" }]],
      },
      {
        type: "paragraph",
        spans: [{ text: "Trains cross " }, { text: "from Monday", style: { bold: true } }],
      },
      {
        type: "table",
        header: [[{ text: "Aspect" }], [{ text: "Description" }]],
        rows: [[[{ text: "Length" }], [{ text: "1,204 metres" }]]],
      },
      {
        type: "actions",
        items: [
          { type: "button", id: "read:bridge", label: "Read in thread", primary: true },
          { type: "link", label: "Source", href: "https://example.org/bridge" },
        ],
      },
    ],
    thread: [{ type: "paragraph", spans: [{ text: "It took nine years to build." }] }],
  };
}

export function longMessage(): Message {
  const paragraph = (n: number): Block => ({
    type: "paragraph",
    spans: [{ text: `Paragraph${n} ${"says something worth reading again. ".repeat(20)}end${n}.` }],
  });
  return {
    title: "Long",
    notice: "Long",
    lead: [
      { type: "heading", level: 1, spans: [{ text: "Long" }] },
      ...Array.from({ length: 12 }, (_, n) => paragraph(n)),
    ],
    thread: Array.from({ length: 30 }, (_, n) => paragraph(100 + n)),
  };
}
