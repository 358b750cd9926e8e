/** The local chat as a platform: a small chat service inside this process. */
import { getRequestListener } from "@hono/node-server";
import { BotError } from "../../errors.ts";
import type { Address, Bot, Health, Log, Payload, Platform, Post } from "../platform.ts";
import { loadAssets } from "./assets.ts";
import { openChanges } from "./changes.ts";
import { postOf, WORKSPACE } from "./visit.ts";
import { writeError } from "./errors.ts";
import { findFaults } from "./limits.ts";
import { listen } from "./listen.ts";
import type { Listening } from "./listen.ts";
import { BOT, openMessages } from "./messages.ts";
import { WebPayload } from "./payload.ts";
import { renderWeb } from "./render.ts";
import { createApp } from "./server.ts";
import { openSessions } from "./sessions.ts";
import type { WebSettings } from "./settings.ts";
import type { Channel } from "./view.ts";

export interface WebOptions {
  settings: WebSettings;
  /** At least one. */
  channels: readonly Channel[];
  /** Where the messages are kept; the file and its folder are made when they are not there. */
  dataFile: string;
  log: Log;
  /** What `/healthz` answers; without it that the chat itself is there. */
  health?: () => Promise<Health>;
  now?: () => Temporal.Instant;
}

export interface WebPlatform extends Platform {
  /** Where a browser finds the chat; empty before `start`. */
  readonly url: string;
}

const CLOSE_GRACE_MS = 300;

const justTheChat: Health = { ok: true, platformsConnected: true, oldestDueSeconds: null };

/** Opens the file of messages; the HTTP server listens from `start` on. Throws `storage`. */
export function openWeb(options: WebOptions): WebPlatform {
  const { settings, channels, dataFile, log } = options;
  const now = options.now ?? Temporal.Now.instant;
  const messages = openMessages(dataFile);
  const changes = openChanges();
  let listening: Listening | null = null;

  function checkChannel(name: string): void {
    if (channels.some((channel) => channel.name === name)) return;
    const names = channels.map((channel) => channel.name).join(", ");
    throw new BotError("gone", `The local chat has no channel "${name}".`, {
      hint: `Its channels are: ${names}. Others can be added to config/bot.yaml.`,
    });
  }

  function rootOf({ channel, thread }: Address): number | null {
    if (thread === undefined) return null;
    const root = messages.get(idOf(thread.root));
    if (root?.channel === channel) return root.root ?? root.id;
    throw new BotError("gone", `The local chat has no message ${thread.root} in "${channel}".`);
  }

  return {
    name: "web",
    render: renderWeb,
    get url() {
      return listening === null ? "" : urlOf(settings, listening.port);
    },
    async locate(channel) {
      checkChannel(channel);
      return Promise.resolve({ platform: "web", workspace: WORKSPACE, channel });
    },
    async post(payload, to, key) {
      checkChannel(to.channel);
      const proven = provePayload(payload);
      return Promise.resolve(
        write(() => {
          const place = messages.append({
            channel: to.channel,
            root: rootOf(to),
            author: BOT,
            key: `post-${key}`,
            payload: proven,
            postedAt: now().toString(),
          });
          changes.announce();
          return postOf(place);
        }),
      );
    },
    async edit(payload, post: Post) {
      const proven = provePayload(payload);
      const id = idOf(post.message);
      write(() => {
        if (messages.get(id)?.author !== BOT) {
          throw new BotError("gone", `The local chat has no message ${post.message} of the bot.`);
        }
        messages.replace(id, proven, now().toString());
        changes.announce();
      });
      return Promise.resolve();
    },
    async find(key) {
      const place = messages.findByKey(`post-${key}`);
      return Promise.resolve(
        place === null ? { state: "absent" } : { state: "posted", post: postOf(place) },
      );
    },
    async start(bot: Bot) {
      const app = createApp({
        bot,
        channels,
        messages,
        sessions: openSessions(now()),
        changes,
        streams: { open: 0 },
        assets: loadAssets(),
        host: settings.host,
        health: options.health ?? (() => Promise.resolve(justTheChat)),
        now,
        log,
      });
      const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
      listening = await listen((request, response) => void answer(request, response), settings);
      if (!["localhost", "127.0.0.1", "::1"].includes(settings.host)) {
        log.warn(
          { host: settings.host },
          "Everybody who can reach this address can use the local chat",
        );
      }
    },
    // The local chat has no log-in: whoever reaches it owns it.
    mayManage: () => Promise.resolve(true),
    managers: "In the local chat everybody may.",
    directTo: () => null,
    describe: () => (listening === null ? "not running" : urlOf(settings, listening.port)),
    async stop() {
      changes.close();
      const open = listening;
      listening = null;
      await open?.close(CLOSE_GRACE_MS);
      messages.close();
    },
  };
}

function provePayload(payload: Payload): WebPayload {
  const [fault] = findFaults(payload);
  if (fault === undefined) return WebPayload.parse(payload);
  throw new BotError(
    "refused",
    `The local chat refuses a message: ${fault.path} ${fault.problem}.`,
  );
}

function write<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw writeError(error);
  }
}

function idOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function urlOf({ host }: WebSettings, port: number): string {
  const name = ["0.0.0.0", "::"].includes(host)
    ? "localhost"
    : host.includes(":")
      ? `[${host}]`
      : host;
  return `http://${name}:${String(port)}`;
}
