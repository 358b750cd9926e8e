/** A digest is shown to its approver, and goes out when a button says so. */
import { expect, it, vi } from "vitest";
import { openAppWorld } from "./app-world.ts";
import { ada, at, inNews, news, Person, shows, write } from "./digest-person.ts";

const file = `channels: { web: { news: null, desk: null } }
schedules:
  morning: { to: "web:news", at: "09:00", approval: required, approver: "web:desk", ask: 30m before }
`;

async function asked(world: ReturnType<typeof openAppWorld>): Promise<string> {
  const inDesk = () => world.chat.shown.filter(({ channel }) => channel === "desk");
  await vi.waitFor(() => expect(inDesk()).toHaveLength(1), 5_000);
  return String(inDesk()[0]?.text);
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
});

it("answers a button of a schedule that is gone", async () => {
  const world = openAppWorld();
  await world.start(file);
  expect(await new Person(world).press("digest-approve:77")).toContain("not there any more");
});
