/** What readers asked, as those who write the articles see it. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { formatQuestions, listAsked } from "../../src/cli/questions.ts";
import { BotError } from "../../src/errors.ts";
import { forgetQuestions, rateAnswer, recordQuestion } from "../../src/storage/questions.ts";
import { openStore } from "../../src/storage/store.ts";
import { temporaryFolder } from "../delivery/world.ts";

const place = { platform: "web", workspace: "local", channel: "news", thread: null };
const start = Temporal.Instant.from("2026-11-23T09:00:00Z");
const quote = { briefing: "bridge", section: "Main Body", text: "It cost 310 million euros." };

/** A database in which these were asked, one a minute. */
async function asked(
  ...questions: readonly [text: string, tier: "sure" | "middle" | "low", about?: string][]
): Promise<{ DATA_DIR: string }> {
  const directory = temporaryFolder();
  const store = openStore(join(directory, "bot.db"));
  for (const [index, [text, tier, about]] of questions.entries()) {
    const at = start.add({ minutes: index });
    const quotes = tier === "low" ? [] : [quote];
    const key = `k${index}`;
    await recordQuestion(
      store.db,
      { key, place, text, tier, quotes, about: about === undefined ? [] : [about] },
      at,
    );
  }
  await rateAnswer(store.db, { id: 1, platform: "web", workspace: "local" }, "ada", true);
  await rateAnswer(store.db, { id: 1, platform: "web", workspace: "local" }, "ben", false);
  await store.close();
  return { DATA_DIR: directory };
}

describe("briefing questions", () => {
  it("puts together what was asked again, first what no briefing answered, the most asked first", async () => {
    const env = await asked(
      ["How much did it cost?", "sure", "bridge"],
      ["Who designed it?", "low", "bridge"],
      ["Is there a lift?", "low"],
      ["who designed it", "low", "bridge"],
      ["Who designed it?", "low", "ferry"],
    );
    const all = await listAsked(env, { limit: 50 });
    expect(all.map(({ question, about, asked: times }) => [question, about, times])).toEqual([
      ["who designed it", ["bridge"], 2],
      ["Who designed it?", ["ferry"], 1],
      ["Is there a lift?", [], 1],
      ["How much did it cost?", ["bridge"], 1],
    ]);
    expect(all.at(-1)).toMatchObject({ tier: "sure", useful: 1, notUseful: 1, quotes: [quote] });
    expect(await listAsked(env, { limit: 1 })).toHaveLength(2);
    expect(await listAsked(env, { limit: 50, unanswered: true })).toHaveLength(3);
    expect(formatQuestions(all, {}, "UTC").split("\n")).toEqual([
      "No briefing answered (3):",
      expect.stringMatching(/“who designed it” \(to bridge, asked 2 times\)$/u),
      expect.stringMatching(/“Who designed it\?” \(to ferry\)$/u),
      expect.stringMatching(/“Is there a lift\?” \(to all briefings\)$/u),
      "",
      "Answered (1):",
      expect.stringMatching(
        /“How much did it cost\?” \(to bridge, useful to 1, not useful to 1\)$/u,
      ),
    ]);
  });

  it("takes other forms of the same words for the same question, and what it is not for another", async () => {
    const env = await asked(
      ["Who designed the bridge?", "low"],
      ["who is designing the bridges", "low"],
      ["When was the bridge designed?", "low"],
      ["Who did not design the bridge?", "low"],
      ["桥是谁设计的?", "low"],
      ["???", "low"],
    );
    const all = await listAsked(env, { limit: 50 });
    expect(all.map(({ question, asked: times }) => [question, times])).toEqual([
      ["who is designing the bridges", 2],
      ["???", 1],
      ["桥是谁设计的?", 1],
      ["Who did not design the bridge?", 1],
      ["When was the bridge designed?", 1],
    ]);
  });

  it("tells what a question leans on, in its own thread alone", async () => {
    const directory = temporaryFolder();
    const store = openStore(join(directory, "bot.db"));
    const ask = (key: string, text: string, thread: string | null) =>
      recordQuestion(
        store.db,
        { key, place: { ...place, thread }, text, tier: "low", quotes: [], about: ["bridge"] },
        start,
      );
    await ask("a", "Who opened the old bridge?", "1");
    await ask("b", "Who pays the ferry?", "2");
    await ask("c", "and when?", "1");
    await ask("d", "and when?", null);
    await store.close();
    const all = await listAsked({ DATA_DIR: directory }, { limit: 50 });
    expect(all.map(({ question, after }) => [question, after])).toEqual([
      ["and when?", undefined],
      ["and when?", "Who opened the old bridge?"],
      ["Who pays the ferry?", undefined],
      ["Who opened the old bridge?", undefined],
    ]);
    expect(formatQuestions(all, {}, "UTC")).toContain(
      "“and when?” after “Who opened the old bridge?” (to bridge)",
    );
  });

  it("names few briefings, counts many, and says which one was quoted", async () => {
    const many = ["a", "b", "c", "d"];
    const about = { question: "Why?", asked: 1, lastAskedAt: start.toString() };
    const told = { ...about, tier: "sure", useful: 0, notUseful: 0, quotes: [quote] } as const;
    const lines = formatQuestions(
      [
        { ...told, about: many },
        { ...told, about: [], tier: "low", quotes: [] },
        { ...told, about: many.slice(2), tier: "low", quotes: [] },
      ],
      {},
      "UTC",
    );
    expect(lines).toContain("“Why?” (to 4 briefings, from bridge)");
    expect(lines).toContain("“Why?” (to all briefings)");
    expect(lines).toContain("“Why?” (to c, d)");
  });

  // Issue 6: the to-do list is of what no briefing answers.
  it("does not ask for what another briefing was named for", async () => {
    const env = await asked(["Is there a lift?", "low"]);
    const store = openStore(join(env.DATA_DIR, "bot.db"));
    const put = { place, text: "Who digs the tunnel?", tier: "low", quotes: [] } as const;
    await recordQuestion(
      store.db,
      { ...put, key: "t", about: ["bridge"], elsewhere: "tunnel" },
      start,
    );
    await store.close();
    const all = await listAsked(env, { limit: 50 });
    const open = await listAsked(env, { limit: 50, unanswered: true });
    expect(open.map(({ question }) => question)).toEqual(["Is there a lift?"]);
    expect(formatQuestions(all, {}, "UTC")).toMatch(
      /Answered \(1\):\n.*“Who digs the tunnel\?” \(to bridge, answered by tunnel\)/u,
    );
  });

  it("lists apart what was answered, but of no use", async () => {
    const env = await asked(["How much did it cost?", "sure", "bridge"]);
    const store = openStore(join(env.DATA_DIR, "bot.db"));
    const first = { id: 1, platform: "web", workspace: "local" };
    await rateAnswer(store.db, first, "cleo", false);
    await store.close();
    const told = formatQuestions(await listAsked(env, { limit: 50 }), {}, "UTC");
    expect(told).toContain("Answered, but of no use to readers (1):");
    expect(told).not.toContain("Answered (");
  });

  it("counts a question as answered when it was answered the last time", async () => {
    const env = await asked(["Is there a lift?", "low"], ["Is there a lift?", "sure"]);
    expect(await listAsked(env, { limit: 50, unanswered: true })).toEqual([]);
    expect(formatQuestions([], { unanswered: true }, "UTC")).toContain("No question waits");
    expect(formatQuestions([], {}, "UTC")).toBe("Nobody has asked anything yet.");
  });

  it("runs as a command, and says where there is no database", async () => {
    const env = await asked(["Is there a lift?", "low"]);
    const run = (directory: string) =>
      promisify(execFile)(
        process.execPath,
        [join(import.meta.dirname, "../../src/bin.js"), "questions", "--json"],
        { env: { ...process.env, DATA_DIR: directory } },
      );
    const { stdout } = await run(env.DATA_DIR);
    expect(JSON.parse(stdout)).toMatchObject([{ question: "Is there a lift?", tier: "low" }]);
    await expect(listAsked({ DATA_DIR: temporaryFolder() }, { limit: 1 })).rejects.toThrow(
      BotError,
    );
  });

  it("shows nothing of what was forgotten", async () => {
    const env = await asked(["Is there a lift?", "low"], ["And a stair?", "low"]);
    const store = openStore(join(env.DATA_DIR, "bot.db"));
    await forgetQuestions(store.db, start.add({ seconds: 30 }));
    await store.close();
    expect((await listAsked(env, { limit: 50 })).map(({ question }) => question)).toEqual([
      "And a stair?",
    ]);
  });
});
