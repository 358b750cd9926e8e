import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Briefing } from "../../../src/briefing/briefing.ts";
import {
  composeBriefing,
  composeDigest,
  composeFailure,
  composeFullText,
  composeHelp,
  composeInThread,
  composeList,
  composeNoBriefing,
  composeNothing,
  composePrivate,
  composeSearch,
  composeShared,
} from "../../../src/briefing/compose/compose.ts";
import { composeNote, composeSoFar } from "../../../src/briefing/compose/notes.ts";
import type { Action, Block, Message } from "../../../src/briefing/message.ts";
import { plainText } from "../../../src/briefing/plain.ts";
import { hostileBriefing } from "../arbitrary.ts";

const bridge: Briefing = Briefing.parse({
  id: "bridge",
  title: "The bridge opens",
  preface: [{ type: "paragraph", spans: [{ text: "Trains cross from Monday." }] }],
  summary: [
    { type: "paragraph", spans: [{ text: "It took nine years. It cost less than planned." }] },
  ],
  body: [{ type: "paragraph", spans: [{ text: "word ".repeat(660).trim() }] }],
  insights: {
    header: ["Aspect", "Description"],
    rows: [{ aspect: [{ text: "Length" }], description: [{ text: "1,204 metres" }] }],
  },
  topics: ["rail"],
  status: "ready",
  publishedAt: "2026-11-20T08:00:00Z",
  updatedAt: "2026-11-21T08:00:00Z",
  source: { name: "City desk", url: "https://example.org/bridge" },
  author: "A. Writer",
});

function bridges(count: number): readonly Briefing[] {
  return Array.from({ length: count }, (_, index) => ({ ...bridge, id: `bridge-${index}` }));
}

function actionsOf(blocks: readonly Block[]): readonly Action[] {
  return blocks.flatMap((block) => {
    if (block.type === "actions") return block.items;
    return block.type === "card" ? block.actions : [];
  });
}

function labels({ lead }: Message): readonly string[] {
  return actionsOf(lead).map((action) =>
    action.type === "button"
      ? `${action.label} (${action.id})`
      : `${action.label} → ${action.href}`,
  );
}

describe("a briefing", () => {
  it("in a channel has everything but the body", () => {
    const message = composeBriefing(bridge, "compact");
    expect(message.title).toBe("The bridge opens");
    expect(message.notice).toBe("The bridge opens — Trains cross from Monday.");
    expect(message.thread).toEqual([]);
    expect(plainText(message.lead)).toBe(
      [
        "The bridge opens",
        "City desk · A. Writer · 3 min read · 20 Nov 2026 · Updated 21 Nov 2026",
        "Trains cross from Monday.",
        "Lazy bag",
        "It took nine years. It cost less than planned.",
        "Key insights",
        "Aspect: Description\nLength: 1,204 metres",
      ].join("\n\n"),
    );
    expect(labels(message)).toEqual([
      "Read in thread (read:bridge)",
      "Ask (ask:bridge)",
      "Source → https://example.org/bridge",
    ]);
  });

  it("in full has its body in the thread", () => {
    const { lead, thread } = composeBriefing(bridge, "full");
    expect(lead).toEqual(composeBriefing(bridge, "compact").lead);
    expect(thread.slice(1)).toEqual(bridge.body);
  });

  it("as the full text of a thread names itself, so that a digest's thread can hold several", () => {
    const title = { type: "heading", level: 1, spans: [{ text: "The bridge opens" }] };
    const thread = [title, ...bridge.body];
    expect(composeFullText(bridge)).toMatchObject({ lead: [], thread });
  });

  it("shown to one person can be read on and shared", () => {
    expect(labels(composePrivate(bridge))).toEqual([
      "Read in full (full:bridge)",
      "Post here (share:bridge)",
      "Ask (ask:bridge)",
      "Source → https://example.org/bridge",
    ]);
  });

  it("without source, dates or insights has no empty corners", () => {
    const { source: _s, author: _a, publishedAt: _p, updatedAt: _u, ...rest } = bridge;
    const bare = { ...rest, summary: [], insights: { ...rest.insights, rows: [] }, body: [] };
    const message = composeBriefing(bare, "full");
    expect(plainText(message.lead)).toBe(
      "The bridge opens\n\n1 min read\n\nTrains cross from Monday.",
    );
    expect(labels(message)).toEqual(["Read in thread (read:bridge)", "Ask (ask:bridge)"]);
    expect(plainText(message.thread)).toBe("This briefing has no further text.");
  });
});

describe("a digest", () => {
  it("has a card for each briefing", () => {
    const message = composeDigest([bridge], {
      title: "Morning digest",
      at: "2026-11-22T08:00:00Z",
    });
    expect(message.notice).toBe("Morning digest — 1 briefing: The bridge opens");
    expect(plainText(message.lead)).toBe(
      "Morning digest\n\n1 briefing · 22 Nov 2026\n\n" +
        "The bridge opens\nCity desk · 3 min read · 20 Nov 2026\n" +
        "It took nine years. It cost less than planned.",
    );
    expect(labels(message)).toEqual([
      "Read in thread (read:bridge)",
      "Ask (ask:bridge)",
      "Source → https://example.org/bridge",
    ]);
  });

  it("goes on in the thread after five", () => {
    const { lead, thread } = composeDigest(bridges(7), { title: "Digest" });
    expect(lead.filter(({ type }) => type === "card")).toHaveLength(5);
    expect(plainText(lead)).toContain("7 briefings");
    expect(plainText(lead)).toContain("2 more in the thread");
    expect(thread).toHaveLength(2);
  });

  it("says so when there is nothing", () => {
    expect(plainText(composeDigest([], { title: "Digest" }).lead)).toContain("Nothing new");
  });

  it("gives the gist in at most 200 characters as people count them", () => {
    const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
    fc.assert(
      fc.property(fc.array(hostileBriefing, { maxLength: 3 }), (briefings) => {
        for (const block of composeDigest(briefings, { title: "Digest" }).lead) {
          const body =
            block.type === "card" ? plainText([{ type: "paragraph", spans: block.body }]) : "";
          expect([...graphemes.segment(body)].length).toBeLessThanOrEqual(200);
        }
      }),
    );
  });

  it("sets the items of a summary apart", () => {
    const items = ["one", "Two.", "three"].map((text) => ({
      depth: 0,
      ordinal: null,
      spans: [{ text }],
    }));
    const { lead } = composeDigest([{ ...bridge, summary: [{ type: "list", items }] }], {
      title: "D",
    });
    expect(lead).toContainEqual(expect.objectContaining({ body: [{ text: "one · Two. three" }] }));
  });
});

const whole = { page: 1, hasNext: false, idOf: (page: number) => `p:${page}` };

describe("looking for a briefing", () => {
  it("lists them with name, date and a button", () => {
    const message = composeList(bridges(2), { total: 2, leaf: whole });
    expect(plainText(message.lead)).toContain(
      "2 briefings\n\nThe bridge opens\nbridge-0 · 20 Nov 2026",
    );
    expect(labels(message)).toEqual(["Open (show:bridge-0)", "Open (show:bridge-1)"]);
    expect(composeList([], { total: 0, leaf: whole })).toEqual(composeNothing());
  });

  it("has ways to the pages around one, as far as a button can carry them", () => {
    const leaf = { ...whole, page: 2, hasNext: true };
    const message = composeList(bridges(2), { total: 9, leaf });
    expect(plainText(message.lead)).toContain("9 briefings · page 2");
    expect(labels(message).slice(-2)).toEqual(["◀ Page 1 (p:1)", "Page 3 ▶ (p:3)"]);
    const long = composeSearch("x", bridges(2), { ...leaf, idOf: (page) => "x".repeat(90) + page });
    expect(labels(long)).toEqual(["Open (show:bridge-0)", "Open (show:bridge-1)"]);
    expect(plainText(long.lead)).toContain("There are more. Fewer or other words find them.");
  });

  it("shows what a search found, or that it found nothing", () => {
    expect(plainText(composeSearch("nine years", [bridge], whole).lead)).toContain(
      "Search: nine years\n\n1 briefing",
    );
    expect(plainText(composeSearch("`x`", [], whole).lead)).toBe(
      "No briefing contains “'x'”. /briefing list shows what there is.",
    );
  });

  it("suggests what may have been meant", () => {
    const message = composeNoBriefing("brigde", [bridge]);
    expect(plainText(message.lead)).toContain(
      "I know no briefing called “brigde”. Did you mean this one?",
    );
    expect(labels(message)).toEqual(["Open (show:bridge)"]);
    expect(plainText(composeNoBriefing("x", []).lead)).toContain("/briefing list");
  });

  it("says how to begin when there is nothing, or nothing on a topic", () => {
    expect(plainText(composeNothing().lead)).toContain("briefings/README.md");
    expect(plainText(composeNothing("space").lead)).toContain("no briefings on “space”");
  });
});

describe("help and notes", () => {
  const command = {
    name: "briefing",
    description: "Read briefings",
    subcommands: [
      { name: "latest", description: "The newest briefing" },
      {
        name: "show",
        description: "One briefing",
        options: [
          { name: "name", required: true, type: "text" as const },
          { name: "share", required: false, type: "flag" as const },
        ],
      },
    ],
  };

  it("lists every command with its options", () => {
    const text = plainText(composeHelp([command]).lead);
    expect(text).toContain("• /briefing latest — The newest briefing");
    expect(text).toContain("• /briefing show <name> [share] — One briefing");
  });

  it("begins with what was not understood", () => {
    const { title, lead } = composeHelp(
      [command],
      "I do not know `lates`. Did you mean `/briefing latest`?",
    );
    // Whoever hears the message instead of seeing it hears this first as well.
    expect(title).toBe("I do not know lates. Did you mean /briefing latest?");
    expect(lead[0]).toEqual({
      type: "paragraph",
      spans: [
        { text: "I do not know " },
        { text: "lates", style: { code: true } },
        { text: ". Did you mean " },
        { text: "/briefing latest", style: { code: true } },
        { text: "?" },
      ],
    });
  });

  it("are one paragraph in whole sentences", () => {
    expect(plainText(composeShared().lead)).toBe("Posted to this channel.");
    expect(plainText(composeInThread(true).lead)).toBe("The full text is in the thread.");
    expect(plainText(composeInThread(false).lead)).toBe("The full text is already in the thread.");
    expect(
      plainText(composeFailure({ message: "The channel is gone", hint: "Choose another." }).lead),
    ).toBe("That did not work. The channel is gone. Choose another.");
  });
});

describe("what was found while the archive is still being read", () => {
  const found = composeNote("Found.");

  it.each([
    [null, "words", "Found."],
    [{ unread: 0, unindexed: 9 }, "titles", "Found."],
    [
      { unread: 0, unindexed: 1 },
      "words",
      "did not look into 1 briefing yet, so there may be more",
    ],
    [{ unread: 2, unindexed: 9 }, "titles", "still reading the archive: 2 files to go"],
  ] as const)("with %j left says of %s: %s", (left, lookedFor, text) => {
    expect(plainText(composeSoFar(found, left, lookedFor).lead)).toContain(text);
    expect(plainText(composeSoFar(found, left, lookedFor).lead)).toContain("Found.");
  });

  it("is said where the rest is said", () => {
    const { lead, thread } = composeSoFar(
      { ...found, lead: [], thread: found.lead },
      { unread: 1, unindexed: 0 },
      "words",
    );
    expect(lead).toEqual([]);
    expect(plainText(thread)).toMatch(/^Found\.\s+I am still reading/u);
  });
});
