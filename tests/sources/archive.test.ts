import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { parseBriefing } from "../../src/briefing/parse/parse.ts";
import type { Problem } from "../../src/briefing/problems.ts";
import { Archive } from "../../src/sources/archive.ts";
import { checkDuplicates } from "../../src/sources/folder.ts";
import type { SourceFile } from "../../src/sources/folder.ts";

const good = (title: string, id: string): string =>
  `---\nid: ${id}\n---\n# ${title}\n\n## Preface\n\nP\n\n## Summary\n\nS\n\n## Body\n\nB\n\n## Key Facts\n\n- **A**: b\n`;

function source(file: string, content: string): SourceFile {
  return { file, ...parseBriefing(content, { file, timeZone: "UTC" }) };
}

function briefing(title: string, id: string): Briefing {
  const parsed = parseBriefing(good(title, id), { file: "x.md", timeZone: "UTC" }).briefing;
  if (parsed === null) throw new Error("the sample is broken");
  return parsed;
}

function byName({ file, kind, message }: Problem): string {
  return [file, kind, message].join(" ");
}

function kinds(archive: Archive): readonly string[] {
  return archive.problems().map(({ file, kind }) => `${file} ${kind}`);
}

describe("checkDuplicates", () => {
  test("gives both files an error that names the other, and leaves the rest alone", () => {
    const files = [
      source("a.md", good("A", "x")),
      source("b.md", good("B", "x")),
      source("c.md", good("C", "c")),
      source("d.md", "broken"),
    ];
    const [a, b, c, d] = checkDuplicates(files);
    expect(a).toMatchObject({ briefing: null, problems: [{ file: "a.md", kind: "duplicate-id" }] });
    expect(a?.problems[0]?.message).toBe('The id "x" is also used by b.md.');
    expect(b?.problems[0]?.message).toBe('The id "x" is also used by a.md.');
    expect([c, d]).toEqual(files.slice(2));
  });

  test("points at the id, and tells of it even where a file has other errors", () => {
    const broken = good("B", "x").replace("## Preface", "## Weather");
    const [a, b] = checkDuplicates([source("a.md", good("A", "x")), source("b.md", broken)]);
    expect(a?.problems).toMatchObject([{ kind: "duplicate-id", line: 2, column: 5 }]);
    expect(b?.problems.map(({ kind }) => kind)).toEqual([
      "duplicate-id",
      "section-unknown",
      "section-missing",
    ]);
  });

  test("does not take a file that was named twice for two", () => {
    const file = source("a.md", good("A", "x"));
    expect(checkDuplicates([file, file])).toEqual([file, file]);
  });
});

describe("the archive", () => {
  test("tells what is new, what changed and what is gone", () => {
    const archive = new Archive([]);
    const a = source("a.md", good("A", "a"));
    expect(archive.apply([a], [])).toEqual({
      changed: [{ file: "a.md", briefing: a.briefing }],
      removed: [],
    });
    expect(archive.apply([source("a.md", good("A", "a"))], [])).toEqual({
      changed: [],
      removed: [],
    });
    expect(archive.apply([source("a.md", good("A2", "a"))], []).changed).toMatchObject([
      { briefing: { title: "A2" } },
    ]);
    expect(archive.apply([source("a.md", good("A2", "b"))], [])).toMatchObject({
      changed: [{ briefing: { id: "b" } }],
      removed: ["a"],
    });
    expect(archive.apply([], ["a.md"])).toEqual({ changed: [], removed: ["b"] });
    expect(archive.briefings()).toEqual([]);
  });

  test("serves the last good version of a file that breaks, and tells what is wrong", () => {
    const archive = new Archive([]);
    archive.apply([source("a.md", good("A", "a")), source("b.md", good("B", "b"))], []);
    expect(archive.apply([source("a.md", "broken"), source("b.md", good("B2", "b"))], [])).toEqual({
      changed: [{ file: "b.md", briefing: briefing("B2", "b") }],
      removed: [],
    });
    expect(archive.get("a")?.title).toBe("A");
    expect(kinds(archive)).toContain("a.md section-missing");
    archive.apply([source("a.md", good("A3", "a"))], []);
    expect(archive.get("a")?.title).toBe("A3");
    expect(kinds(archive)).toEqual([]);
  });

  test("serves what was good before a restart, even where the file is broken now", () => {
    const archive = new Archive([{ file: "a.md", briefing: briefing("A", "a") }]);
    expect(archive.get("a")?.title).toBe("A");
    expect(archive.apply([source("a.md", "broken")], [])).toEqual({ changed: [], removed: [] });
    expect(archive.get("a")?.title).toBe("A");
    expect(archive.apply([], ["a.md"]).removed).toEqual(["a"]);
  });

  test("leaves an id to the file that had it, which goes on changing", () => {
    const archive = new Archive([]);
    archive.apply([source("b.md", good("B", "x"))], []);
    expect(archive.apply([source("a.md", good("A", "x"))], [])).toEqual({
      changed: [],
      removed: [],
    });
    expect(kinds(archive).toSorted()).toEqual(["a.md duplicate-id", "b.md duplicate-id"]);
    archive.apply([source("b.md", good("B2", "x"))], []);
    expect(archive.get("x")?.title).toBe("B2");
    expect(archive.apply([], ["b.md"])).toMatchObject({ changed: [{ file: "a.md" }], removed: [] });
    expect(archive.get("x")?.title).toBe("A");
    expect(kinds(archive)).toEqual([]);
  });

  test("leaves an id even to a broken file that still serves it", () => {
    const archive = new Archive([]);
    archive.apply([source("b.md", good("B", "x"))], []);
    archive.apply([source("b.md", "broken"), source("a.md", good("A", "x"))], []);
    expect(archive.get("x")?.title).toBe("B");
  });

  test("keeps the old briefing of a file that asks for a taken id", () => {
    const archive = new Archive([]);
    archive.apply([source("a.md", good("A", "a")), source("b.md", good("B", "b"))], []);
    archive.apply([source("b.md", good("B2", "a"))], []);
    expect(archive.briefings().map(({ id, title }) => `${id} ${title}`)).toEqual(["a A", "b B"]);
  });

  test("gives an id that two files ask for at once to neither", () => {
    const archive = new Archive([]);
    archive.apply([source("a.md", good("A", "x")), source("b.md", good("B", "x"))], []);
    expect(archive.briefings()).toEqual([]);
    expect(kinds(archive)).toEqual(["a.md duplicate-id", "b.md duplicate-id"]);
  });

  test("lets two files swap their ids, and a file be renamed", () => {
    const archive = new Archive([]);
    archive.apply([source("a.md", good("A", "a")), source("b.md", good("B", "b"))], []);
    archive.apply([source("a.md", good("A", "b")), source("b.md", good("B", "a"))], []);
    expect(archive.get("a")?.title).toBe("B");
    expect(archive.get("b")?.title).toBe("A");
    expect(archive.apply([source("c.md", good("A", "b"))], ["a.md"])).toMatchObject({
      changed: [{ file: "c.md" }],
      removed: [],
    });
  });

  test("whatever happens: ids are unique, what was told adds up, and only a deletion takes a briefing away", () => {
    const file = fc.constantFrom("a.md", "b.md", "c.md", "d.md");
    const event = fc.oneof(
      fc.record({ file, id: fc.constantFrom("x", "y", "z"), title: fc.constantFrom("A", "B") }),
      fc.record({ file, broken: fc.constant(true) }),
      fc.record({ file, gone: fc.constant(true) }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(event, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        (batches) => {
          const archive = new Archive([]);
          const told = new Map<string, Briefing>();
          const found = new Map<string, SourceFile>();
          const serving = new Map<string, string>();
          let count = 0;
          for (const batch of batches) {
            const last = new Map(batch.map((each) => [each.file, each]));
            const gone = [...last.values()].filter((each) => "gone" in each);
            const files = [...last.values()].flatMap((each) => {
              if ("gone" in each) return [];
              return [source(each.file, "id" in each ? good(each.title, each.id) : "broken")];
            });
            const { changed, removed } = archive.apply(
              files,
              gone.map((each) => each.file),
            );
            for (const { file: name } of gone) found.delete(name);
            for (const each of files) found.set(each.file, each);
            for (const id of removed) told.delete(id);
            for (const each of changed) told.set(each.briefing.id, each.briefing);
            for (const each of changed) serving.set(each.briefing.id, each.file);
            const now = archive.briefings();
            expect(new Set(now.map(({ id }) => id)).size).toBe(now.length);
            expect(new Map(now.map((each) => [each.id, each]))).toEqual(told);
            expect(now.length).toBeGreaterThanOrEqual(count - gone.length);
            count = now.length;
            // Nothing was left undone: looking at everything anew finds nothing to change.
            const anew = new Archive(
              now.map((each) => ({ file: serving.get(each.id) ?? "", briefing: each })),
            );
            expect(anew.apply([...found.values()], [])).toEqual({ changed: [], removed: [] });
            expect(anew.problems().map(byName).toSorted()).toEqual(
              archive.problems().map(byName).toSorted(),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
