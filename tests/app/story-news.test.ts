/** Who is told of what is new, when, and how often. */
import { describe, expect, it } from "vitest";
import { Briefing } from "../../src/briefing/briefing.ts";
import { openStoryWorld, type StoryWorld } from "./story-world.ts";

function text(id: string, sentences: string, more: Partial<Briefing> = {}): Briefing {
  const body = [{ type: "paragraph", spans: [{ text: sentences }] }];
  const insights = { header: ["Aspect", "Description"], rows: [] };
  const rest = { topics: [], status: "ready", preface: [], summary: [], insights };
  return Briefing.parse({ id, title: `Title of ${id}`, body, ...rest, ...more });
}

const first = text("bridge", "The bridge cost 310 million euros.");
const second = text("bridge", "The bridge cost 325 million euros.", { title: "The bridge" });
const third = text("bridge", "The bridge cost 325 million euros. Trains are late.", {
  title: "The bridge",
});
/** Long enough for a note to be due. */
const quiet = 61;

async function startPosted(...platforms: string[]): Promise<StoryWorld> {
  const world = openStoryWorld();
  await world.write(first);
  await world.post(first, ...platforms);
  return world;
}

describe("a note of what changed", () => {
  it("waits for a platform that is away, and the others hear of every later edit meanwhile", async () => {
    const world = await startPosted("slack", "discord");
    const slack = world.platforms.get("slack");
    world.platforms.delete("slack");
    await world.later(10);
    await world.write(second);
    await world.later(quiet);
    expect(await world.owed("note")).toEqual([expect.stringMatching(/^discord.*310.*325/)]);
    await world.later(600);
    await world.write(third);
    await world.later(quiet);
    const onDiscord = await world.owed("note");
    expect(onDiscord).toHaveLength(2);
    expect(onDiscord[1]).toContain("Trains are late.");
    expect(onDiscord[1]).not.toContain("310");
    if (slack !== undefined) world.platforms.set("slack", slack);
    await world.later(quiet);
    await world.later(quiet);
    const notes = await world.owed("note");
    expect(notes).toHaveLength(3);
    // One note with both, because readers there heard of neither.
    expect(notes[2]).toMatch(/^slack.*310.*325.*Trains are late/);
  });

  it("is one in each thread for all that is due at once, and names the articles", async () => {
    const world = openStoryWorld();
    const names = ["bridge", "ferry", "canal", "tunnel", "dam", "lock", "weir"];
    const at = (euros: number) => names.map((name) => text(name, `The ${name} cost ${euros}.`));
    const before = at(310);
    for (const briefing of before) await world.write(briefing);
    await world.postDigest(before, "discord");
    await world.post(text("ferry", "The ferry cost 310."), "slack");
    await world.later(10);
    for (const briefing of at(325)) await world.write(briefing);
    world.mode = "broadcast";
    await world.later(quiet);
    const [inThread = "", inChannel = "", ...onSlack] = await world.owed("note");
    expect(inThread).toContain("What changed in 7 briefings:");
    expect(inThread).toContain("Title of bridge: Was “The bridge cost 310.”, is now");
    expect(inThread.match(/Was “/gu)).toHaveLength(5);
    expect(inThread).toContain("And 2 more.");
    expect(inChannel).toContain("7 briefings were updated:");
    expect(onSlack).toHaveLength(2);
    expect(onSlack[0]).toContain("What changed in “Title of ferry”:");
    await world.later(quiet);
    expect(await world.owed("note")).toHaveLength(4);
  });

  it("is not waited with for longer than a day", async () => {
    const world = await startPosted("slack");
    const slack = world.platforms.get("slack");
    world.platforms.delete("slack");
    await world.write(second);
    await world.later(quiet);
    await world.later(25 * 3_600);
    if (slack !== undefined) world.platforms.set("slack", slack);
    await world.later(quiet);
    expect(await world.owed("note")).toEqual([]);
  });

  it("tells an edit that is saved in the very moment in which the one before is told", async () => {
    const world = await startPosted("discord");
    await world.later(10);
    await world.write(second);
    world.onMode = async () => {
      world.onMode = async () => undefined;
      await world.write(third);
    };
    await world.later(quiet);
    await world.later(quiet);
    await world.later(quiet);
    const notes = (await world.owed("note")).join("\n");
    expect(notes).toContain("325");
    expect(notes).toContain("Trains are late.");
    expect(notes.match(/Was “The bridge cost/gu)).toHaveLength(1);
  });

  it("is not written under a post that somebody has deleted, as far as an edit has told", async () => {
    const world = await startPosted("discord", "slack");
    await world.later(10);
    await world.write(second);
    await world.later(10);
    await world.settleEdits("slack", "gone");
    await world.settleEdits("discord", "superseded");
    await world.later(quiet);
    expect(await world.owed("note")).toEqual([expect.stringMatching(/^discord/)]);
  });

  it("is not written while the article is gone, and is when it comes back", async () => {
    const world = await startPosted("discord");
    await world.later(10);
    await world.write(second);
    await world.later(10);
    await world.delete("bridge");
    await world.later(quiet);
    await world.later(600);
    expect(await world.owed("note")).toEqual([]);
    await world.write(second);
    await world.later(quiet);
    expect(await world.owed("note")).toHaveLength(1);
  });

  it("says nothing of what was edited while it was withdrawn, until it is not any more", async () => {
    const world = await startPosted("discord");
    await world.write({ ...first, status: "withdrawn" });
    await world.later(quiet);
    await world.write({ ...second, status: "withdrawn" });
    await world.later(quiet);
    await world.later(quiet);
    expect(await world.owed("note")).toEqual([]);
    expect((await world.owed("edit")).join()).not.toContain("325");
    await world.write(second);
    await world.later(quiet);
    expect(await world.owed("note")).toEqual([expect.stringMatching(/310.*325/)]);
    await world.later(quiet);
    expect(await world.owed("note")).toHaveLength(1);
  });
});

describe("an update", () => {
  const tunnel = text("tunnel", "A tunnel follows.", { updates: "bridge" });

  it("whose file is deleted before readers were told is not told of", async () => {
    const world = await startPosted("discord");
    await world.later(10);
    await world.write(tunnel);
    await world.later(10);
    await world.delete("tunnel");
    await world.later(quiet);
    expect(await world.owed("update")).toEqual([]);
    await world.write(tunnel);
    await world.later(quiet);
    expect(await world.owed("update")).toEqual([expect.stringContaining("A tunnel follows.")]);
  });

  it("of a withdrawn article is told of in its thread", async () => {
    const world = await startPosted("discord");
    await world.write({ ...first, status: "withdrawn" });
    await world.write(tunnel);
    await world.later(quiet);
    expect(await world.owed("update")).toEqual([expect.stringContaining("A tunnel follows.")]);
  });

  it("of a draft, or of what is under embargo, does not name it", async () => {
    const world = await startPosted("discord");
    await world.later(10);
    const secret = { title: "A secret title" };
    for (const more of [
      { ...secret, status: "draft" as const },
      { ...secret, embargoUntil: "2027-01-01T00:00:00Z" },
    ]) {
      await world.write({ ...first, ...more });
      await world.write(tunnel);
      await world.post(tunnel, "slack");
      await world.later(quiet);
      await world.write({ ...tunnel, title: `Tunnel ${JSON.stringify(more).length}` });
      await world.later(quiet);
      expect((await world.owed("edit")).join()).toContain("Update of an earlier briefing");
      expect((await world.owed("edit")).join()).not.toContain("secret");
    }
    await world.write(first);
    await world.write({ ...tunnel, title: "Tunnel" });
    await world.later(quiet);
    expect((await world.owed("edit")).join()).toContain("Update of “Title of bridge”");
  });

  it("that becomes a draft again takes its new title and its link with it", async () => {
    const world = await startPosted("discord");
    await world.later(10);
    await world.write(tunnel);
    await world.later(quiet);
    await world.later(10);
    expect((await world.owed("edit")).at(-1)).toContain("Updated by “Title of tunnel”");
    await world.write({ ...tunnel, title: "A secret title", status: "draft" });
    await world.later(quiet);
    expect((await world.owed("edit")).join()).not.toMatch(/secret|Updated by/);
    await world.write({ ...tunnel, title: "The tunnel" });
    await world.later(quiet);
    expect((await world.owed("edit")).at(-1)).toContain("Updated by “The tunnel”");
  });

  it("is told of in a channel that prefers that, unless it stands there itself", async () => {
    const world = await startPosted("discord");
    world.mode = "broadcast";
    await world.write(tunnel);
    await world.later(quiet);
    const [inThread, inChannel] = await world.owed("update");
    expect(inThread).toContain("Update of “Title of bridge”");
    expect(inChannel).toContain("Update of “Title of bridge”");
    const canal = text("canal", "A canal follows.", { updates: "bridge" });
    await world.write(canal);
    await world.post(canal, "discord");
    await world.later(quiet);
    expect(await world.owed("update")).toHaveLength(3);
  });

  it("is not told of where it may not be seen", async () => {
    const world = await startPosted("discord");
    world.hidden.add("tunnel");
    await world.write(tunnel);
    await world.later(quiet);
    await world.later(quiet);
    expect(await world.owed("update")).toEqual([]);
    expect(await world.owed("edit")).toEqual([]);
  });

  it("goes on from thread to thread in a chain", async () => {
    const world = await startPosted("discord");
    await world.write(tunnel);
    await world.post(tunnel, "discord");
    await world.later(quiet);
    const canal = text("canal", "A canal follows.", { updates: "tunnel" });
    await world.write(canal);
    await world.later(quiet);
    const roots = await world.store.db
      .selectFrom("delivery")
      .innerJoin("delivery_briefing", "delivery_id", "root_id")
      .select(["briefing_id", "payload"])
      .where("kind", "=", "update")
      .execute();
    expect(roots.map(({ briefing_id: id, payload }) => [id, payload.includes("canal")])).toEqual([
      ["bridge", false],
      ["tunnel", true],
    ]);
  });

  it("in a circle is told of to nobody until the circle is opened, and the log says so", async () => {
    const world = await startPosted("discord");
    await world.write(tunnel);
    await world.post(tunnel, "discord");
    await world.write({ ...first, updates: "canal" });
    await world.write(text("canal", "A canal follows.", { updates: "tunnel" }));
    for (let minute = 0; minute < 10; minute += 1) await world.later(quiet);
    expect(await world.owed("update")).toEqual([]);
    const warnings = world.log.lines.filter(({ message }) => message.includes("update of itself"));
    expect(warnings.map(({ fields }) => JSON.stringify(fields)).toSorted()).toEqual([
      '{"briefing":"bridge"}',
      '{"briefing":"canal"}',
      '{"briefing":"tunnel"}',
    ]);
    await world.write(first);
    await world.later(quiet);
    expect(await world.owed("update")).toHaveLength(2);
  });
});
