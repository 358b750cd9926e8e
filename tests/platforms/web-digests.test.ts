/** `/digest` in the local chat: a preview is what is posted, its buttons do what they say, and an approver decides. */
import { expect, it } from "vitest";
import { timelessLines } from "./rig.ts";
import { sightOf, WebApp } from "./web-app.ts";

const desk = `channels: { web: { news: null, desk: null } }
schedules:
  morning: { to: "web:news", at: "09:00", approval: required, approver: "web:desk", ask: 30m }
`;

async function withDigest(words = "daily 9am UTC title:Hello") {
  const world = new WebApp();
  await world.start(`channels: { web: { news: null } }`);
  const ada = world.person("news");
  await ada.press(await ada.type(`/digest add ${words}`), "Save");
  return { world, ada, bo: world.person("news") };
}

/** The approver has been asked about the first post. */
async function askedAtTheDesk() {
  const world = new WebApp();
  await world.start(desk);
  const editor = world.person("desk");
  await world.write("bridge");
  await world.at("23T08:30:00");
  const question = await sightOf(editor, /May “morning” go out\?/u);
  return { world, editor, reader: world.person("news"), question };
}

it("shows a preview to the asker alone, and posts the same at its time", async () => {
  const { world, ada, bo } = await withDigest();
  await world.write("bridge");
  await world.write("ferry");
  const preview = await ada.type("/digest preview");
  expect(preview.text).toContain("only you see this");
  expect(preview.buttons).toEqual(expect.arrayContaining(["Post now", "Skip next"]));
  expect(await bo.sees()).toEqual([]);
  await world.at("23T09:00:01");
  const post = await sightOf(bo, /bridge/u);
  for (const line of timelessLines(post.text)) expect(preview.text).toContain(line);
});

it("posts now what the preview shows, once, whoever presses again", async () => {
  const { world, ada, bo } = await withDigest();
  await world.write("bridge");
  const preview = await ada.type("/digest preview");
  const posted = await ada.press(preview, "Post now");
  expect(posted.text).toContain("Posted to this channel: 1 briefing. The next run leaves it out.");
  const post = await sightOf(bo, /bridge/u);
  for (const line of timelessLines(post.text)) expect(preview.text).toContain(line);
  const again = await ada.type("/digest preview");
  expect(again.text).toContain("1 is in this channel already");
  expect(again.buttons).not.toContain("Post now");
  await world.at("23T09:00:01");
  expect(await bo.sees()).toHaveLength(1);
});

it("leaves out the run that the preview shows, and only that one", async () => {
  const { world, ada, bo } = await withDigest();
  await world.write("bridge");
  const done = await ada.press(await ada.type("/digest preview"), "Skip next");
  expect(done.text).toMatch(/leaves one run out[^]*Left out: .*23 Nov[^]*24 Nov/u);
  await world.at("23T09:00:01");
  expect(await bo.sees()).toEqual([]);
  await world.at("24T09:00:01");
  await sightOf(bo, /bridge/u);
});

it("asks in the approver's channel, and posts at its time what was approved there", async () => {
  const { world, editor, reader, question } = await askedAtTheDesk();
  const other = world.person("desk");
  const stale = await sightOf(other, /May “morning” go out\?/u);
  await world.write("late");
  expect((await editor.press(question, "Approve")).text).toContain("goes out at its time");
  const decided = await sightOf(editor, /Approved by/u);
  expect(decided.buttons).not.toContain("Approve");
  await expect(editor.press(decided, "Approve")).rejects.toThrow("no button");
  expect(await reader.sees()).toEqual([]);
  await world.at("23T09:00:00");
  const post = await sightOf(reader, /bridge/u);
  expect(post.text).not.toContain("late");
  for (const line of timelessLines(post.text)) expect(question.text).toContain(line);
  // A page that was open before still has the button.
  expect((await other.press(stale, "Approve")).text).toContain("This button is not there any more");
});

it("does not post what was left out there, and asks again with the next one", async () => {
  const { world, editor, reader, question } = await askedAtTheDesk();
  expect((await editor.press(question, "Skip this one")).text).toContain("not posted this time");
  await sightOf(editor, /Not posted this time, says/u);
  await world.at("23T09:00:00");
  await world.at("23T09:01:00");
  expect(await reader.sees()).toEqual([]);
  await world.at("24T08:30:00");
  const again = await sightOf(editor, /May “morning” go out\?/u);
  await editor.press(again, "Approve");
  await world.at("24T09:00:00");
  await sightOf(reader, /bridge/u);
});
