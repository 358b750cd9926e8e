/** Names and words with markup, wherever the bot shows what people call themselves, their roles and their digests. */
import { expect, it } from "vitest";
import { hostileStrings } from "../briefing/hostile.ts";
import { textsOf } from "../fakes/discord-checks.ts";
import { resolveMarkdown } from "../fakes/discord-text.ts";
import { type DiscordApp, openDiscordApp } from "./discord-app.ts";

/** What our own messages are made of. */
const ours = new Set(["bold", "italic", "code", "link", "heading", "item", "small", "time"]);

function alive(world: DiscordApp): readonly string[] {
  const all = [...world.fake.world.messages.values()];
  const texts = all.flatMap(({ content, components }) => [content, ...textsOf(components)]);
  const found = texts.flatMap((text) => resolveMarkdown(text).alive);
  expect(all.flatMap(({ pings }) => [...pings])).toEqual([]);
  return [...new Set(found.filter((each) => !ours.has(each)))];
}

it("are words in what is understood, listed, logged and told to somebody alone", async () => {
  const world = await openDiscordApp();
  const { fake } = world;
  const role = { id: "223456789012345678", name: "Readers", mentionable: true };
  fake.world.roles.push(role);
  await world.start(`channels: { discord: { news: "%" } }`);
  let saved = 0;
  for (const words of hostileStrings.filter((_, at) => at % 6 === 0)) {
    fake.world.person.username = words;
    role.name = words;
    fake.world.emit("dispatch", "GUILD_ROLE_UPDATE", {
      guild_id: fake.world.guild,
      role: { ...role, position: 1, permissions: "0" },
    });
    const options = { when: "09:00 UTC", name: words, title: words, exclude: words };
    const understood = await world.digest("add", { ...options, ping: role.id });
    // A few are no words to leave out, such as a pattern that is none.
    if (!understood.text.includes("09:00")) continue;
    await world.press(understood, "Save");
    saved += 1;
    const list = await world.digest("list");
    expect(list.text, words).toContain("Made in chat by");
    await world.digest("log");
    await world.digest("pause", { schedule: words });
    await world.press(await world.digest("list"), "Remove");
    await world.press(await world.digest("remove"), "Remove it");
    expect((await world.digest("list")).text, words).toContain("No schedule posts to this channel");
    expect(alive(world), words).toEqual([]);
  }
  expect(saved).toBeGreaterThan(20);
  const commands = await world.digest("pause", {
    schedule: hostileStrings.join(" ").slice(0, 900),
  });
  expect(commands.text).not.toBe("");
  expect(alive(world)).toEqual([]);
}, 60_000);
