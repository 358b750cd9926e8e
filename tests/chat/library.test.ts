import { describe, expect, it } from "vitest";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { briefingCommand } from "../../src/chat/commands.ts";
import { complete, type Sources } from "../../src/chat/completion.ts";
import { digestCommand } from "../../src/chat/digests/command.ts";
import { createPublicList, findBriefing, onTopic } from "../../src/chat/library.ts";

const now = Temporal.Instant.from("2026-11-22T12:00:00Z");

function briefing(id: string, rest: Partial<Briefing> = {}): Briefing {
  return {
    id,
    title: `About ${id}`,
    preface: [],
    summary: [],
    body: [],
    insights: { header: ["Aspect", "Description"], rows: [] },
    topics: [],
    status: "ready",
    ...rest,
  };
}

const archive = [
  briefing("old", { publishedAt: "2026-11-01T00:00:00Z", topics: ["Space"] }),
  briefing("new", { publishedAt: "2026-11-20T00:00:00Z", topics: ["space", "time"] }),
  briefing("draft", { status: "draft" }),
  briefing("held", { embargoUntil: "2026-11-22T12:30:00Z" }),
  briefing("sante", { title: "La santé d'abord", publishedAt: "2026-10-01T00:00:00Z" }),
].map((each) => ({ briefing: each, readyAt: each.status === "draft" ? null : now }));

describe("the list for readers", () => {
  it("has no drafts and nothing under embargo, newest first", () => {
    const list = createPublicList(
      () => archive,
      () => now,
    );
    expect(list().map(({ id }) => id)).toEqual(["new", "old", "sante"]);
  });

  it("follows the end of an embargo and changes of the archive", () => {
    let at = now;
    let known = archive;
    const list = createPublicList(
      () => known,
      () => at,
    );
    expect(list()).toBe(list());
    at = now.add({ minutes: 30 });
    expect(list().map(({ id }) => id)).toEqual(["held", "new", "old", "sante"]);
    known = archive.slice(0, 1);
    expect(list().map(({ id }) => id)).toEqual(["old"]);
  });

  it("narrows to a topic whatever its case", () => {
    const list = createPublicList(
      () => archive,
      () => now,
    )();
    expect(onTopic(list, "SPACE").map(({ id }) => id)).toEqual(["new", "old"]);
    expect(onTopic(list, "sport")).toEqual([]);
    expect(onTopic(list, undefined)).toBe(list);
  });
});

describe("finding one", () => {
  const list = archive.map((each) => each.briefing);

  it.each([
    ["new", "new"],
    ["NEW", "new"],
    ["About old", "old"],
    ["la sante d abord", "sante"],
    ["santé", "sante"],
    ["abord", "sante"],
  ])("%j means %s", (typed, id) => {
    expect(findBriefing(list, typed).briefing?.id).toBe(id);
  });

  it("reads a title on its own, and not as the end of an id", () => {
    const two = [briefing("ab", { title: "Cd ef" }), briefing("cd", { title: "Bc" })];
    expect(findBriefing(two, "abcd")).toMatchObject({ briefing: undefined });
    expect(findBriefing(two, "cd").briefing?.id).toBe("cd");
  });

  it("never guesses between two, and says what may be meant", () => {
    expect(findBriefing(list, "about")).toMatchObject({ briefing: undefined });
    expect(findBriefing(list, "about").near).toHaveLength(4);
    expect(findBriefing(list, "hedl").near.map(({ id }) => id)).toEqual(["held"]);
    expect(findBriefing(list, "xyzzyxyzzy")).toEqual({ briefing: undefined, near: [] });
  });
});

const sourcesOf = (
  briefings: readonly Briefing[],
  schedules: Sources["schedules"] = [],
): Sources => ({
  briefings,
  schedules,
  timeZone: "Asia/Tokyo",
});

describe("completion", () => {
  const list = archive.map((each) => each.briefing);
  const line = (text: string): readonly string[] =>
    complete(briefingCommand, { kind: "line", text }, sourcesOf(list)).map(({ value }) => value);

  it("offers commands, then what they take", () => {
    expect(line("")).toContain("show ");
    expect(line("la")).toEqual(["latest "]);
    expect(line("show sant")).toEqual(["show sante"]);
    expect(line("latest sp")).toContain("latest Space");
    expect(line("search moon")).toEqual([]);
    expect(line("xyzzy moon")).toEqual([]);
  });

  it("offers schedules, topics one after the other, time zones and days", () => {
    const schedules = [{ name: "space", title: "Out there" }];
    const field = (option: string, text: string): readonly string[] =>
      complete(
        digestCommand,
        { kind: "field", sub: "add", option, text },
        sourcesOf(list, schedules),
      ).map(({ value }) => value);
    expect(field("schedule", "out")).toEqual(["space"]);
    expect(field("topics", "space,")).not.toContain("space,space");
    expect(field("topics", "sp").map((each) => each.toLowerCase())).toContain("space");
    expect(field("timezone", "")[0]).toBe("Asia/Tokyo");
    expect(field("timezone", "")).toHaveLength(25);
    expect(field("timezone", "new york")).toEqual(["America/New_York"]);
    expect(field("until", "mon")).toEqual(["monday"]);
    const line = complete(
      digestCommand,
      { kind: "line", text: "pause sp" },
      sourcesOf(list, schedules),
    );
    expect(line.map(({ value }) => value)).toEqual(["pause space"]);
  });

  it("offers at most what Discord shows", () => {
    const many = Array.from({ length: 10_000 }, (_, n) => briefing(`briefing-${n}`));
    const startedAt = performance.now();
    expect(
      complete(
        undefined,
        { kind: "field", sub: "show", option: "name", text: "99" },
        sourcesOf(many),
      ),
    ).toHaveLength(25);
    expect(
      complete(
        undefined,
        { kind: "field", sub: "show", option: "name", text: "9999" },
        sourcesOf(many),
      ),
    ).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
