/** Forms on Discord: modals, what is wrong with them, and the way back into them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Form } from "../../src/briefing/form.ts";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import type { Address } from "../../src/platforms/platform.ts";
import { walk } from "../fakes/discord-checks.ts";
import type { Interaction } from "../fakes/discord-interactions.ts";
import { openDiscordRig, showMessage } from "./discord.rig.ts";
import type { DiscordRig } from "./discord.rig.ts";
import { note, recordingBot } from "./recording-bot.ts";
import type { RecordingBot } from "./recording-bot.ts";

const form: Form = {
  id: "digest:daily",
  title: "A digest",
  intro: "",
  submit: "Save",
  fields: [
    {
      type: "choices",
      name: "topics",
      label: "Topics",
      hint: "None means all",
      required: false,
      choices: ["space", "law"].map((value) => ({ label: value, value })),
      values: ["law"],
    },
    {
      type: "choice",
      name: "frequency",
      label: "How often",
      hint: "",
      required: true,
      choices: ["daily", "weekly"].map((value) => ({ label: value, value })),
      value: "daily",
      searches: false,
    },
    { type: "time", name: "time", label: "Time", hint: "", required: true, value: "09:00" },
    { type: "channel", name: "channel", label: "Channel", hint: "", required: false, value: "" },
  ],
};

let bot: RecordingBot;
let rig: DiscordRig;
let channel: Address;

beforeEach(async () => {
  bot = recordingBot();
  bot.form = form;
  rig = await openDiscordRig(bot);
  channel = await rig.platform.locate(rig.channel);
});

afterEach(async () => {
  await rig.stop();
});

async function answered(interaction: Interaction): Promise<Interaction> {
  await rig.fake.world.until(() => interaction.callback !== null, "a first response");
  return interaction;
}

async function shown(interaction: Interaction, count = 1): Promise<string> {
  await rig.fake.world.until(() => interaction.seen.length >= count, "an answer");
  return interaction.seen.map((message) => showMessage(message, null).text).join("\n");
}

async function postWithButton(): Promise<string> {
  const [rendered] = renderDiscord({
    ...note("A post"),
    lead: [{ type: "actions", items: [{ type: "button", id: "ask:a", label: "Ask" }] }],
  });
  return (await rig.platform.post(rendered?.payload ?? {}, channel, "a-post")).message;
}

function buttonOf({ seen }: Interaction, label: string): string {
  const buttons = seen.flatMap(({ components }) => components).flatMap(walk);
  const found = buttons.find((each) => each["label"] === label);
  return String(found?.["custom_id"]);
}

/** Fills in a wrong time under a command, and gives the message that says so. */
async function submitWrong(): Promise<Interaction> {
  const opened = await answered(rig.fake.command("latest", {}));
  bot.faults = { faults: { time: "Use a time such as 09:00." } };
  const wrong = rig.fake.fillIn(opened, { Time: "soon", "How often": "weekly" });
  await shown(wrong);
  return wrong;
}

describe("a form on Discord", () => {
  it("is the first response to a command, and comes back filled in", async () => {
    const opened = await answered(rig.fake.command("latest", {}));
    expect(opened.callback).toBe(9);
    const filled = rig.fake.fillIn(opened, { Time: "10:30", Channel: rig.channel });
    expect(await shown(filled)).toBe("Certainly.");
    expect(filled.isPrivate).toBe(true);
    expect(bot.calls.commands).toEqual([]);
    expect(bot.calls.submits).toEqual([
      {
        id: filled.id,
        caller: {
          address: channel,
          person: rig.fake.world.person.id,
          name: "ada",
          locale: "en-US",
        },
        form: "digest:daily",
        filled: { topics: ["law"], frequency: "daily", time: "10:30", channel: rig.channel },
      },
    ]);
  });

  it("belongs to the post under which it was opened", async () => {
    const message = await postWithButton();
    const opened = await answered(rig.fake.press(message, "v1:ask:a"));
    const filled = rig.fake.fillIn(opened, {});
    await shown(filled);
    expect(bot.calls.actions).toEqual([]);
    expect(bot.calls.submits[0]?.post).toEqual({ address: channel, message });
    expect(filled.callback).toBe(6);
  });

  it("needs no answer", async () => {
    bot.onSubmit = () => Promise.resolve(null);
    const fromCommand = rig.fake.fillIn(await answered(rig.fake.command("latest", {})), {});
    await rig.fake.world.until(() => fromCommand.isWithdrawn, "the answer taken back");
    const message = await postWithButton();
    const opened = await answered(rig.fake.press(message, "v1:ask:a"));
    const underPost = await answered(rig.fake.fillIn(opened, {}));
    bot.form = null;
    await rig.command("latest", {});
    expect(underPost.seen).toEqual([]);
    expect(rig.fake.message(message).isDeleted).toBe(false);
  });

  it("says what is wrong, and shows what was filled in when it is opened again", async () => {
    const wrong = await submitWrong();
    const told = await shown(wrong);
    expect(told).toContain("Time: Use a time such as 09:00.");
    const [message] = wrong.seen;
    const again = await answered(rig.fake.press(message?.id ?? "", buttonOf(wrong, "Edit")));
    expect(again.callback).toBe(9);
    bot.faults = null;
    const right = rig.fake.fillIn(again, { Time: "09:30" });
    expect(await shown(right)).toBe("Certainly.");
    expect(right.seen[0]).toBe(message);
    expect(bot.calls.submits.at(-1)?.filled).toEqual({
      topics: ["law"],
      frequency: "weekly",
      time: "09:30",
      channel: "",
    });
  });

  it("still belongs to its post after it was mended, twice", async () => {
    const post = await postWithButton();
    bot.faults = { faults: { time: "Use a time such as 09:00." } };
    let submitted = rig.fake.fillIn(await answered(rig.fake.press(post, "v1:ask:a")), {});
    for (const _time of [1, 2]) {
      await shown(submitted);
      const message = submitted.seen.at(-1)?.id ?? "";
      const again = await answered(rig.fake.press(message, buttonOf(submitted, "Edit")));
      submitted = rig.fake.fillIn(again, {});
    }
    await shown(submitted);
    expect(bot.calls.submits.map((call) => call.post?.message)).toEqual([post, post, post]);
  });

  it("says so when the bot was started anew meanwhile", async () => {
    const wrong = await submitWrong();
    const opened = await answered(rig.fake.command("latest", {}));
    await rig.restart(bot);
    const [message] = wrong.seen;
    const pressed = rig.fake.press(message?.id ?? "", buttonOf(wrong, "Edit"));
    expect(await shown(pressed)).toContain("I do not have what you filled in any more");
    const filled = rig.fake.fillIn(opened, {});
    const told = await shown(filled);
    expect(told).toContain("time: Use a time such as 09:00.");
    expect(told).toContain("Please start again.");
  });

  it("is not opened twice when the press is delivered again", async () => {
    const opened = await answered(rig.fake.command("latest", {}, "twice"));
    rig.fake.command("latest", {}, "twice");
    await answered(rig.fake.command("latest", {}));
    expect(opened.callbacks).toBe(1);
  });

  it("is not opened again from what everybody sees", async () => {
    const wrong = await submitWrong();
    const post = await postWithButton();
    bot.form = null;
    const pressed = rig.fake.press(post, buttonOf(wrong, "Edit"));
    expect(await shown(pressed)).toBe("Certainly.");
    expect(rig.fake.message(post).edits).toBe(1);
  });
});

describe("what comes back from a form that is none of ours", () => {
  it.each([
    ["an id we never gave", { custom_id: "forged" }],
    ["a text over the limit", { value: "x".repeat(4_001) }],
    ["a field with another kind of name", { field: "__proto__" }],
  ])("with %s reaches nobody", async (_what, forged) => {
    const opened = await answered(rig.fake.command("latest", {}));
    const {
      custom_id: id,
      value,
      field,
    } = {
      custom_id: "v1:ask:a",
      value: "x",
      field: "time",
      ...forged,
    };
    const component = { type: 4, id: 1, custom_id: field, value };
    const data = { custom_id: id, components: [{ type: 18, id: 1, component }] };
    const submitted = rig.fake.interactions.begin("modal", opened.channel, data);
    expect(await shown(submitted)).toContain("not one that I know");
    expect(bot.calls.submits).toEqual([]);
  });
});

describe("the command in the menu of a message", () => {
  it("asks about a post of ours", async () => {
    const message = await postWithButton();
    const opened = await answered(rig.fake.menu(message, "Ask about this briefing"));
    const filled = rig.fake.fillIn(opened, {});
    await shown(filled);
    expect(bot.calls.submits[0]?.post).toEqual({ address: channel, message });
  });

  it("is answered where there is no form for it", async () => {
    bot.form = null;
    const message = await postWithButton();
    expect(await shown(rig.fake.menu(message, "Ask about this briefing"))).toBe("Certainly.");
    expect(bot.calls.actions).toMatchObject([
      { action: "ask-post", post: { address: channel, message } },
    ]);
  });

  it("does not ask about what others wrote", async () => {
    const { id } = rig.fake.say(rig.channel, "a message of mine");
    const asked = await shown(rig.fake.menu(id, "Ask about this briefing"));
    expect(asked).toContain("briefings that I posted here");
    expect(bot.calls.actions).toEqual([]);
  });
});
