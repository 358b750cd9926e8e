/** The whole bot in Slack, as somebody uses it: posts, questions, forms, the App Home, direct messages. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { seenIn } from "../fakes/slack-views.ts";
import { general, modes, openSlackBot, type SlackBot } from "./slack-bot.rig.ts";

const question = (value: string): Readonly<Record<string, object>> => ({
  question: { type: "plain_text_input", value },
});

describe.each(modes)("somebody in Slack over %s", (mode) => {
  let slack: SlackBot;

  beforeEach(async () => {
    slack = await openSlackBot(mode);
  });

  it("shares a briefing, reads it in the thread, and asks it in every way there is", async () => {
    const { fake } = slack;
    await slack.type("/briefing show leap-second share");
    const post = await slack.posted("leap second");
    const replies = (): readonly string[] =>
      fake
        .shown()
        .filter(({ message }) => message.thread_ts === post.ts)
        .map(({ text }) => text);
    const answered = (words: RegExp): Promise<void> =>
      // One message a second is the most in a channel.
      vi.waitFor(() => expect(replies().at(-1)).toMatch(words), 8_000);
    await fake.press(post, { action_id: "ask:leap-second", value: "ask:leap-second" });
    await fake.submit(await slack.window(), question("Who decided it?"));
    await answered(/“[^]*”/u);
    await fake.shortcut("ask-post", general, post.ts);
    await fake.submit(await slack.window(), question("When does it end?"));
    await vi.waitFor(() => expect(replies()).toHaveLength(2), 8_000);
    await fake.say(general, `<@${fake.workspace.bot.user}> what does it cost in euros?`, {
      root: post.ts,
    });
    await vi.waitFor(() => expect(replies()).toHaveLength(3), 8_000);
    await answered(/does not say/u);
    await fake.say(general, "Who decided it?", { root: post.ts });
    await vi.waitFor(() => expect(replies()).toHaveLength(4), 8_000);
    await fake.press(post, { action_id: "read:leap-second", value: "read:leap-second" });
    await vi.waitFor(() => expect(replies().length).toBeGreaterThan(4), 8_000);
    expect(slack.complaints).toEqual([]);
  }, 30_000);

  it("does what the form behind a bare command offers", async () => {
    const { fake } = slack;
    const url = await fake.command(general, "/briefing", "");
    const open = await slack.window();
    expect(await fake.suggest(open, "name", "leap")).toMatchObject({
      options: [{ value: "leap-second" }],
    });
    await fake.submit(open, {
      sub: { type: "static_select", selected_option: { value: "show" } },
      name: { type: "external_select", selected_option: { value: "leap-second" } },
      words: { type: "plain_text_input", value: null },
    });
    expect((await slack.answerTo(url)).text).toContain("leap second");
    expect(slack.complaints).toEqual([]);
  });

  it("understands or helps, however they type", async () => {
    const typed = [
      ["/briefing latset", /did you mean|latest/iu],
      ["/briefing “leap second” show", /leap/u],
      ["/briefing show leap-secnd", /leap-second/u],
      ["/briefing help", /\/briefing latest/u],
      ["/digest help", /\/digest add/u],
      ["/digest paus", /pause/u],
    ] as const;
    for (const [line, says] of typed) expect((await slack.type(line)).text, line).toMatch(says);
    expect(slack.fake.shown()).toEqual([]);
  });

  it("reads, searches and gets help in the App Home", async () => {
    const home = await slack.openHome();
    expect(seenIn(home).text).toContain("briefings in all");
    await slack.pressIn(home, "Search");
    const form = await slack.window();
    await slack.fake.submit(form, { words: { type: "plain_text_input", value: "leap" } });
    expect(seenIn(form).text).toContain("leap second");
    await slack.pressIn(home, "What I can do");
    expect(seenIn(await slack.window(/\/briefing/u)).text).toContain("/digest");
    expect(slack.complaints).toEqual([]);
  });

  describe("in a direct message", () => {
    const direct = "D0DIRECT";
    const said = (text: string): Promise<unknown> =>
      slack.fake.say(direct, text, { more: { channel_type: "im" } });

    beforeEach(() => {
      slack.fake.workspace.addChannel(direct, "direct");
    });

    it("gets the same answers without a slash as with one", async () => {
      const lines = [
        "list",
        "show leap-second",
        "search leap",
        "why leap-second",
        "status",
        "help",
      ];
      for (const line of lines) {
        const before = slack.fake.shown().length;
        const { text } = await slack.type(`/briefing ${line}`, direct);
        await said(`briefing ${line}`);
        await vi.waitFor(() => {
          const answers = slack.fake.shown().slice(before);
          expect(answers.map((each) => each.text).join("\n")).toBe(text);
        }, 8_000);
      }
    }, 30_000);

    it("makes a schedule and keeps it, without a slash", async () => {
      await said("digest add weekdays 9am");
      const shown = (words: string): Promise<void> =>
        vi.waitFor(() => expect(slack.fake.shown().at(-1)?.text).toContain(words), 8_000);
      await shown("Nothing is saved yet");
      const draft = slack.fake.shown().at(-1);
      const save = draft?.buttons.find(({ label }) => label === "Save");
      if (draft === undefined || save === undefined) throw new Error("nothing to save");
      await slack.answerTo(
        await slack.fake.press(draft.message, { action_id: save.id, value: save.id }),
      );
      await said("digest list");
      await shown("weekdays at 09:00, Asia/Tokyo");
    });

    it("is answered to a question", async () => {
      await said("Who decided to end the leap second?");
      await vi.waitFor(() => expect(slack.fake.shown()[0]?.text).toMatch(/leap second/iu), 5_000);
    });
  });
});

it("leaves people to themselves in the threads of a channel that wants it so, and answers who mentions it", async () => {
  const slack = await openSlackBot("socket", "replies: { slack:news: mentions }\n");
  const { fake } = slack;
  await slack.type("/briefing show leap-second share");
  const post = await slack.posted("leap second");
  const answers = (): number =>
    fake.shown().filter(({ message }) => message.thread_ts === post.ts).length;
  await fake.say(general, "Who decided it?", { root: post.ts });
  await fake.say(general, `<@${fake.workspace.bot.user}> who decided it?`, { root: post.ts });
  await vi.waitFor(() => expect(answers()).toBe(1), 8_000);
  // Whatever was to come has come by the time that a later one is answered.
  await fake.say(general, `<@${fake.workspace.bot.user}> and when?`, { root: post.ts });
  await vi.waitFor(() => expect(answers()).toBe(2), 8_000);
  expect(slack.complaints).toEqual([]);
}, 20_000);
