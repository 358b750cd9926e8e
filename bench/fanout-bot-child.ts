/** The bot's own way: planned by schedules, put on disk, posted by the dispatcher through the real adapters. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policies } from "../src/app/policies.ts";
import { composeDigest } from "../src/briefing/compose/compose.ts";
import { systemClock } from "../src/delivery/clock.ts";
import { Dispatcher } from "../src/delivery/dispatcher.ts";
import { createPlanner, type PlannedSchedule } from "../src/delivery/planner.ts";
import { openDiscord } from "../src/platforms/discord/index.ts";
import { platformRegistry } from "../src/platforms/index.ts";
import type { Log, Platform } from "../src/platforms/platform.ts";
import { openSlack } from "../src/platforms/slack/index.ts";
import { parseRule } from "../src/schedule/rule.ts";
import { selectAll } from "../src/schedule/selection.ts";
import { countDeliveries } from "../src/storage/deliveries.ts";
import { takeOwnership } from "../src/storage/owner.ts";
import { openStore, type Store } from "../src/storage/store.ts";
import { answerParent } from "./child.ts";
import { digestSize, type Job, Order } from "./fanout-job.ts";
import { makeBriefings } from "./samples.ts";

const log: Log = {
  info: () => undefined,
  warn: (fields, message) => console.error(message, JSON.stringify(fields)),
  error: (fields, message) => console.error(message, JSON.stringify(fields)),
};
const rule = parseRule({ at: "09:00", timezone: "UTC" });
const since = Temporal.Now.instant().subtract({ hours: 1 });
const known = makeBriefings(digestSize).map((briefing) => ({ briefing, readyAt: since }));

type Posting = Pick<Platform, "post" | "find" | "edit" | "render">;

/** A workspace has a token of its own, and so an adapter; together they are the bot's Slack. */
function openWorkspaces(job: Job): Posting {
  const adapters = new Map(
    job.slack.map(({ url }, at) => {
      const connection = { mode: "socket", appToken: "xapp-bench" } as const;
      const settings = { botToken: `xoxb-bench-${at}`, apiUrl: url, connection };
      return [workspaceOf(at), openSlack(settings, log)] as const;
    }),
  );
  const at = (workspace: string): Platform => {
    const adapter = adapters.get(workspace);
    if (adapter === undefined) throw new Error(`no workspace ${workspace}`);
    return adapter;
  };
  return {
    render: (message) => at(workspaceOf(0)).render(message),
    post: (payload, to, key) => at(to.workspace).post(payload, to, key),
    edit: (payload, post, key) => at(post.address.workspace).edit(payload, post, key),
    find: (key, to, from) => at(to.workspace).find(key, to, from),
  };
}

function workspaceOf(at: number): string {
  return `T${String(at).padStart(8, "0")}`;
}

function schedulesOf({ discord, slack }: Job): readonly PlannedSchedule[] {
  const one = (platform: string, workspace: string, channel: string): PlannedSchedule => ({
    key: `digest@${platform}:${workspace}:${channel}`,
    address: { platform, workspace, channel },
    rule,
    selection: selectAll,
    group: null,
    empty: "silent",
    first: "now",
  });
  return [
    ...(discord?.channels ?? []).map((channel) => one("discord", "1", channel)),
    ...slack.flatMap(({ channels }, at) =>
      channels.map((channel) => one("slack", workspaceOf(at), channel)),
    ),
  ];
}

function openPlatforms(job: Job): ReadonlyMap<string, Posting> {
  const platforms = new Map<string, Posting>();
  if (job.slack.length > 0) platforms.set("slack", openWorkspaces(job));
  if (job.discord !== null) {
    const { url: apiUrl, token, pushText } = job.discord;
    platforms.set("discord", openDiscord({ token, apiUrl, pushText, messageContent: false }, log));
  }
  return platforms;
}

async function untilSettled(store: Store): Promise<void> {
  for (;;) {
    const { pending, sending, unknown, sent } = await countDeliveries(store.db);
    if (pending + sending + unknown === 0 && sent > 0) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

async function prepare(job: Job): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "briefing-bench-"));
  const store = openStore(join(folder, "bot.db"));
  const ownership = await takeOwnership(store, systemClock.now());
  const platforms = openPlatforms(job);
  const { paces, repostWithinMs } = policies(platformRegistry);
  const dispatcher = new Dispatcher({
    store,
    ownership,
    platforms,
    clock: systemClock,
    log,
    ...(job.isPaced ? { paces } : {}),
    ...(repostWithinMs === undefined ? {} : { repostWithinMs }),
  });
  await dispatcher.start();
  const planner = createPlanner({
    db: store.db,
    known: () => known,
    compose: ({ address }, slot, { briefings }) => {
      const platform = platforms.get(address.platform);
      if (platform === undefined) throw new Error(`no platform ${address.platform}`);
      const message = composeDigest(briefings, { title: "Digest", at: slot.toString() });
      const rendered = platform.render(message);
      if (rendered.length !== 1) throw new Error("The digest is more than one message.");
      return [{ title: message.title, rendered, briefings: briefings.map(({ id }) => id) }];
    },
    catchUpMs: 3_600_000,
    onPlanned: () => dispatcher.wake(),
  });
  const schedules = schedulesOf(job);
  return async () => {
    const { planned, problems } = await planner.plan(schedules, systemClock.now());
    if (planned !== schedules.length) throw new Error(problems[0]?.reason ?? "Not all is planned.");
    await untilSettled(store);
    await dispatcher.stop();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  };
}

let run: () => Promise<void> = () => Promise.reject(new Error("not prepared"));

answerParent(async (message) => {
  const order = Order.parse(message);
  if (order.order === "prepare") run = await prepare(order.job);
  else await run();
  return {};
});
