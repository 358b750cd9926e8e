/** The real adapter with the real discord.js against the loopback Discord. */
import type { FormFaults } from "../../src/briefing/form.ts";
import type { Message as Answer } from "../../src/briefing/message.ts";
import { openDiscord } from "../../src/platforms/discord/index.ts";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import type { Bot, Log, Platform } from "../../src/platforms/platform.ts";
import { textsOf, walk } from "../fakes/discord-checks.ts";
import type { Interaction } from "../fakes/discord-interactions.ts";
import { resolveMarkdown } from "../fakes/discord-text.ts";
import type { Channel, Message } from "../fakes/discord-world.ts";
import { openDiscordFake } from "../fakes/discord.ts";
import type { DiscordFake, DiscordFault } from "../fakes/discord.ts";
import type { Fault, Rig, Shown } from "./rig.ts";

interface Report {
  level: keyof Log;
  fields: object;
  message: string;
}

export interface DiscordRig extends Rig {
  fake: DiscordFake;
  /** What the adapter reported, newest last. */
  reports: readonly Report[];
  /** Resolves when the person sees the whole answer. */
  answered(interaction: Interaction): Promise<void>;
  /** What `redeliver` does from now on. */
  repeats(deed: () => unknown): void;
}

const postRoute = /^\/channels\/\d+\/messages$/;

function refusal(status: number, code: number, message: string): DiscordFault {
  return { kind: "answer", status, body: { code, message } };
}

const faults: Readonly<Record<Fault, DiscordFault>> = {
  "rate-limited": {
    kind: "answer",
    status: 429,
    headers: { "retry-after": "2" },
    body: { message: "You are being rate limited.", retry_after: 2, global: false },
  },
  "server-error": refusal(500, 0, "Internal Server Error"),
  lost: { kind: "lost" },
  forbidden: refusal(403, 50_013, "Missing Permissions"),
  unauthorized: refusal(401, 0, "401: Unauthorized"),
};

function ownId(customId: unknown): string | null {
  return typeof customId === "string" ? customId.replace(/^v1(?:\.\d+)?:/, "") : null;
}

export function showMessage(message: Message, root: string | null): Shown {
  const resolved = [message.content, ...textsOf(message.components)].map(resolveMarkdown);
  const buttons = message.components.flatMap(walk).filter(({ type }) => type === 2);
  const presses = buttons.map(({ custom_id: customId, label }) => ({
    id: ownId(customId),
    label: String(label),
  }));
  const targets = buttons.map(({ url }) => url).filter((url) => typeof url === "string");
  const texts = resolved.map(({ text }) => text);
  return {
    message: message.id,
    root,
    text: texts.join("\n").trim(),
    buttons: presses.flatMap(({ id, label }) => (id === null ? [] : [{ id, label }])),
    links: [...resolved.flatMap(({ links }) => links), ...targets],
    pings: [...message.pings],
  };
}

/** Notes what the bot did, so that it can be waited for. */
interface Watch {
  bot: Bot;
  /** By request: of how many messages the bot's answer is made. */
  answers: Map<string, number>;
  /** By message: how often the bot has dealt with it. */
  replies: Map<string, number>;
  /** How often it was asked whether a request is new. */
  asked: number;
}

function watch(bot: Bot, fake: DiscordFake): Watch {
  const answers = new Map<string, number>();
  const replies = new Map<string, number>();
  async function note<Given extends Answer | FormFaults | null>(
    id: string,
    asking: Promise<Given>,
  ): Promise<Given> {
    try {
      const answer = await asking;
      const parts = answer === null ? 0 : "faults" in answer ? 1 : renderDiscord(answer).length;
      answers.set(id, answer === null ? 0 : Math.max(1, parts));
      return answer;
    } catch (error) {
      answers.set(id, 1);
      throw error;
    } finally {
      fake.world.changed();
    }
  }
  const watched: Watch = {
    answers,
    replies,
    asked: 0,
    bot: {
      commands: bot.commands,
      accept: async (inbound) => {
        try {
          return await bot.accept(inbound);
        } finally {
          watched.asked += 1;
          fake.world.changed();
        }
      },
      formFor: (opener) => bot.formFor(opener),
      onHome: (caller) => bot.onHome(caller),
      onSubmit: (call) => note(call.id, bot.onSubmit(call)),
      onCommand: (call) => note(call.id, bot.onCommand(call)),
      onAction: (call) => note(call.id, bot.onAction(call)),
      onComplete: (call) => bot.onComplete(call),
      onReply: async (call) => {
        try {
          await bot.onReply(call);
        } finally {
          replies.set(call.id, (replies.get(call.id) ?? 0) + 1);
          fake.world.changed();
        }
      },
    },
  };
  return watched;
}

function readSeen({ seen }: Interaction): string {
  return seen.map((message) => showMessage(message, null).text).join("\n");
}

/** The adapter before it is started. */
export interface Unstarted {
  fake: DiscordFake;
  platform: Platform;
  reports: readonly Report[];
}

export async function prepareDiscord(
  options: { pushText?: boolean; messageContent?: boolean; fake?: DiscordFake } = {},
): Promise<Unstarted> {
  const fake = options.fake ?? (await openDiscordFake());
  const reports: Report[] = [];
  const report = (level: keyof Log) => (fields: object, message: string) => {
    reports.push({ level, fields, message });
    fake.world.changed();
  };
  const log: Log = { info: report("info"), warn: report("warn"), error: report("error") };
  const { pushText = true, messageContent = false } = options;
  const platform = openDiscord(
    { token: fake.token, apiUrl: fake.apiUrl, pushText, messageContent },
    log,
  );
  return { fake, platform, reports };
}

export async function openDiscordRig(bot: Bot): Promise<DiscordRig> {
  const { fake, platform: first, reports } = await prepareDiscord();
  const { world } = fake;
  let platform = first;
  let watched = watch(bot, fake);
  /** Does once more what a person did last. */
  let again: () => unknown = () => undefined;
  let requests = 0;
  await platform.start(watched.bot);

  function isFlag(sub: string, name: string): boolean {
    const options = bot.commands.flatMap(({ subcommands }) =>
      subcommands.filter((each) => each.name === sub).flatMap((each) => each.options),
    );
    return options.some((option) => option.name === name && option.type === "flag");
  }

  async function whole(interaction: Interaction, most: number): Promise<void> {
    await world.until(() => {
      const parts = watched.answers.get(interaction.id);
      return parts !== undefined && interaction.seen.length >= Math.min(parts, most);
    }, "an answer to the person");
  }

  let opened: Channel | undefined;
  const directMessages = (): Channel => (opened ??= fake.openDirectMessages());

  const rig: DiscordRig = {
    fake,
    platform,
    reports,
    answered: (interaction) => whole(interaction, 5),
    repeats: (deed) => {
      again = deed;
    },
    channel: fake.general.id,
    missingChannel: "100000000000000001",
    shown: () =>
      Promise.resolve(
        world.shown().map((message) => {
          const parent = world.channels.get(message.channel)?.parent ?? null;
          return showMessage(message, parent === null ? null : message.channel);
        }),
      ).then((all) => all.filter(({ message }) => fake.message(message).author.bot)),
    command: async (sub, options, id) => {
      const typed = Object.entries(options).map(([name, value]) => [
        name,
        isFlag(sub, name) ? true : value,
      ]);
      const request = id ?? `rig-${String((requests += 1))}`;
      again = () => fake.command(sub, Object.fromEntries(typed), request);
      const interaction = fake.command(sub, Object.fromEntries(typed), request);
      const { callbacks } = interaction;
      await world.until(() => interaction.callbacks > callbacks, "a first response");
      await whole(interaction, 6);
      return readSeen(interaction);
    },
    complete: async (sub, option, text) => {
      const interaction = fake.complete(sub, option, text);
      await world.until(() => interaction.callback !== null, "suggestions");
      return interaction.choices.map(({ value }) => String(value));
    },
    press: async (message, button) => {
      const pressed = fake
        .message(message)
        .components.flatMap(walk)
        .map((each) => each["custom_id"])
        .filter((customId) => typeof customId === "string")
        .find((customId) => ownId(customId) === button);
      if (pressed === undefined) throw new Error(`message ${message} has no button ${button}`);
      const interaction = fake.press(message, pressed);
      again = () => fake.press(message, pressed, interaction.id);
      await whole(interaction, 5);
      return interaction.seen.length === 0 ? null : readSeen(interaction);
    },
    say: async (root, text, id) => {
      const key = id === undefined ? world.nextId() : world.idFor(id);
      const before = watched.replies.get(key) ?? 0;
      fake.openThread(root);
      again = () => fake.say(root, `<@${world.bot.id}> ${text}`, { id: key });
      again();
      await world.until(() => (watched.replies.get(key) ?? 0) > before, "the bot's reply");
    },
    direct: {
      say: async (text) => {
        const key = world.nextId();
        fake.say(directMessages().id, text, { id: key });
        await world.until(() => watched.replies.has(key), "the bot's reply");
      },
      command: async (sub, options) => {
        const interaction = fake.command(sub, options, undefined, directMessages());
        await whole(interaction, 6);
        return readSeen(interaction);
      },
    },
    redeliver: async () => {
      const { asked } = watched;
      const { refusals } = fake.interactions;
      again();
      await world.until(
        () => watched.asked > asked || fake.interactions.refusals > refusals,
        "a request taken note of",
      );
    },
    restart: async (other) => {
      await platform.stop();
      ({ platform } = await prepareDiscord({ fake }));
      watched = watch(other, fake);
      await platform.start(watched.bot);
      rig.platform = platform;
    },
    erase: (id) => fake.world.delete(id),
    faults: ["rate-limited", "server-error", "lost", "forbidden", "unauthorized"],
    fault: (kind) => fake.fail("POST", postRoute, faults[kind]),
    stop: async () => {
      await platform.stop();
      await fake.close();
    },
  };
  return rig;
}
