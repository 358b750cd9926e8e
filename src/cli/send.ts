/**
 * `briefing send`: one post, through the outbox as everything else. Where the bot runs already, it is the one that
 * sends; otherwise this process is the bot for as long as that takes.
 */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { policies } from "../app/policies.ts";
import { isGuest } from "../app/shelf.ts";
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import { makePost } from "../briefing/compose/recipe.ts";
import { nearest } from "../briefing/nearest.ts";
import { findChannel, type Config } from "../config/config.ts";
import { systemClock } from "../delivery/clock.ts";
import { Dispatcher } from "../delivery/dispatcher.ts";
import { enqueue } from "../delivery/enqueue.ts";
import { BotError } from "../errors.ts";
import { openLog } from "../log.ts";
import { platformNames, platformRegistry, type PlatformName } from "../platforms/index.ts";
import type { Log, Platform } from "../platforms/platform.ts";
import { loadStoredBriefing, recordBriefing } from "../storage/briefings.ts";
import { loadDelivery, type Delivery } from "../storage/deliveries.ts";
import { loadEarlier } from "../storage/fates.ts";
import { takeOwnership } from "../storage/owner.ts";
import { openStore, type Store } from "../storage/store.ts";

interface SendOptions {
  briefing: Briefing;
  file: string;
  /** "platform:channel": a name of the configuration, or the platform's own id. */
  to: string;
  config: Config;
  env: Readonly<Record<string, string | undefined>>;
}

/** How long one post may take before we say that it goes on without us. */
const patienceMs = 90_000;
const pollMs = 100;

/** Gives a sentence that says what happened. Throws a BotError when nothing was or will be posted. */
export async function send({ briefing, file, to, config, env }: SendOptions): Promise<string> {
  requirePublic(briefing, Temporal.Now.instant());
  const { name, channel } = readTarget(to, config);
  const log = openLog(env["LOG_LEVEL"] ?? "warn", env);
  const dataDirectory = env["DATA_DIR"] ?? "data";
  const platform = await openPlatform(name, { config, env, dataDirectory, log });
  const store = openStore(`${dataDirectory}/bot.db`);
  try {
    const address = await platform.locate(channel);
    const now = Temporal.Now.instant();
    if (isGuest(file, config.briefings)) await rememberGuest(store, { briefing, file }, now);
    const earlier = await loadEarlier(store.db, briefing.updates, now);
    const fate = earlier === null ? {} : { earlier };
    const { message, ...made } = makePost(briefing, "compact", () => fate);
    const { ids } = await enqueue(
      store.db,
      {
        key: `send-${randomUUID()}`,
        kind: "send",
        to: address,
        title: message.title,
        rendered: platform.render(message),
        briefings: [briefing.id],
        made,
      },
      now,
    );
    return await deliver(store, platform, ids, to, log);
  } finally {
    await platform.stop();
    await store.close();
  }
}

/** The buttons of a post name its article by the id, so the id must lead to what was sent. */
async function rememberGuest(
  { db }: Store,
  guest: { briefing: Briefing; file: string },
  now: Temporal.Instant,
): Promise<void> {
  const known = await loadStoredBriefing(db, guest.briefing.id);
  if (known !== undefined && resolve(known.file) !== resolve(guest.file)) {
    if (isDeepStrictEqual(known.briefing, guest.briefing)) return;
    throw new BotError("input", `The id "${known.briefing.id}" is already used by ${known.file}.`, {
      hint: "Give this article another id in its front matter.",
    });
  }
  await recordBriefing(db, guest, now);
}

function requirePublic(briefing: Briefing, now: Temporal.Instant): void {
  if (isPublic(briefing, now)) return;
  if (briefing.status === "withdrawn") {
    throw new BotError("input", "This article is withdrawn.", {
      hint: "Set status: ready in its front matter.",
    });
  }
  const draft = briefing.status === "draft";
  throw new BotError(
    "input",
    draft
      ? "This article is a draft."
      : `This article is under embargo until ${briefing.embargoUntil}.`,
    {
      hint: draft
        ? "Set status: ready in its front matter."
        : "Send it later, or change embargoUntil in its front matter.",
    },
  );
}

function readTarget(to: string, config: Config): { name: PlatformName; channel: string } {
  const known = findChannel(config.channels, to);
  if (known !== undefined) return { name: known.platform, channel: known.channel };
  const [, platform, channel] = /^([^:]+):(.+)$/su.exec(to) ?? [];
  const name = platformNames.find((each) => each === platform);
  if (name !== undefined && channel !== undefined) return { name, channel };
  const meant = nearest(
    to,
    config.channels.map((each) => `${each.platform}:${each.name}`),
  );
  throw new BotError("input", `${JSON.stringify(to)} is not a channel.`, {
    hint:
      meant === undefined
        ? "Write platform:channel, such as web:general."
        : `Did you mean ${meant}?`,
  });
}

async function openPlatform(
  name: PlatformName,
  options: { config: Config; env: SendOptions["env"]; dataDirectory: string; log: Log },
): Promise<Platform> {
  const { config, ...parts } = options;
  const channels = config.channels
    .filter(({ platform }) => platform === name)
    .map(({ channel, title }) => ({ name: channel, title }));
  const opened = await platformRegistry[name].open({ ...parts, channels });
  if (opened.state === "on") return opened.platform;
  throw new BotError("config", `The platform ${name} is off.`, { hint: opened.missing });
}

async function deliver(
  store: Store,
  platform: Platform,
  ids: readonly number[],
  to: string,
  log: Log,
): Promise<string> {
  const dispatcher = await becomeOwner(store, platform, log);
  try {
    const giveUpAt = performance.now() + patienceMs;
    while (performance.now() < giveUpAt) {
      const rows = await Promise.all(ids.map((id) => loadDelivery(store.db, id)));
      const outcome = outcomeOf(
        rows.flatMap((row) => row ?? []),
        to,
      );
      if (outcome !== null) return outcome;
      await delay(pollMs);
    }
    return `Not posted to ${to} yet; the bot goes on trying when it runs.`;
  } finally {
    await dispatcher?.stop();
  }
}

/** The dispatcher of this process, or null when the bot runs in another and sends for us. */
async function becomeOwner(
  store: Store,
  platform: Platform,
  log: Log,
): Promise<{ stop(): Promise<void> } | null> {
  try {
    const ownership = await takeOwnership(store, Temporal.Now.instant());
    const platforms = new Map([[platform.name, platform]]);
    const dispatcher = new Dispatcher({
      store,
      ownership,
      platforms,
      clock: systemClock,
      log,
      ...policies(platformRegistry),
    });
    await dispatcher.start();
    return {
      stop: async () => {
        await dispatcher.stop();
        ownership.release();
      },
    };
  } catch (error) {
    if (error instanceof BotError && error.kind === "busy") return null;
    throw error;
  }
}

/** A sentence when all parts are settled, null before. */
function outcomeOf(rows: readonly Delivery[], to: string): string | null {
  const failed = rows.find(({ state }) => state === "failed" || state === "uncertain");
  if (failed !== undefined) {
    throw new BotError(
      "refused",
      `Not posted to ${to}: ${failed.error?.text ?? "the platform refused it."}`,
    );
  }
  if (!rows.every(({ state }) => state === "sent")) return null;
  const parts = rows.length === 1 ? "" : `, in ${rows.length} parts`;
  return `Posted to ${to}${parts}.`;
}
