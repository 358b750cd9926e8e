/** A role is notified where a schedule says so, and nowhere else. */
import { describe, expect, it, vi } from "vitest";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { article } from "../app/app-world.ts";
import { mentionEveryone, type Role } from "../fakes/discord-permissions.ts";
import { type DiscordApp, manageServer, openDiscordApp, textOf } from "./discord-app.ts";

const readers: Role = { id: "223456789012345678", name: "Readers", mentionable: true };
const staff: Role = { id: "323456789012345678", name: "Staff `x` @everyone", mentionable: false };

const two = `channels: { discord: { news: "%" } }
schedules:
  morning: { to: "discord:news", at: "09:00", ping: "${readers.id}" }
  evening: { to: "discord:news", at: "18:00", empty: say }
`;

async function open(text = `channels: { discord: { news: "%" } }`): Promise<DiscordApp> {
  const world = await openDiscordApp();
  world.fake.world.roles.push(readers, staff);
  await world.start(text);
  return world;
}

function pingsOf(world: DiscordApp): readonly (readonly string[])[] {
  return world.posts().map(({ pings }) => [...pings]);
}

describe("a schedule with a role to notify", () => {
  it("notifies that role once, and no other schedule does", async () => {
    const world = await open(two);
    await world.write("bridge");
    await world.at("23T09:00:00");
    const post = await world.postThat("bridge");
    expect(pingsOf(world)).toEqual([[readers.id]]);
    await world.write("ferry");
    await world.at("23T18:00:00");
    await world.postThat("ferry");
    expect(pingsOf(world)).toEqual([[readers.id], []]);
    // The post follows its article and still names whom it was for; nobody is notified of that.
    const { edits } = post;
    post.pings.clear();
    const changed = article("bridge").replaceAll("The first point", "Another point");
    writeFileSync(join(world.directory, "briefings", "bridge.md"), changed);
    await vi.waitFor(async () => {
      world.now = world.now.add({ seconds: 10 });
      await world.app.tick();
      expect(post.edits).toBeGreaterThan(edits);
    }, 15_000);
    expect([...post.pings]).toEqual([]);
    expect(textOf(post)).toContain("Another point");
    expect(textOf(post)).toContain(`<@&${readers.id}>`);
  });

  it("notifies nobody of a day without anything new, nor twice of several posts of one run", async () => {
    const world = await open(`channels: { discord: { news: "%" } }
schedules:
  dull: { to: "discord:news", at: "09:00", empty: say, ping: "${readers.id}" }
  each: { to: "discord:news", at: "10:00", form: each, group: never, ping: "${readers.id}" }
`);
    await world.at("23T09:00:00");
    await vi.waitFor(() => expect(world.posts()).toHaveLength(1), 5_000);
    await world.write("bridge");
    await world.write("ferry");
    await world.at("23T10:00:00");
    await world.postThat("bridge");
    await world.postThat("ferry");
    expect(pingsOf(world).flat()).toEqual([readers.id]);
    expect(pingsOf(world)[0]).toEqual([]);
  });
});

describe("somebody who makes a schedule on Discord", () => {
  it("chooses a role from the menu, sees its name, and can take it back", async () => {
    const world = await open();
    const understood = await world.digest("add", { when: "09:00 UTC", ping: readers.id });
    expect(understood.text).toContain("notifies @Readers");
    expect(understood.message.pings.size).toBe(0);
    await world.press(understood, "Save");
    await world.write("bridge");
    await world.at("23T09:00:00");
    await world.postThat("bridge");
    expect(pingsOf(world)).toEqual([[readers.id]]);
    expect((await world.digest("list")).text).toContain("notifies @Readers");
    const edited = await world.digest("edit", { "no-ping": true });
    expect(edited.text).not.toContain("notifies");
    await world.press(edited, "Save");
    await world.write("ferry");
    await world.at("24T09:00:00");
    await world.postThat("ferry");
    expect(pingsOf(world)).toEqual([[readers.id], []]);
  });

  it("must be allowed to mention the role, when it is written and again when it is saved", async () => {
    const world = await open();
    const discord = world.fake.world;
    const options = { when: "09:00 UTC", ping: staff.id };
    expect((await world.digest("add", options)).text).toContain("You may not notify @Staff");
    discord.personMay = manageServer | mentionEveryone;
    expect((await world.digest("add", options)).text).toContain("I may not notify @Staff");
    discord.everyoneMay |= mentionEveryone;
    world.fake.tellServer();
    const understood = await vi.waitFor(async () => {
      const seen = await world.digest("add", options);
      expect(seen.text).toContain("notifies @Staff");
      return seen;
    });
    discord.personMay = manageServer;
    expect((await world.press(understood, "Save")).text).toContain("You may not notify @Staff");
    expect((await world.digest("list")).text).toContain("No schedule posts to this channel yet");
    discord.personMay = manageServer | mentionEveryone;
    expect((await world.press(understood, "Save")).text).toContain("Saved");
    // Who may not notify the role changes the rest, and the role stays.
    discord.personMay = manageServer;
    const everyone = await world.digest("edit", { ping: discord.guild });
    expect(everyone.text).toContain("I do not notify everyone of a server");
    expect((await world.digest("edit", { ping: "423456789012345678" })).text).toContain(
      "There is no such role here",
    );
    expect((await world.digest("list")).text).toContain("notifies @Staff 'x' @everyone");
  });
});
