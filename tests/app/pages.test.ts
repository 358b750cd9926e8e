/** What is longer than one message is leafed through, by whoever asked, and also after a restart. */
import { describe, expect, it, vi } from "vitest";
import type { Message } from "../../src/briefing/message.ts";
import { plainText } from "../../src/briefing/plain.ts";
import { openAppWorld, type AppWorld } from "./app-world.ts";
import { ada, at, button, file, Person, withSchedule } from "./digest-person.ts";

let calls = 0;

async function writeMany(world: AppWorld, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    world.write(`item-${String(index).padStart(2, "0")}`);
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(count), 10_000);
}

function typed(world: AppWorld, text: string): Promise<Message> {
  const input = { kind: "line" as const, text };
  return world.bot.onCommand({ id: `t${(calls += 1)}`, caller: ada, command: "briefing", input });
}

async function pressed(world: AppWorld, action: string): Promise<Message> {
  const answer = await world.bot.onAction({ id: `p${(calls += 1)}`, caller: ada, action });
  if (answer === null) throw new Error("no answer");
  return answer;
}

function waysOf(message: Message): readonly string[] {
  return message.lead.flatMap((block) =>
    block.type === "actions"
      ? block.items.flatMap((each) =>
          each.type === "button" && /[◀▶]/u.test(each.label) ? [each.id] : [],
        )
      : [],
  );
}

function titlesOf(message: Message): readonly string[] {
  return message.lead.flatMap((block) => (block.type === "card" ? [plainText([block])] : []));
}

/** From the first page to the last, with a restart before every step. */
async function leafThrough(world: AppWorld, first: Message): Promise<readonly Message[]> {
  const pages = [first];
  for (;;) {
    const next = waysOf(pages.at(-1) ?? first)[pages.length === 1 ? 0 : 1];
    if (next === undefined) return pages;
    await world.stop();
    await world.start(file);
    pages.push(await pressed(world, next));
  }
}

describe("pages", () => {
  it("of all briefings show each once, in place of each other", async () => {
    const world = openAppWorld();
    await world.start(file);
    await writeMany(world, 20);
    const pages = await leafThrough(world, await typed(world, "list"));
    expect(pages).toHaveLength(3);
    expect(pages.map(({ inPlace }) => inPlace)).toEqual([undefined, true, true]);
    expect(new Set(pages.flatMap(titlesOf))).toHaveLength(20);
    expect(plainText(pages[1]?.lead ?? [])).toContain("20 briefings · page 2");
    const [back = ""] = pages.slice(-1).flatMap(waysOf);
    expect(await pressed(world, back)).toEqual(pages[1]);
  });

  it.each([
    ["page-list:999", "page 3"],
    ["page-list:-4", "page 1"],
    ["page-list:two", "page 1"],
    ["page-list:1e9", "page 3"],
    ["page-list", "page 1"],
    ["page-list:2:no such topic", "There are no briefings on"],
    ["page-search:999:item", "page 4"],
    ["page-search:1:nothing", "No briefing contains"],
    ["page-newest:999", "item-"],
    ["digest-list:999", "No schedule posts"],
  ])("forged as %j are those that are there", async (action, told) => {
    const world = openAppWorld();
    await world.start(file);
    await writeMany(world, 17);
    expect(plainText((await pressed(world, action)).lead)).toContain(told);
  });

  it("of what a search found come best first, each once", async () => {
    const world = openAppWorld();
    await world.start(file);
    await writeMany(world, 12);
    const pages = await leafThrough(world, await typed(world, "search story"));
    expect(pages).toHaveLength(3);
    expect(new Set(pages.flatMap(titlesOf))).toHaveLength(12);
  });

  it("of the newest in one message open what they show", async () => {
    const world = openAppWorld();
    await world.start(file);
    await writeMany(world, 7);
    const pages = await leafThrough(world, await typed(world, "digest"));
    expect(pages.map((page) => titlesOf(page).length)).toEqual([5, 2]);
  });

  it("of many schedules lead to each with its buttons, and back", async () => {
    const [world, person] = await withSchedule("weekdays 10am name:s0");
    for (let index = 1; index < 9; index += 1)
      await person.press(button(await person.digest(`add 10am name:s${index}`), "digest-save"));
    const first = await person.digest("list");
    const pages = await leafThrough(world, first);
    expect(pages.map((page) => titlesOf(page).length)).toEqual([6, 3]);
    expect(plainText(pages[0]?.lead ?? [])).toContain("Made in chat by Ada");
    const one = await pressed(world, button(pages.at(-1) ?? first, "digest-one"));
    expect(plainText(one.lead)).toContain("Schedule “s6”");
    expect(await person.press(button(one, "digest-pause"))).toContain("“s6” rests");
  });

  it("of a long preview hold all that would be posted, and its thread", async () => {
    const [world, person] = await withSchedule("10am");
    world.now = world.now.add({ seconds: 1 });
    await writeMany(world, 12);
    const pages = await leafThrough(world, await person.digest("preview"));
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.flatMap(titlesOf)).toHaveLength(12);
    const texts = pages.map(({ lead }) => plainText(lead));
    expect(texts.every((text) => text.includes(`of ${pages.length}`))).toBe(true);
    expect(texts.join("\n")).toContain("and in the thread");
    await at(world, "2026-11-23T10:00:01Z");
    const again = new Person(world);
    expect(await again.press("digest-page:3:f.morning")).toContain("not there any more");
    expect(await again.says("preview")).toContain("nothing new");
  });
});
