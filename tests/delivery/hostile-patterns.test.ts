/** Patterns made to hang whoever matches them, through the planner: others get their turn, and posts come. */
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { countLately } from "../../src/delivery/read-ahead.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { Selection } from "../../src/schedule/selection.ts";
import { at, daily, openDesk, type Desk } from "./desk.ts";
import { sampleBriefing } from "./sample-briefing.ts";
import { inChannel } from "./world.ts";

/** The classics, and the largest that are still read. */
const patterns = [
  "(a+)+$",
  "([a-zA-Z]+)*$!",
  "(a|aa)+$!",
  "(a|a?)+$!",
  "(.*a){20}!",
  "(x+x+)+y",
  "^(([a-z])+.)+[A-Z]([a-z])+$!",
  "(\\w+\\s?)*$!",
  "(.{1,10}){1,10}!",
  "(.{1,18}){1,10}!",
  "(.*)*(.*)*(.*)*!",
  "(?:a?){90}a{90}!",
];

const hostile: PlannedSchedule = {
  ...daily,
  key: "hostile",
  address: inChannel("hostile"),
  rule: parseRule({ ready: true, timezone: "UTC" }),
  selection: Selection.parse({ exclude: { patterns } }),
};
const calm: PlannedSchedule = {
  ...hostile,
  key: "calm",
  address: inChannel("calm"),
  selection: Selection.parse({}),
};

function long(desk: Desk, id: string, text: string, minute: string): void {
  const body = [{ type: "paragraph" as const, spans: [{ text }] }];
  const readyAt = at(minute);
  desk.known = [...desk.known, { briefing: sampleBriefing(id, { body }), readyAt }];
}

/** The longest time for which nobody else got a turn. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const watch = setInterval(look, 1);
  await work();
  look();
  clearInterval(watch);
  return longest;
}

describe("a schedule with hostile patterns", () => {
  it("posts what it should, beside others, and never keeps the bot from its work for long", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T09:00"), hostile, calm);
    long(desk, "as", "a".repeat(1_000_000), "2026-11-20T09:01");
    long(desk, "words", "aaaa aaab Aaaa xxxx. ".repeat(5_000), "2026-11-20T09:01");
    const longest = await longestTurn(() => desk.plan(at("2026-11-20T09:01"), hostile, calm));
    // A pattern takes a tenth of a second or so for an article, and others wait for that alone.
    expect(longest).toBeLessThan(5_000);
    const posts = await desk.posts();
    expect(posts.filter((post) => post.includes("calm"))).toHaveLength(2);
    // One of them really matches what ends in a.
    expect(posts.filter((post) => post.includes("hostile"))).toEqual([
      expect.stringContaining("words"),
    ]);
  });

  it("is tried on a month of articles without keeping the bot from its work", async () => {
    const desk = openDesk();
    for (let count = 0; count < 100; count += 1)
      long(desk, `b${count}`, "The story of aaaa, told again. ".repeat(100), "2026-11-20T09:01");
    const { selection } = hostile;
    let counted = 0;
    const longest = await longestTurn(async () => {
      counted = await countLately(desk.known, selection, at("2026-11-21T09:00"));
    });
    expect(counted).toBe(100);
    expect(longest).toBeLessThan(2_000);
    // What is worked out once is known from then on.
    const since = performance.now();
    await countLately(desk.known, selection, at("2026-11-21T09:00"));
    expect(performance.now() - since).toBeLessThan(500);
  }, 60_000);
});

describe("words in many languages", () => {
  it.each([
    ["Ökosystem", "Das ÖKOSYSTEM der Alpen", "Ökosysteme der Alpen"],
    ["naïve", "A NAI\u0308VE plan", "naivety"],
    ["ученые", "УЧЕНЫЕ нашли воду", "учёный"],
    ["Αθήνα", "Στην ΑΘΉΝΑ σήμερα", "Αθηναίος"],
    ["東京", "今日の東京駅", "京都"],
    ["ราคา", "วันนี้ราคาทองขึ้น", "ทองคำ"],
    ["서울", "오늘 서울 날씨", "부산"],
    ["القاهرة", "في القاهرة اليوم", "الإسكندرية"],
    ["ירושלים", "ירושלים של זהב", "תל אביב"],
    ["हिन्दी", "यह हिन्दी में है", "हिंदुस्तान"],
    ["l'été", "C’est L’ÉTÉ", "il a été"],
    ["İstanbul", "İSTANBUL'da", "Ankara"],
  ])("%s is found in “%s”, not in “%s”", async (word, fits, other) => {
    const desk = openDesk();
    const selection = Selection.parse({ include: { words: [word] } });
    const schedule = { ...calm, selection };
    await desk.plan(at("2026-11-20T09:00"), schedule);
    desk.write("fits", at("2026-11-20T09:01"), [], { title: fits });
    desk.write("other", at("2026-11-20T09:01"), [], { title: other });
    await desk.plan(at("2026-11-20T09:01"), schedule);
    expect(await desk.posts()).toEqual([expect.stringMatching(/ fits"/u)]);
  });
});
