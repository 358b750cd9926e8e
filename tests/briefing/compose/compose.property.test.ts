import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Briefing } from "../../../src/briefing/briefing.ts";
import {
  composeBriefing,
  composeDigest,
  composeFailure,
  composeFullText,
  composeHelp,
  composeList,
  composeNoBriefing,
  composeNote,
  composeNothing,
  composePrivate,
  composeSearch,
} from "../../../src/briefing/compose/compose.ts";
import type { Action, Block, Message } from "../../../src/briefing/message.ts";
import { plainText } from "../../../src/briefing/plain.ts";
import { briefing, hostileBriefing, hostileText } from "../arbitrary.ts";

function actionsOf(block: Block): readonly Action[] {
  if (block.type === "actions") return block.items;
  return block.type === "card" ? block.actions : [];
}

it("a briefing in full loses nothing of the article, in order", () => {
  fc.assert(
    fc.property(fc.oneof(briefing, hostileBriefing), (each) => {
      const { lead, thread } = composeBriefing(each, "full");
      const text = plainText([...lead, ...thread]);
      const { header, rows } = each.insights;
      const insights = [header[0], header[1]].concat(
        rows.flatMap((row) =>
          [row.aspect, row.description].map((spans) => plainText([{ type: "paragraph", spans }])),
        ),
      );
      let from = 0;
      for (const part of [
        each.title,
        plainText(each.preface),
        plainText(each.summary),
        ...insights,
        plainText(each.body),
      ]) {
        const at = text.indexOf(part, from);
        expect(at, part).toBeGreaterThanOrEqual(from);
        from = at + part.length;
      }
    }),
  );
});

function leaf(pick: number) {
  return { page: pick + 1, hasNext: pick % 2 === 0, idOf: (page: number) => `page-list:${page}` };
}

describe("every message", () => {
  const command = (name: string) => ({
    name: "briefing",
    description: name,
    subcommands: [{ name, description: name }],
  });
  const composed: fc.Arbitrary<Message> = fc
    .tuple(fc.array(hostileBriefing, { minLength: 1, maxLength: 3 }), hostileText, fc.nat(10))
    .chain(([all, text, pick]) => {
      const each = all.slice(0, 1);
      return fc.constantFrom(
        ...each.map((one) => composeBriefing(one, "full")),
        ...each.map((one) => composeFullText(one)),
        ...each.map((one) =>
          composeBriefing(one, "compact", { withdrawnAt: "2026-11-22T08:00:00Z" }),
        ),
        ...each.map((briefing) => composePrivate(briefing)),
        composeDigest(all, { title: text }),
        composeDigest(all, { title: text, alone: leaf(pick) }),
        composeList(all, { total: all.length + pick, leaf: leaf(pick) }),
        composeSearch(text, pick > 5 ? all : [], leaf(pick)),
        composeNoBriefing(text, pick > 5 ? all : []),
        composeNothing(text),
        composeNote(text),
        composeHelp([command(text)], text),
        composeFailure({ message: text, hint: text }),
      );
    });

  it("has a title in one line that begins its notice, and actions within the limits", () => {
    fc.assert(
      fc.property(composed, ({ title, notice, lead, thread }) => {
        expect(title).toMatch(/^\S([^\n\r]*\S)?$/u);
        expect(notice.startsWith(title)).toBe(true);
        expect(lead.length + thread.length).toBeGreaterThan(0);
        const rows = [...lead, ...thread].map(actionsOf);
        for (const row of rows) {
          expect(row.length).toBeLessThanOrEqual(5);
          const ids = row.map((action) => (action.type === "button" ? action.id : action.href));
          expect(new Set(ids).size).toBe(ids.length);
          expect(
            ids.filter(
              (id) =>
                !/^(?:(?:read|full|share|show|ask|page-list):.{1,64}|https?:\/\/.+)$/u.test(id),
            ),
          ).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

it("draws briefings that the schema accepts", () => {
  fc.assert(
    fc.property(fc.oneof(briefing, hostileBriefing), (each) => {
      expect(Briefing.parse(each)).toEqual(each);
    }),
  );
});
