/** Forms as Slack's modals: opened in time, filled in, found fault with, answered where the person is. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Form } from "../../src/briefing/form.ts";
import type { Address } from "../../src/platforms/platform.ts";
import { seenIn, type OpenView } from "../fakes/slack-views.ts";
import { note, recordingBot, type RecordingBot } from "./recording-bot.ts";
import { messageOf, paragraph } from "./slack-json.ts";
import { openSlackRigWith, type SlackRig } from "./slack.rig.ts";

const base = { hint: "", required: true } as const;
const form: Form = {
  id: "add:news",
  title: "Add a digest to this channel",
  intro: "It posts what is new. <!channel> stays as it is.",
  submit: "Add",
  fields: [
    {
      ...base,
      type: "text",
      name: "title",
      label: "Title",
      isLong: false,
      placeholder: "Morning digest",
      value: "News",
      most: 100,
    },
    {
      ...base,
      type: "choice",
      name: "form",
      label: "Form",
      choices: [
        { label: "Digest", value: "digest" },
        { label: "Each", value: "each" },
      ],
      value: "digest",
      searches: false,
    },
    {
      ...base,
      type: "choice",
      name: "name",
      label: "Briefing",
      choices: [],
      value: "",
      searches: true,
    },
    {
      ...base,
      required: false,
      hint: "None means all",
      type: "choices",
      name: "topics",
      label: "Topics",
      choices: [
        { label: "Space", value: "space" },
        { label: "Time", value: "time" },
      ],
      values: ["time"],
    },
    { ...base, type: "time", name: "at", label: "At", value: "09:00" },
    { ...base, type: "channel", name: "channel", label: "Channel", value: "" },
  ],
};

const filled = {
  title: { type: "plain_text_input", value: "Morning" },
  form: { type: "static_select", selected_option: { value: "each" } },
  name: { type: "external_select", selected_option: { value: "ariane-6" } },
  topics: { type: "checkboxes", selected_options: [] },
  at: { type: "timepicker", selected_time: "08:30" },
  channel: { type: "conversations_select", selected_conversation: "C0GENERAL" },
};

describe.each(["socket", "http"] as const)("a form, over %s", (mode) => {
  let rig: SlackRig;
  let bot: RecordingBot;
  let to: Address;

  beforeEach(async () => {
    bot = recordingBot();
    rig = await openSlackRigWith(mode, bot);
    to = await rig.platform.locate(rig.channel);
    bot.form = form;
  });

  afterEach(() => rig.stop());

  async function modal(): Promise<OpenView> {
    return vi.waitFor(() => {
      const top = rig.fake.windows.modals.at(-1);
      if (top === undefined) throw new Error("no window is open");
      return top;
    });
  }

  async function post(): Promise<string> {
    const items = [{ type: "button" as const, id: "ask:a", label: "Ask" }];
    const message = messageOf([paragraph("Posted"), { type: "actions", items }]);
    const payload = rig.platform.render(message)[0]?.payload ?? {};
    return (await rig.platform.post(payload, to, "key")).message;
  }

  it("opens for a command, and brings back every field; the answer is for the asker alone", async () => {
    const url = await rig.fake.command(rig.channel, "/briefing", "add");
    const open = await modal();
    expect(seenIn(open)).toMatchObject({ pings: [], text: expect.stringContaining("<!channel>") });
    expect(bot.calls.commands).toEqual([]);
    await rig.fake.submit(open, filled);
    await vi.waitFor(() => expect(rig.fake.asks.answersTo(url)).toHaveLength(1));
    expect(rig.fake.asks.answersTo(url)[0]?.text).toBe("Certainly.");
    expect(rig.fake.windows.modals).toEqual([]);
    expect(bot.calls.submits).toHaveLength(1);
    expect(bot.calls.submits[0]).toMatchObject({
      form: "add:news",
      caller: {
        address: to,
        person: "U0PERSON1",
        name: "Ada",
        timeZone: "Asia/Tokyo",
        locale: "en-GB",
      },
      filled: {
        title: "Morning",
        form: "each",
        name: "ariane-6",
        topics: [],
        at: "08:30",
        channel: "C0GENERAL",
      },
    });
    expect(bot.calls.submits[0]?.post).toBeUndefined();
  });

  it("shows faults beside their fields, stays open, and works when sent again", async () => {
    await rig.fake.command(rig.channel, "/briefing", "add");
    const open = await modal();
    bot.faults = { faults: { at: "That time is in the past.", unseen: "And this is odd." } };
    expect(await rig.fake.submit(open, filled)).toEqual({
      response_action: "errors",
      errors: { at: "That time is in the past.", title: "And this is odd." },
    });
    bot.faults = null;
    await rig.fake.submit(open, filled);
    expect(rig.fake.windows.modals).toEqual([]);
    expect(bot.calls.submits).toHaveLength(2);
  });

  it("belongs to the post whose button opened it, also when the channel is a thread", async () => {
    const root = await post();
    const message = rig.fake.workspace.messageAt(rig.channel, root);
    if (message === undefined) throw new Error("nothing was posted");
    const url = await rig.fake.press(message, { action_id: "ask:a", value: "ask:a" });
    await rig.fake.submit(await modal(), filled);
    await vi.waitFor(() => expect(rig.fake.asks.answersTo(url)).toHaveLength(1));
    expect(bot.calls.submits[0]?.post).toMatchObject({ message: root, address: to });
    expect(bot.calls.actions).toEqual([]);
  });

  it("opens from the menu of a message, as the button of that name", async () => {
    const root = await post();
    await rig.fake.shortcut("ask-post", rig.channel, root);
    await rig.fake.submit(await modal(), filled);
    expect(bot.calls.submits[0]?.post).toMatchObject({ message: root });
    bot.form = null;
    await rig.fake.shortcut("ask-post", rig.channel, root);
    await vi.waitFor(() => expect(bot.calls.actions).toHaveLength(1));
    expect(bot.calls.actions[0]).toMatchObject({ action: "ask-post", post: { message: root } });
  });

  it("answers by itself where the address for answers is used up", async () => {
    const url = await rig.fake.command(rig.channel, "/briefing", "add");
    const open = await modal();
    rig.fake.asks.expire(url);
    await rig.fake.submit(open, filled);
    await vi.waitFor(() => expect(rig.fake.workspace.whispers).toHaveLength(1));
    expect(rig.fake.workspace.whispers[0]).toMatchObject({
      channel: rig.channel,
      user: "U0PERSON1",
      text: "Certainly.",
    });
  });

  it("says so when Slack does not open it any more", async () => {
    rig.fake.fault("views.open", { kind: "error", code: "expired_trigger_id" });
    const url = await rig.fake.command(rig.channel, "/briefing", "add");
    await vi.waitFor(() => expect(rig.fake.asks.answersTo(url)).toHaveLength(1));
    expect(rig.fake.asks.answersTo(url)[0]?.text).toContain("Please try once more.");
    expect(bot.calls.commands).toEqual([]);
  });

  it("says that it can be typed when Slack refuses the form", async () => {
    rig.fake.fault("views.open", { kind: "error", code: "invalid_arguments" });
    const url = await rig.fake.command(rig.channel, "/briefing", "add");
    await vi.waitFor(() => expect(rig.fake.asks.answersTo(url)).toHaveLength(1));
    expect(rig.fake.asks.answersTo(url)[0]?.text).toMatch(/log says why[^]*\/briefing help/u);
  });

  it("searches while somebody types", async () => {
    await rig.fake.command(rig.channel, "/briefing", "show");
    const options = await rig.fake.suggest(await modal(), "name", "ari");
    expect(options).toEqual({
      options: ["ariane-6", "leap-second"].map((name) => ({
        text: { type: "plain_text", text: name, emoji: false },
        value: name,
      })),
    });
    expect(bot.calls.completions[0]?.input).toEqual({
      kind: "form",
      form: "add:news",
      field: "name",
      text: "ari",
    });
  });

  it("is sent once, however often Slack delivers it", async () => {
    await rig.fake.command(rig.channel, "/briefing", "add");
    await rig.fake.submit(await modal(), filled);
    await rig.fake.redeliver();
    expect(bot.calls.submits).toHaveLength(1);
  });

  it("comes even where the bot breaks its promise not to fail", async () => {
    bot.onSubmit = () => Promise.reject(new Error("boom"));
    await rig.stop();
    rig = await openSlackRigWith(mode, bot);
    const url = await rig.fake.command(rig.channel, "/briefing", "add");
    await rig.fake.submit(await modal(), filled);
    await vi.waitFor(() => expect(rig.fake.asks.answersTo(url)).toHaveLength(1));
    expect(rig.fake.asks.answersTo(url)[0]?.text).toContain("Something went wrong");
  });
});

describe("an answer in the place of what only its reader sees", () => {
  it("replaces that message, and nothing that others see", async () => {
    const bot = recordingBot();
    const rig = await openSlackRigWith("socket", bot);
    bot.answer = { ...note("Page 2"), inPlace: true };
    const url = await rig.fake.pressAlone(rig.channel, { action_id: "page:2", value: "page:2" });
    await vi.waitFor(() => expect(rig.fake.asks.rawAnswersTo(url)).toHaveLength(1));
    expect(rig.fake.asks.rawAnswersTo(url)[0]).toMatchObject({ replace_original: true });
    expect(bot.calls.actions[0]?.post).toBeUndefined();
    const shown = await rig.fake.command(rig.channel, "/briefing", "latest");
    await vi.waitFor(() => expect(rig.fake.asks.rawAnswersTo(shown)).toHaveLength(1));
    expect(rig.fake.asks.rawAnswersTo(shown)[0]).toMatchObject({ replace_original: false });
    await rig.stop();
  });
});
