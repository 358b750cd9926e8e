/** Every stage that can stop a briefing or put it off says so where somebody asks why, with what to change. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { openStore } from "../../src/storage/store.ts";
import { article, openAppWorld, type AppWorld } from "./app-world.ts";
import { ada, at, Person, shows } from "./digest-person.ts";

let calls = 0;

async function why(world: AppWorld, name: string): Promise<string> {
  const call = { id: `why-${(calls += 1)}`, caller: ada, command: "briefing" };
  const answer = await world.bot.onCommand({
    ...call,
    input: { kind: "line", text: `why ${name}` },
  });
  return plainText(answer.lead);
}

/** 2026-11-23, 08:50 in UTC, is a Monday. */
async function withSchedule(entry: string): Promise<AppWorld> {
  const world = openAppWorld();
  writeHead(world, "before", "topics: [sea]");
  await world.start(`channels: { web: { news: null, desk: null } }
schedules: { morning: { to: "web:news", ${entry} } }
`);
  return world;
}

function writeHead(world: AppWorld, name: string, head: string): void {
  mkdirSync(join(world.directory, "briefings"), { recursive: true });
  const text = `---\n${head}\n---\n${article(name)}`;
  writeFileSync(join(world.directory, "briefings", `${name}.md`), text);
}

async function write(world: AppWorld, name: string, head = "topics: [sea]"): Promise<void> {
  const count = world.app.shelf.known().length + 1;
  world.now = world.now.add({ seconds: 1 });
  writeHead(world, name, head);
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(count), 10_000);
}

const stops: readonly {
  stage: string;
  entry: string;
  about?: string;
  told: readonly string[];
}[] = [
  {
    stage: "ready before it began",
    entry: 'at: "10:00"',
    about: "before",
    told: ["✗ It was ready before this schedule began", "/briefing show with share posts it"],
  },
  {
    stage: "a limit of its topic",
    entry: 'at: "10:00", limit: { perTopic: { sea: 1 } }',
    told: [
      "✗ There are more than 1 on sea, and that is the limit of this topic",
      "raise perTopic under schedules.morning in config/bot.yaml",
    ],
  },
  {
    stage: "a limit of the digest",
    entry: 'at: "10:00", limit: { most: 1 }',
    told: [
      "✗ There are more than 1, and it is number 2",
      "raise the limit under schedules.morning",
    ],
  },
  {
    stage: "too few",
    entry: 'at: "10:00", limit: { least: 3 }',
    told: [
      "✗ There are 2, and the schedule waits for 3",
      "lower the limit under schedules.morning",
    ],
  },
  {
    stage: "an excluded pattern",
    entry: 'at: "10:00", exclude: { patterns: "^mo+n$" }',
    told: ["✗ It is excluded: pattern “^mo+n$”", "what is excluded under schedules.morning"],
  },
  {
    stage: "words that are missing",
    entry: 'at: "10:00", include: { words: comet, authors: Ann }',
    told: ["it has no author of Ann, and it has no word of comet", "what is wanted under"],
  },
];

it.each(stops)("$stage stops it", async ({ entry, about = "moon", told }) => {
  const world = await withSchedule(entry);
  await write(world, "moon");
  await write(world, "bridge");
  const text = await why(world, about);
  for (const words of told) expect(text).toContain(words);
  expect(text).not.toContain("So it comes");
});

it("a withdrawn article is no draft", async () => {
  const world = await withSchedule('at: "10:00"');
  await write(world, "moon", "status: withdrawn");
  const text = await why(world, "moon");
  expect(text).toContain("✗ It is withdrawn.");
  expect(text).toContain("Take status: withdrawn out of its file");
});

it.each([
  ["quiet hours", 'form: each, quiet: "08:00-09:30"', "✓ Quiet hours hold everything", "09:30"],
  ["another day", "form: each, days: tue", "✓ Today is not one of its days", "00:00"],
  ["a date to skip", "form: each, skip: 2026-11-23", "✓ Today is not one of its days", "00:00"],
  [
    "a day and quiet hours",
    'form: each, days: tue, quiet: "22:00-07:00"',
    "✓ Today is not one of its days",
    "07:00",
  ],
])("%s put it off", async (_stage, entry, told, time) => {
  const world = await withSchedule(entry);
  await write(world, "moon");
  const text = await why(world, "moon");
  expect(text).toContain(told);
  expect(text).toMatch(new RegExp(`So it comes 2[34] Nov 2026, ${time} UTC`, "u"));
  expect(text.includes("Quiet hours")).toBe(told.includes("Quiet"));
});

it("company for which it waits puts it off", async () => {
  const world = await withSchedule("form: each");
  for (const name of ["moon", "bridge", "ferry"]) await write(world, name);
  await at(world, "2026-11-23T08:55:00Z");
  await shows(world, 1);
  await write(world, "comet");
  const text = await why(world, "comet");
  expect(text).toContain("✓ Others were posted just before: it waits a little for more");
  expect(text).toContain("So it comes 23 Nov 2026, 09:00 UTC.");
  await at(world, "2026-11-23T08:59:30Z");
  expect(await shows(world, 1)).toHaveLength(1);
  await at(world, "2026-11-23T09:00:00Z");
  expect((await shows(world, 2)).at(-1)).toContain("comet");
});

const approved = 'at: "09:00", approver: "web:desk", ask: 30m before';

it("an approval stops it, until it is given", async () => {
  const world = await withSchedule(`${approved}, approval: required`);
  await write(world, "moon");
  expect(await why(world, "moon")).toContain("✓ It goes out only when approved.");
  await at(world, "2026-11-23T08:55:00Z");
  await write(world, "late");
  const waiting = await why(world, "moon");
  expect(waiting).toContain("✗ It waits until the digest that it is in is approved. (23 Nov 2026");
  expect(waiting).toContain("To do: Approve it where you were asked, or under /digest list");
  const late = await why(world, "late");
  expect(late).toContain("✓ It came after the digest was shown to its approver");
  expect(late).toContain("So it comes 24 Nov 2026, 09:00 UTC.");
  await new Person(world).press("digest-approve:1");
  expect(await why(world, "moon")).toMatch(/✓ Approved by Ada.*So it comes 23 Nov 2026, 09:00/su);
  expect(await why(world, "late")).toContain("So it comes 24 Nov 2026, 09:00 UTC.");
  await at(world, "2026-11-23T09:00:00Z");
  await shows(world, 1);
  expect(await why(world, "moon")).toContain("✗ The channel has it");
});

it("a veto puts it off", async () => {
  const world = await withSchedule(`${approved}, approval: veto`);
  await write(world, "moon");
  await at(world, "2026-11-23T08:55:00Z");
  await write(world, "late");
  expect(await why(world, "moon")).toMatch(/unless it is vetoed.*So it comes 23 Nov/su);
  expect(await why(world, "late")).toContain("So it comes 24 Nov 2026, 09:00 UTC.");
  await new Person(world).press("digest-veto:1");
  const vetoed = await why(world, "moon");
  expect(vetoed).toContain("✓ The next run is left out, because somebody said so. (23 Nov 2026");
  expect(vetoed).toContain("So it comes 24 Nov 2026, 09:00 UTC.");
});

it("a closed channel and a held delivery say what to do", async () => {
  const world = await withSchedule('at: "09:00,10:00,11:00"');
  await write(world, "moon");
  await at(world, "2026-11-23T09:00:01Z");
  await shows(world, 1);
  // As it is once the platform cannot tell any more whether it arrived.
  const store = openStore(world.databasePath);
  const sent = store.db.updateTable("delivery").set({ state: "uncertain" });
  await vi.waitFor(async () => {
    const { numUpdatedRows } = await sent.where("state", "=", "sent").executeTakeFirstOrThrow();
    expect(numUpdatedRows).toBe(1n);
  }, 5_000);
  await store.close();
  const held = await why(world, "moon");
  expect(held).toContain("held: nobody can tell whether it arrived");
  expect(held).toContain("✗ The channel has it, or is about to.");
  expect(held).toMatch(/briefing resend \d+ posts that one again and briefing drop \d+ leaves it/u);
  await write(world, "bridge");
  world.chat.postFaults = ["forbidden"];
  await at(world, "2026-11-23T10:00:01Z");
  await vi.waitFor(async () => expect(await why(world, "bridge")).toContain("paused"), 5_000);
  const closed = await why(world, "bridge");
  expect(closed).toContain("✗ The schedule is paused: ");
  expect(closed).toMatch(/To do: .*resume morning/u);
});
