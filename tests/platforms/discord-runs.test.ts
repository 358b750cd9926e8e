/** The next run of a digest on Discord, through discord.js: a preview is what is posted, and its buttons do what they say. */
import { expect, it } from "vitest";
import { type DiscordApp, openDiscordApp, textOf } from "./discord-app.ts";
import { timelessLines } from "./rig.ts";

async function open(): Promise<DiscordApp> {
  const world = await openDiscordApp();
  await world.start(`channels: { discord: { news: "%" } }`);
  const options = { when: "daily 9am UTC", title: "Hello" };
  await world.press(await world.digest("add", options), "Save");
  await world.write("bridge");
  return world;
}

it("is shown to the asker alone, and posted the same at its time", async () => {
  const world = await open();
  const preview = await world.digest("preview");
  expect(preview.text).toContain("only you see this");
  expect(preview.message.onlyFor).toBe(world.fake.world.person.id);
  expect(world.posts()).toEqual([]);
  await world.at("23T09:00:01");
  const post = await world.postThat("bridge");
  for (const line of timelessLines(textOf(post))) expect(preview.text).toContain(line);
});

it("is posted now from the preview, once, or left out", async () => {
  const world = await open();
  const preview = await world.digest("preview");
  expect((await world.press(preview, "Post now")).text).toContain("Posted to this channel: 1");
  const post = await world.postThat("bridge");
  for (const line of timelessLines(textOf(post))) expect(preview.text).toContain(line);
  const again = await world.digest("preview");
  expect(again.text).toContain("1 is in this channel already");
  expect((await world.press(again, "Skip next")).text).toContain("Left out: 23 Nov 2026, 09:00");
  await world.write("ferry");
  await world.at("23T09:00:01");
  expect(world.posts()).toHaveLength(1);
  await world.at("24T09:00:01");
  await world.postThat("ferry");
});
