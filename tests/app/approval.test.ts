/** A digest is shown to its approver, and goes out when a button says so. */
import { expect, it, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { type AppWorld, openAppWorld } from "./app-world.ts";
import { ada, at, button, inNews, news, Person, shows, write } from "./digest-person.ts";

const file = `channels: { web: { news: null, desk: null } }
schedules:
  morning: { to: "web:news", at: "09:00", approval: required, approver: "web:desk", ask: 30m before }
`;

async function asked(world: AppWorld): Promise<string> {
  const inDesk = () => world.chat.shown.filter(({ channel }) => channel === "desk");
  await vi.waitFor(() => expect(inDesk()).toHaveLength(1), 5_000);
  return String(inDesk()[0]?.text);
}

async function briefing(world: AppWorld, text: string): Promise<string> {
  const input = { kind: "line", text } as const;
  const call = { id: `briefing-${text}`, caller: ada, command: "briefing", input };
  return plainText((await world.bot.onCommand(call)).lead);
}

it("shows the digest in the approver's channel, waits over a restart, and posts it once", async () => {
  const world = openAppWorld();
  await world.start(file);
  await write(world, "bridge");
  await at(world, "2026-11-23T08:55:00Z");
  expect(await asked(world)).toContain("bridge");
  expect(inNews(world)).toEqual([]);
  await world.stop();
  await world.start(file);
  await at(world, "2026-11-23T09:00:00Z");
  expect(inNews(world)).toEqual([]);
  const desk = new Person(world, { ...ada, address: { ...news, channel: "desk" } });
  const manager = new Person(world);
  expect(await manager.says("list")).toContain("waits for approval");
  expect(await briefing(world, "why bridge")).toContain("waits until the digest that it is in");
  expect(await briefing(world, "status")).toContain("waits for approval");
  const answers = await Promise.all([
    desk.press("digest-approve:1"),
    manager.press("digest-approve:1"),
  ]);
  expect(answers.toSorted()).toEqual([
    "Approved: “morning” goes out now.",
    "“morning” was approved already, by Ada.",
  ]);
  const [text] = await shows(world, 1);
  expect(text).toContain("bridge");
  await at(world, "2026-11-23T09:05:00Z");
  expect(await shows(world, 1)).toHaveLength(1);
  expect(await manager.says("list")).not.toContain("waits for approval");
  await questionBecomes(world, /bridge[^]*Approved by Ada \(23 Nov 2026, 09:00 UTC\)/u);
});

/** In the one message in which it was asked. */
async function questionBecomes(world: AppWorld, words: RegExp): Promise<void> {
  await vi.waitFor(() => {
    const inDesk = world.chat.shown.filter(({ channel }) => channel === "desk");
    expect(inDesk.map(({ text }) => text)).toEqual([expect.stringMatching(words)]);
  }, 5_000);
}

it.each([
  ["skip", "23T08:56:00", /This run is left out/u],
  ["list", "23T15:01:00", /Nobody decided in time\. Its briefings wait/u],
])("says where it asked how it ended without a decision: /digest %s", async (said, time, words) => {
  const world = openAppWorld();
  await world.start(file);
  await write(world, "bridge");
  await at(world, "2026-11-23T08:55:00Z");
  await asked(world);
  const person = new Person(world);
  await person.says(said);
  await at(world, `2026-11-${time}Z`);
  await questionBecomes(world, words);
  expect(await person.says("list")).not.toContain("waits for approval");
  expect(await person.press("digest-approve:1")).toContain("Too late");
  expect(inNews(world)).toEqual([]);
});

it("says where it asked that nobody vetoed it", async () => {
  const world = openAppWorld();
  await world.start(file.replace("required", "veto"));
  await write(world, "bridge");
  await at(world, "2026-11-23T08:55:00Z");
  await asked(world);
  await at(world, "2026-11-23T09:00:00Z");
  await shows(world, 1);
  await questionBecomes(world, /Its time came, and it was posted\./u);
  expect(await new Person(world).press("digest-veto:1")).toContain("Too late");
});

it("says where it asked that the schedule is gone, and keeps the question until then over a restart", async () => {
  const world = openAppWorld();
  await world.start(`channels: { web: { news: null } }`);
  const maker = new Person(world);
  await maker.press(button(await maker.digest("add 09:30 approval:veto ask:20m"), "digest-save"));
  await write(world, "bridge");
  await at(world, "2026-11-23T09:10:00Z");
  const direct = () => world.chat.shown.map(({ text }) => String(text));
  await vi.waitFor(() => expect(direct()).toHaveLength(1), 5_000);
  await world.stop();
  await world.start(`channels: { web: { news: null } }`);
  expect(direct()[0]).toContain("May “digest” go out?");
  await maker.press(button(await maker.digest("remove"), "digest-removed"));
  await vi.waitFor(() => expect(direct()[0]).toContain("is not there any more"), 5_000);
});

it("answers a button of a schedule that is gone", async () => {
  const world = openAppWorld();
  await world.start(file);
  expect(await new Person(world).press("digest-approve:77")).toContain("not there any more");
});

it("is asked for in chat, and then of the one who made the schedule, in a direct message", async () => {
  const world = openAppWorld();
  await world.start(`channels: { web: { news: null } }`);
  const maker = new Person(world);
  const understood = await maker.digest("add 09:30 approval:veto ask:20m name:careful");
  expect(await maker.press(button(understood, "digest-save"))).toContain("Saved");
  expect(await maker.says("list")).toContain("unless vetoed, asked 20 minutes before");
  await write(world, "bridge");
  await at(world, "2026-11-23T09:10:00Z");
  await vi.waitFor(
    () => expect(world.chat.shown.map(({ channel }) => channel)).toEqual(["U1"]),
    5_000,
  );
  world.manages = false;
  const direct = { ...news, channel: "D1" };
  const stranger = new Person(world, { ...ada, person: "U2", address: direct });
  expect(await stranger.press("digest-veto:1")).toContain("This is for the approver");
  const elsewhere = new Person(world, { ...ada, address: { ...direct, workspace: "T2" } });
  expect(await elsewhere.press("digest-veto:1")).toContain("not there any more");
  const approver = new Person(world, { ...ada, address: direct });
  expect(await approver.press("digest-veto:1")).toContain("is not posted this time");
  expect(await approver.press("digest-veto:1")).toContain("was vetoed already, by Ada");
  expect(await maker.says("list")).toContain("is left out");
  await at(world, "2026-11-23T09:30:00Z");
  await at(world, "2026-11-23T09:31:00Z");
  expect(inNews(world)).toEqual([]);
});

it.each([
  ["approver:U2", "approval:required or approval:veto"],
  ["approval:maybe", "approval"],
  ["approval:required ask:never", "30m before"],
  ["approval:required approver:web:desk", "config/bot.yaml"],
])("tells what is wrong with %s", async (words, told) => {
  const world = openAppWorld();
  await world.start(`channels: { web: { news: null } }`);
  expect(await new Person(world).says(`add 09:30 ${words}`)).toContain(told);
});
