/** What became of posts, in numbers. */
import { describe, expect, it, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { formatReading, type ListedReading, listReading } from "../../src/cli/stats.ts";
import { openStore } from "../../src/storage/store.ts";
import { openFolder, runProgram } from "../cli/program.ts";
import type { AppWorld } from "./app-world.ts";
import { ada, at, news, shows, withSchedule, write } from "./digest-person.ts";

let calls = 0;

async function stats(world: AppWorld): Promise<string> {
  const input = { kind: "line" as const, text: "stats" };
  const call = { id: `stats-${(calls += 1)}`, caller: ada, command: "briefing", input };
  return plainText((await world.bot.onCommand(call)).lead);
}

describe("/briefing stats", () => {
  it("counts posts, opened threads, questions and what was said of the answers", async () => {
    const [world] = await withSchedule("10am");
    expect(await stats(world)).toContain("Nothing was posted here");
    await write(world, "bridge");
    await write(world, "ferry");
    await at(world, "2026-11-23T10:00:01Z");
    await shows(world, 1);
    const message = await vi.waitFor(() => {
      const post = world.chat.shown.find(({ channel }) => channel === "news");
      if (post?.message === undefined) throw new Error("not posted");
      return post.message;
    });
    const post = { address: news, message };
    const press = (id: string, person: string) =>
      world.bot.onAction({
        id: `${id}-${person}`,
        caller: { ...ada, person },
        action: "read:bridge",
        post,
      });
    await press("a", "U1");
    await press("b", "U2");
    await world.bot.onReply({
      id: "r1",
      caller: ada,
      text: "How long did the bridge take?",
      root: post,
    });
    const store = openStore(world.databasePath);
    const { id } = await vi.waitFor(() =>
      store.db.selectFrom("question").select("id").executeTakeFirstOrThrow(),
    );
    for (const [person, verb] of [
      ["U1", "useful"],
      ["U2", "useful"],
      ["U3", "not-useful"],
    ] as const)
      await world.bot.onAction({
        id: `${verb}-${person}`,
        caller: { ...ada, person },
        action: `${verb}:${id}`,
      });
    const all = await listReading(store.db, { days: 30, now: world.now });
    const rows = all.filter(({ channel }) => channel === "news");
    const bridge = rows.find(({ briefing }) => briefing === "bridge");
    expect(bridge).toMatchObject({ posts: 1, opened: 1, questions: 1, useful: 2, notUseful: 1 });
    expect(rows.find(({ briefing }) => briefing === "ferry")).toMatchObject({ opened: 0 });
    expect(formatReading(rows, 30)).toMatch(/2026-11-23 +1 +1 +2\/3 +web:news +bridge/u);
    expect(await stats(world)).toContain("bridge | 23 Nov 2026 | 1 | 1 | 2 of 3");
    const elsewhere = await listReading(store.db, {
      days: 30,
      now: world.now.add({ hours: 24 * 31 }),
    });
    expect(elsewhere).toEqual([]);
    await store.close();
    expect(await printed(world)).toEqual(all);
  });

  it("counts each channel alone, and says that it shows the newest alone", async () => {
    const [world] = await withSchedule("10am");
    for (let count = 0; count < 17; count += 1) await write(world, `story-${count}`);
    await at(world, "2026-11-23T10:00:01Z");
    // One post, and what it leaves for its thread.
    await shows(world, 2);
    const words = "the newest 15 of 17";
    await vi.waitFor(async () => expect(await stats(world)).toContain(words), 5_000);
    const rows = await printed(world);
    const of = (channel: string) => rows.filter((row) => row.channel === channel);
    expect(of("news")).toHaveLength(17);
    // The schedule of the file tells the other channel of the same.
    expect(
      of("other")
        .map(({ briefing }) => briefing)
        .toSorted(),
    ).toEqual(
      of("news")
        .map(({ briefing }) => briefing)
        .toSorted(),
    );
    expect(
      rows.every(({ posts, opened, questions }) => posts === 1 && opened + questions === 0),
    ).toBe(true);
  });
});

/** What `briefing stats --json` prints beside the running bot. */
async function printed(world: AppWorld): Promise<readonly ListedReading[]> {
  const folder = openFolder();
  try {
    const words = ["stats", "--json", "--days", "3660"];
    const { out, err, code } = await runProgram(folder, words, {
      env: { DATA_DIR: world.directory },
    });
    expect({ err, code }).toEqual({ err: "", code: 0 });
    return JSON.parse(out);
  } finally {
    folder.remove();
  }
}
