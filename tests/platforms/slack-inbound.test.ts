/** What people do in Slack, as the bot hears it. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Address } from "../../src/platforms/platform.ts";
import { plainOfMarkup } from "../../src/platforms/slack/hear/markup.ts";
import { recordingBot, note, type RecordingBot } from "./recording-bot.ts";
import { messageOf, paragraph } from "./slack-json.ts";
import { openSlackRigWith, type SlackRig } from "./slack.rig.ts";

describe.each(["socket", "http"] as const)("over %s", (mode) => {
  let rig: SlackRig;
  let bot: RecordingBot;
  let to: Address;

  beforeEach(async () => {
    bot = recordingBot();
    rig = await openSlackRigWith(mode, bot);
    to = await rig.platform.locate(rig.channel);
  });

  afterEach(() => rig.stop());

  async function post(more: Partial<Address> = {}): Promise<string> {
    const payload = rig.platform.render(
      messageOf([
        paragraph("Posted"),
        {
          type: "actions",
          items: [
            { type: "button", id: "read:a", label: "Read" },
            { type: "link", label: "Source", href: "https://example.org/" },
          ],
        },
      ]),
    )[0]?.payload;
    return (await rig.platform.post(payload ?? {}, { ...to, ...more }, "key")).message;
  }

  /** Everything sent before has been dealt with once this was answered. */
  async function settle(): Promise<void> {
    await rig.command("latest", {});
  }

  describe("what is said in Slack", () => {
    it("reaches the bot once, though a mention in our thread comes as two events", async () => {
      const root = await post();
      await rig.say(root, "How long is it?");
      await settle();
      expect(bot.calls.replies).toHaveLength(1);
      expect(bot.calls.replies[0]).toMatchObject({
        id: expect.stringMatching(/^C0GENERAL:\d+\.\d+$/),
        text: "How long is it?",
        caller: { person: "U0PERSON1", address: { ...to, thread: { root } } },
        root: { address: to, message: root },
      });
    });

    it("is acknowledged and not heard again when Slack delivers it again, whatever it says about that", async () => {
      const root = await post();
      const ts = await rig.fake.say(to.channel, "Is it open?", { root });
      for (const attempt of [1, 0, 2])
        await rig.fake.say(to.channel, "Is it open?", { root, ts, attempt });
      await settle();
      expect(bot.calls.replies.map(({ text }) => text)).toEqual(["Is it open?"]);
    });

    it("is on disk before it is acknowledged, and heard after that", async () => {
      const accepting = Promise.withResolvers<boolean>();
      bot.accept = ({ kind }) => (kind === "reply" ? accepting.promise : Promise.resolve(true));
      await rig.stop();
      rig = await openSlackRigWith(mode, bot);
      to = await rig.platform.locate(rig.channel);
      let isAcknowledged = false;
      const said = (async () => {
        await rig.fake.say(to.channel, "<@U0BOT0001> hello");
        isAcknowledged = true;
      })();
      await settle();
      expect([isAcknowledged, bot.calls.replies]).toEqual([false, []]);
      accepting.resolve(true);
      await said;
      await vi.waitFor(() => expect(bot.calls.replies.length).toBeGreaterThan(0));
    });

    it("is not acknowledged when it cannot be put on disk, so that Slack delivers it again", async () => {
      const { accept } = bot;
      bot.accept = () => Promise.reject(new Error("The disk is full."));
      await rig.stop();
      rig = await openSlackRigWith("http", bot);
      to = await rig.platform.locate(rig.channel);
      const ts = rig.fake.workspace.nextTs();
      const text = "<@U0BOT0001> hello";
      await expect(rig.fake.say(to.channel, text, { ts })).rejects.toThrow("500");
      expect(bot.calls.replies).toEqual([]);
      bot.accept = accept;
      await rig.stop();
      rig = await openSlackRigWith("http", bot);
      await rig.fake.say(to.channel, text, { ts, attempt: 1 });
      await vi.waitFor(() => expect(bot.calls.replies).toHaveLength(1));
    });

    it("may be a mention anywhere, with its own thread", async () => {
      const ts = await rig.fake.say(to.channel, "<@U0BOT0001>: what is new?");
      await vi.waitFor(() => expect(bot.calls.replies).toHaveLength(1));
      expect(bot.calls.replies[0]).toMatchObject({
        text: "what is new?",
        root: { address: to, message: ts },
      });
    });

    it("may be a direct message", async () => {
      await rig.fake.event({
        type: "message",
        channel_type: "im",
        channel: "D0DIRECT",
        user: "U0PERSON1",
        text: "hello",
        ts: "1700000000.000100",
      });
      await vi.waitFor(() => expect(bot.calls.replies).toHaveLength(1));
      expect(bot.calls.replies[0]).toMatchObject({
        text: "hello",
        id: "D0DIRECT:1700000000.000100",
      });
    });

    it("is not for the bot where people talk among themselves, where bots talk, or where nobody does", async () => {
      const root = await post();
      const other = await rig.fake.say(to.channel, "Lunch?");
      await rig.fake.say(to.channel, "Yes", { root: other });
      await rig.fake.say(to.channel, "I am a bot", { root, more: { bot_id: "B0OTHER" } });
      await rig.fake.say(to.channel, "I am you", { root, more: { user: "U0BOT0001" } });
      for (const subtype of ["message_changed", "message_deleted", "channel_join", "bot_message"]) {
        await rig.fake.say(to.channel, "Changed", { root, more: { subtype } });
      }
      await rig.fake.event({ type: "message" });
      await rig.fake.event({ type: "app_mention", text: 1 });
      await settle();
      expect(bot.calls.replies).toEqual([]);
    });

    it("is not for us when it comes from another workspace", async () => {
      const event = {
        type: "app_mention",
        channel: to.channel,
        user: "U0PERSON1",
        text: "<@U0BOT0001> hi",
        ts: "1700000000.000200",
      };
      await rig.fake.event(event, 0, {
        team_id: "T0OTHER",
        authorizations: [{ team_id: "T0OTHER" }],
      });
      await settle();
      expect(bot.calls.replies).toEqual([]);
    });
  });

  describe("a pressed button", () => {
    it("belongs to its post, also in a thread, and is answered there", async () => {
      const root = await post();
      const child = await post({ thread: { root, title: "" } });
      expect(await rig.press(child, "read:a")).toContain("Certainly.");
      const { post: pressed, id } = bot.calls.actions[0] ?? {};
      expect(pressed).toMatchObject({ message: child, address: { thread: { root } } });
      expect(id).toMatch(/^trigger/);
    });

    it("that leads out of the chat is none of the bot's business", async () => {
      const message = rig.fake.workspace.messageAt(to.channel, await post());
      if (message === undefined) throw new Error("nothing was posted");
      const url = await rig.fake.press(message, { action_id: "link" });
      await settle();
      expect(bot.calls.actions).toEqual([]);
      expect(rig.fake.asks.answersTo(url)).toEqual([]);
    });

    it("may have nothing to say", async () => {
      const root = await post();
      bot.onAction = () => Promise.resolve(null);
      await rig.stop();
      rig = await openSlackRigWith(mode, bot);
      to = await rig.platform.locate(rig.channel);
      expect(root).toMatch(/^\d+\.\d+$/);
      expect(await rig.press(await post(), "read:a")).toBeNull();
    });
  });

  describe("who asks", () => {
    it("is told by what others call them, or by what they sign in with where Slack does not tell", async () => {
      await rig.command("latest", {});
      rig.fake.workspace.person = "U0NAMELESS";
      await rig.command("latest", {});
      rig.fake.workspace.scopes.delete("users:read");
      rig.fake.workspace.person = "U0UNKNOWN";
      await rig.command("latest", {});
      await rig.press(await post(), "read:a");
      const named = [...bot.calls.commands, ...bot.calls.actions].map(({ caller }) => caller.name);
      expect(named).toEqual(["Ada", "ada.l", "ada.l", "ada.l"]);
    });
  });

  describe("an answer", () => {
    it("is for the asker alone and replaces nothing", async () => {
      const url = await rig.fake.command(to.channel, "/briefing", "  show   bridge ");
      await vi.waitFor(() => expect(rig.fake.asks.rawAnswersTo(url)).toHaveLength(1));
      expect(rig.fake.asks.rawAnswersTo(url)[0]).toMatchObject({
        response_type: "ephemeral",
        replace_original: false,
      });
      expect(bot.calls.commands[0]).toMatchObject({
        command: "briefing",
        input: { kind: "line", text: "show   bridge" },
        caller: { address: to, person: "U0PERSON1" },
      });
    });

    it("comes even where the bot breaks its promise not to fail", async () => {
      bot.onCommand = () => Promise.reject(new Error("boom xoxb-1-secret"));
      await rig.stop();
      rig = await openSlackRigWith(mode, bot);
      expect(await rig.command("latest", {})).toContain("Something went wrong");
      expect(rig.log.filter(({ level }) => level === "error")).toEqual([
        {
          level: "error",
          message: "The bot could not answer",
          fields: { platform: "slack", reason: "boom [token]" },
        },
      ]);
    });

    it("is acknowledged before the bot has thought about it", async () => {
      let finish = (): void => undefined;
      const thinking = new Promise<void>((resolve) => {
        finish = resolve;
      });
      bot.onCommand = async () => {
        await thinking;
        return note("At last.");
      };
      await rig.stop();
      rig = await openSlackRigWith(mode, bot);
      const url = await rig.fake.command(rig.channel, "/briefing", "latest");
      expect(rig.fake.asks.answersTo(url)).toEqual([]);
      finish();
      await vi.waitFor(() => expect(rig.fake.asks.answersTo(url)[0]?.text).toBe("At last."));
    });

    it("takes a command of ten thousand characters", async () => {
      const long = "<!channel> ".repeat(1_000);
      expect(await rig.command("search", { words: long })).toContain("Certainly.");
      expect(bot.calls.commands[0]?.input).toMatchObject({ text: `search ${long.trim()}` });
    });
  });
});

describe("what Slack passes on", () => {
  it.each([
    ["<@U0BOT0001> how long?", "how long?"],
    ["<@U0BOT0001|briefing>, how long?", "how long?"],
    ["  <@U0BOT0001> <@U0BOT0001>: hi", "hi"],
    ["ask <@U0BOT0001> this", "ask @U0BOT0001 this"],
    [
      "see <https://example.org/a|the page> and <https://example.org>",
      "see the page and https://example.org",
    ],
    [
      "<#C1|general> <!here> <!subteam^S1|@team> &lt;b&gt; &amp;amp;",
      "#general @here @team <b> &amp;",
    ],
    ["<@U0BOT0001>", ""],
  ])("becomes plain words: %s", (markup, plain) => {
    expect(plainOfMarkup(markup, "U0BOT0001")).toBe(plain);
  });
});
