/** The forms of a schedule through the whole bot: from files to posts. */
import { describe, expect, it, vi } from "vitest";
import { openAppWorld, type AppWorld } from "./app-world.ts";
import { ada, at, inNews, news, Person, shows, write } from "./digest-person.ts";

const configuration = `timezone: Europe/London
channels: { web: { news: null } }
schedules:
  each: { to: "web:news", form: each, title: What is new, quiet: "22:00-07:00" }
  morning: { to: "web:news", when: daily 9am, empty: say, title: Morning digest }
`;

async function land(world: AppWorld, time: string, ...names: string[]): Promise<void> {
  world.now = Temporal.Instant.from(`2026-11-${time}:00Z`);
  const before = world.app.shelf.known().length;
  for (const name of names) world.write(name);
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(before + names.length), {
    timeout: 10_000,
  });
}

async function tick(world: AppWorld, time: string): Promise<readonly string[]> {
  world.now = Temporal.Instant.from(`2026-11-${time}:00Z`);
  const before = world.chat.shown.length;
  const { planned } = await world.app.tick();
  await vi.waitFor(() => expect(world.chat.shown.length).toBeGreaterThanOrEqual(before + planned));
  return world.chat.shown.slice(before).map(({ text }) => String(text));
}

describe("a channel with each briefing as it comes and a digest", () => {
  it("gets one post for one, one for many, none in quiet hours, and is told that nothing is left", async () => {
    const world = openAppWorld();
    world.now = Temporal.Instant.from("2026-11-23T09:30:00Z");
    world.write("old");
    await world.start(configuration);
    await land(world, "23T10:00", "bridge");
    const [single = "", ...more] = await tick(world, "23T10:01");
    expect(single).toMatch(/^bridge/u);
    expect(more).toEqual([]);

    await land(world, "23T12:00", "a", "b", "c", "d");
    const [many = "", ...others] = await tick(world, "23T12:01");
    expect(many).toMatch(/^What is new\n+4 briefings/u);
    expect(others).toEqual([]);

    await land(world, "23T23:00", "night");
    expect(await tick(world, "23T23:01")).toEqual([]);
    expect(await tick(world, "24T07:00")).toEqual([expect.stringMatching(/^night/u)]);
    const [digest = ""] = await tick(world, "24T09:00");
    expect(digest).toContain("Morning digest");
    expect(digest).toContain("Nothing new since the last digest.");
  });
});

describe("a digest with empty: most-read", () => {
  const file = `channels: { web: { news: null } }
schedules:
  morning: { to: "web:news", at: "00:30", timezone: Asia/Tokyo, title: Morning, empty: most-read }
`;

  it("shows in its preview and then posts what was read, and has the date of its own zone", async () => {
    const world = openAppWorld();
    await world.start(file);
    for (const name of ["bridge", "ferry"]) await write(world, name);
    await at(world, "2026-11-23T15:30:01Z");
    const [first] = await shows(world, 1);
    // In UTC it is still Monday.
    expect(first).toContain("2 briefings · Tuesday, 24 Nov 2026");
    const message = world.chat.shown.find(({ channel }) => channel === "news")?.message ?? "";
    const press = { id: "read-1", caller: ada, action: "read:ferry" };
    await world.bot.onAction({ ...press, post: { address: news, message } });
    await shows(world, 2);
    const person = new Person(world);
    const preview = await person.says("preview");
    expect(preview).toContain("most read of the week · Wednesday, 25 Nov 2026");
    expect(preview).not.toContain("bridge");
    await at(world, "2026-11-24T15:30:01Z");
    const posted = (await shows(world, 3))[2] ?? "";
    expect(preview).toContain(posted);
    expect(posted).toContain("This was read most here in the last seven days");
    await at(world, "2026-11-25T15:30:01Z");
    await at(world, "2026-11-26T15:30:01Z");
    expect(await person.says("preview")).toContain("nothing new for it at the moment");
    expect(inNews(world)).toHaveLength(3);
    expect(await person.says("list")).toContain("without anything new it tells what was most read");
  });
});
