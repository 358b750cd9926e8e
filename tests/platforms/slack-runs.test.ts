/** The next run of a digest in Slack, through Bolt: a preview is what is posted, and an approver decides in a direct message. */
import { expect, it, vi } from "vitest";
import { systemClock } from "../../src/delivery/clock.ts";
import { article } from "../app/app-world.ts";
import { read, type StoredMessage } from "../fakes/slack-reading.ts";
import { timelessLines } from "./rig.ts";
import { general, modes, openSlackBot, type SlackBot } from "./slack-bot.rig.ts";

interface World {
  slack: SlackBot;
  at(time: string): Promise<void>;
}

async function open(mode: (typeof modes)[number], words: string): Promise<World> {
  let now = Temporal.Instant.from("2026-11-23T08:00:00Z");
  const slack = await openSlackBot(mode, "", { ...systemClock, now: () => now });
  await slack.press(await slack.type(`/digest add ${words}`), "Save");
  now = now.add({ seconds: 1 });
  await slack.write(article("bridge"));
  return {
    slack,
    at: async (time) => {
      now = Temporal.Instant.from(`2026-11-${time}Z`);
      await slack.app.tick();
    },
  };
}

const textOf = (message: StoredMessage): string => read(message).text;
const idOf = (message: StoredMessage, label: string) => {
  const found = read(message).buttons.find((each) => each.label === label);
  if (found === undefined) throw new Error(`no button ${label}`);
  return { action_id: found.id, value: found.id };
};

it.each(modes)("a preview is what is posted at its time, over %s", async (mode) => {
  const { slack, at } = await open(mode, "daily 9am UTC title:Hello");
  const preview = await slack.type("/digest preview");
  expect(preview.text).toContain("only you see this");
  expect(slack.fake.shown()).toEqual([]);
  await at("23T09:00:01");
  const post = await slack.posted("bridge");
  for (const line of timelessLines(textOf(post))) expect(preview.text).toContain(line);
});

it("is posted now from the preview, once, or left out", async () => {
  const { slack, at } = await open("socket", "daily 9am UTC title:Hello");
  const preview = await slack.type("/digest preview");
  expect((await slack.press(preview, "Post now")).text).toContain("Posted to this channel: 1");
  const post = await slack.posted("bridge");
  for (const line of timelessLines(textOf(post))) expect(preview.text).toContain(line);
  expect((await slack.press(preview, "Post now")).text).toContain("1 is in this channel already");
  expect((await slack.press(preview, "Skip next")).text).toMatch(/Left out: 23 Nov/u);
  await at("23T09:00:01");
  expect((await slack.press(preview, "Skip next")).text).toContain("nothing was left out");
  expect(slack.fake.shown()).toHaveLength(1);
});

const words = "09:30 UTC approval:required ask:30m name:careful";

async function question(slack: SlackBot): Promise<StoredMessage> {
  const message = await slack.posted("May “careful” go out?");
  expect(message.channel).not.toBe(general);
  return message;
}

it.each(modes)(
  "an approver is asked in a direct message, approves, and it goes out at its time, over %s",
  async (mode) => {
    const { slack, at } = await open(mode, words);
    await at("23T09:05:00");
    const asked = await question(slack);
    const button = idOf(asked, "Approve");
    const stranger = await pressAs(slack, "U0PERSON2", asked, button);
    expect(stranger.text).toContain("This is for the approver of “careful”");
    const before = textOf(asked);
    const answers = await Promise.all([
      slack.answerTo(await slack.fake.press(asked, button)),
      slack.answerTo(await slack.fake.press(asked, button)),
    ]);
    expect(answers.map(({ text }) => text).join("\n")).toMatch(/goes out at its time/u);
    const decided = await vi.waitFor(() => {
      const found = slack.fake.shown().find(({ text }) => text.includes("Approved by"));
      if (found === undefined) throw new Error("it still asks");
      return found;
    }, 8_000);
    expect(decided.message.ts).toBe(asked.ts);
    expect(decided.buttons.map(({ label }) => label)).not.toContain("Approve");
    expect(slack.fake.shown().map(({ message }) => message.channel)).not.toContain(general);
    await at("23T09:30:00");
    const post = await vi.waitFor(() => {
      const found = slack.fake.shown().find(({ message }) => message.channel === general);
      if (found === undefined) throw new Error("nothing was posted");
      return found;
    }, 8_000);
    for (const line of timelessLines(post.text)) expect(before).toContain(line);
    const late = await slack.answerTo(await slack.fake.press(asked, button));
    expect(late.text).toMatch(/was approved already, by /u);
  },
);

it("a digest that its approver leaves out is not posted", async () => {
  const { slack, at } = await open("socket", words);
  await at("23T09:05:00");
  const asked = await question(slack);
  const url = await slack.fake.press(asked, idOf(asked, "Skip this one"));
  expect((await slack.answerTo(url)).text).toContain("is not posted this time");
  await at("23T09:30:00");
  await at("23T09:31:00");
  expect(slack.fake.shown().map(({ message }) => message.channel)).not.toContain(general);
  expect((await slack.type("/digest log")).text).toMatch(/vetoed the run of 23 Nov/u);
});

async function pressAs(
  slack: SlackBot,
  person: string,
  message: StoredMessage,
  button: { action_id: string; value: string },
) {
  const { workspace } = slack.fake;
  const { person: before } = workspace;
  workspace.person = person;
  try {
    return await slack.answerTo(await slack.fake.press(message, button));
  } finally {
    workspace.person = before;
  }
}

it("an approver who cannot be written to is stood in for by those who manage the channel, and it says so", async () => {
  const { slack, at } = await open("socket", words);
  slack.fake.fault("chat.postMessage", { kind: "error", code: "messages_tab_disabled" });
  await at("23T09:05:00");
  await vi.waitFor(async () => {
    await slack.app.tick();
    const said = slack.fake.shown().filter(({ message }) => message.channel === general);
    expect(said.map(({ text }) => text)).toEqual([
      expect.stringContaining("I cannot write to its approver"),
    ]);
    expect(said[0]?.text).not.toContain("bridge");
  }, 8_000);
  expect((await slack.type("/briefing status")).text).toMatch(
    /waits for approval; nobody could be asked, because the question could not be delivered/u,
  );
  const one = await slack.press(await slack.type("/digest list"), "Open");
  expect((await slack.press(one, "Approve")).text).toContain("goes out at its time");
  await at("23T09:30:00");
  await vi.waitFor(() => {
    const said = slack.fake.shown().filter(({ message }) => message.channel === general);
    expect(said.at(-1)?.text).toContain("bridge");
  }, 8_000);
});
