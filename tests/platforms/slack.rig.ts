/** Slack under test: the real adapter with the real Bolt against the fake Slack. */
import { createHash } from "node:crypto";
import { once, EventEmitter } from "node:events";
import type { Bot, Log, Platform } from "../../src/platforms/platform.ts";
import { openSlack } from "../../src/platforms/slack/index.ts";
import type { SlackConnection } from "../../src/platforms/slack/settings.ts";
import { appToken, botToken, FakeSlack } from "../fakes/slack.ts";
import { isFields } from "../fakes/slack-blocks.ts";
import type { FakeFault } from "../fakes/slack-faults.ts";
import { SignedHttp } from "../fakes/slack-delivery.ts";
import { commandOf, type Fault, type OpenRig, type Rig } from "./rig.ts";

export interface SlackRig extends Rig {
  fake: FakeSlack;
  /** What the platform reported. */
  log: readonly { level: string; message: string; fields: object }[];
}

export const signingSecret = "0123456789abcdef0123456789abcdef";
const channel = "C0GENERAL";
const direct = "D0DIRECT";

const faults: Readonly<Record<Fault, FakeFault>> = {
  "rate-limited": { kind: "status", status: 429, headers: { "retry-after": "3" } },
  "server-error": { kind: "status", status: 500 },
  lost: { kind: "drop", after: true },
  forbidden: { kind: "error", code: "restricted_action" },
  unauthorized: { kind: "error", code: "invalid_auth" },
};

/** Tells when the bot is done with something, because Slack does not. */
interface WatchedBot {
  bot: Bot;
  /** The next outcome of an action, or of a reply. */
  next(kind: "action" | "reply"): Promise<unknown>;
}

function watch(bot: Bot): WatchedBot {
  const done = new EventEmitter();
  return {
    bot: {
      ...bot,
      onAction: async (call) => {
        const message = await bot.onAction(call);
        done.emit("action", message);
        return message;
      },
      onReply: async (call) => {
        await bot.onReply(call);
        done.emit("reply", null);
      },
    },
    next: async (kind) => {
      const [outcome]: readonly unknown[] = await once(done, kind);
      return outcome;
    },
  };
}

export async function openSlackRigWith(mode: SlackConnection["mode"], bot: Bot): Promise<SlackRig> {
  const fake = await FakeSlack.open();
  fake.workspace.addChannel(channel, "general");
  const entries: { level: string; message: string; fields: object }[] = [];
  async function start(each: Bot): Promise<Started> {
    const watched = watch(each);
    const settings = { botToken, apiUrl: fake.apiUrl, connection: connectionOf(mode) };
    const platform = openSlack(settings, logInto(entries));
    await platform.start(watched.bot);
    if (mode === "http") fake.delivery = new SignedHttp(addressIn(entries), signingSecret);
    return { platform, watched };
  }
  return rigOf(fake, await start(bot), start, entries);
}

interface Started {
  platform: Platform;
  watched: WatchedBot;
}

export const openSlackRig: OpenRig = (bot) => openSlackRigWith("socket", bot);

function connectionOf(mode: SlackConnection["mode"]): SlackConnection {
  return mode === "socket" ? { mode, appToken } : { mode, signingSecret, port: 0 };
}

export function logInto(entries: { level: string; message: string; fields: object }[]): Log {
  const note = (level: string) => (fields: object, message: string) => {
    entries.push({ level, message, fields });
  };
  return { info: note("info"), warn: note("warn"), error: note("error") };
}

export function addressIn(entries: readonly { fields: object }[]): string {
  for (const { fields } of entries.toReversed()) {
    if ("port" in fields && "path" in fields) {
      return `http://127.0.0.1:${String(fields.port)}${String(fields.path)}`;
    }
  }
  throw new Error("the platform does not say where it listens");
}

function rigOf(
  fake: FakeSlack,
  started: Started,
  start: (bot: Bot) => Promise<Started>,
  log: SlackRig["log"],
): SlackRig {
  let { platform, watched } = started;
  const messageAt = (ts: string) => {
    const message = fake.workspace.messageAt(channel, ts);
    if (message === undefined) throw new Error(`nothing is shown at ${ts}`);
    return message;
  };
  const rig: SlackRig = {
    platform,
    fake,
    log,
    channel,
    missingChannel: "C0NOTHERE",
    shown: () =>
      Promise.resolve(
        fake.shown().map(({ message, ...seen }) => ({
          ...seen,
          message: message.ts,
          root: message.thread_ts ?? null,
        })),
      ),
    command: async (sub, options, id) => {
      const [command, name] = commandOf(sub);
      const text = [name, ...Object.values(options)].join(" ");
      return answerAt(fake, await fake.command(channel, `/${command}`, text, id));
    },
    complete: () => Promise.reject(new Error("Slack completes no commands")),
    press: async (ts, id) => {
      const message = messageAt(ts);
      const button = buttonsIn(message.blocks).find((each) => each.value === id);
      if (button === undefined) throw new Error(`no button ${id}`);
      const outcome = watched.next("action");
      const url = await fake.press(message, button);
      return (await outcome) === null ? null : answerAt(fake, url);
    },
    say: async (root, text, id) => {
      const heard = watched.next("reply");
      const ts = id === undefined ? {} : { ts: tsOf(id) };
      await fake.say(channel, `<@${fake.workspace.bot.user}> ${text}`, { root, ...ts });
      await heard;
    },
    direct: {
      say: async (text) => {
        openDirectMessages(fake);
        const heard = watched.next("reply");
        await fake.say(direct, text, { more: { channel_type: "im" } });
        await heard;
      },
      command: async (sub, options) => {
        openDirectMessages(fake);
        const [command, name] = commandOf(sub);
        const text = [name, ...Object.values(options)].join(" ");
        return answerAt(fake, await fake.command(direct, `/${command}`, text));
      },
    },
    redeliver: () => fake.redeliver(),
    restart: async (bot) => {
      await platform.stop();
      ({ platform, watched } = await start(bot));
      rig.platform = platform;
    },
    erase: (ts) => {
      const { messages } = fake.workspace;
      messages.splice(0, messages.length, ...messages.filter((each) => each.ts !== ts));
    },
    faults: ["rate-limited", "server-error", "lost", "forbidden", "unauthorized"],
    fault: (kind) => fake.fault("chat.postMessage", faults[kind]),
    stop: async () => {
      await platform.stop();
      await fake.close();
    },
  };
  return rig;
}

function openDirectMessages(fake: FakeSlack): void {
  if (!fake.workspace.channels.has(direct)) fake.workspace.addChannel(direct, "direct");
}

/** Slack knows messages by their time; the same id is the same message. */
function tsOf(id: string): string {
  const digits = createHash("sha256").update(id).digest().readUInt32BE() % 1_000_000;
  return `1700000000.${String(digits).padStart(6, "0")}`;
}

/** All of an answer: its parts say how many there are. */
async function answerAt(fake: FakeSlack, url: string): Promise<string> {
  const deadline = performance.now() + 5_000;
  for (;;) {
    const texts = fake.asks.answersTo(url).map(({ text }) => text);
    const [, part, parts] = /(\d+)\/(\d+)\s*$/.exec(texts.at(-1) ?? "") ?? [];
    if (texts.length > 0 && part === parts) return texts.join("\n");
    if (performance.now() > deadline) throw new Error(`no whole answer: ${texts.join("\n")}`);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

interface Pressed {
  type: "button" | "feedback_buttons";
  action_id: string;
  value: string;
}

/** Of feedback buttons Slack tells the id of both and the value of the one that was pressed. */
function buttonsIn(blocks: readonly unknown[]): readonly Pressed[] {
  const found: Pressed[] = [];
  JSON.parse(JSON.stringify(blocks), (_, value: unknown) => {
    if (!isFields(value) || typeof value["action_id"] !== "string") return value;
    const { action_id, positive_button: positive, negative_button: negative } = value;
    if (typeof value["value"] === "string")
      found.push({ type: "button", action_id, value: value["value"] });
    for (const each of [positive, negative])
      if (isFields(each))
        found.push({ type: "feedback_buttons", action_id, value: String(each["value"]) });
    return value;
  });
  return found;
}
