/** The running bot: everything wired by plain arguments, started and stopped in order. */
import type { Status } from "../briefing/compose/status.ts";
import { createInbox } from "../chat/inbox.ts";
import type { Config } from "../config/config.ts";
import { systemClock, type Clock } from "../delivery/clock.ts";
import { Dispatcher } from "../delivery/dispatcher.ts";
import type { PlanReport } from "../delivery/planner.ts";
import type { BotError } from "../errors.ts";
import { platformNames, platformRegistry, type PlatformRegistry } from "../platforms/index.ts";
import type { Address, Health, Log } from "../platforms/platform.ts";
import { takeOwnership } from "../storage/owner.ts";
import { loadHolds } from "../storage/schedule-holds.ts";
import { listPausedSchedules, type ScheduleProgress } from "../storage/schedules.ts";
import { openStore } from "../storage/store.ts";
import { vaultsOf } from "./vaults.ts";
import { createConnections, refreshPages, type Connections } from "./connections.ts";
import { type CalendarSource, noCalendars } from "./calendars.ts";
import { createChannelModes } from "./channel-modes.ts";
import { checkHealth } from "./health.ts";
import { channelStatus } from "./channel-status.ts";
import { createDesk } from "./desk.ts";
import { createSchedules } from "./schedules.ts";
import { createSpeaker, rendererOf } from "./speaker.ts";
import { policies } from "./policies.ts";
import { openShelf, type Shelf } from "./shelf.ts";
import { createStories, type Stories } from "./stories.ts";
import { createTick } from "./tick.ts";
import { createVisibility } from "./visibility.ts";

export interface AppOptions {
  config: Config;
  env: Readonly<Record<string, string | undefined>>;
  /** Holds the databases. */
  dataDirectory: string;
  log: Log;
  clock?: Clock;
  registry?: PlatformRegistry;
  /** The files of holidays, followed while it runs; without it what `config` says of them holds. */
  calendars?: CalendarSource;
  /** Another process has taken over the database: nothing is sent any more, and this process should end. */
  onReplaced?: (error: BotError) => void;
}

export interface App {
  readonly states: Connections["states"];
  readonly shelf: Shelf;
  /** Schedules that rest because their channel could not be written to. */
  paused(): Promise<readonly ScheduleProgress[]>;
  /** Those that rest, and runs that are left out, because somebody said so; by the key of the schedule. */
  holds(): ReturnType<typeof loadHolds>;
  /** Plans what is due and wakes the dispatcher. node-cron calls it every minute; it may be called at any time. */
  tick(): Promise<PlanReport>;
  stop(): Promise<void>;
}

/**
 * Throws a BotError of kind `busy` when another process runs on the same data, `storage` when the database
 * cannot be used, and the platform's own when not a single one could be started.
 */
export async function startApp(options: AppOptions): Promise<App> {
  const {
    config,
    env,
    dataDirectory,
    log,
    clock = systemClock,
    registry = platformRegistry,
    calendars = noCalendars,
    onReplaced,
  } = options;
  const stops: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const store = openStore(`${dataDirectory}/bot.db`);
    stops.push(() => store.close());
    const ownership = await takeOwnership(store, clock.now());
    stops.push(() => ownership.release());
    const now = (): Temporal.Instant => clock.now();
    let stories: Stories | null = null;
    const shelf = await openShelf({
      directory: config.briefings,
      timeZone: config.timeZone,
      store,
      now,
      log,
      onRecorded: () => {
        // Nothing is connected before there are stories.
        if (stories === null) return;
        void stories.tell();
        refreshPages(platforms);
      },
    });
    stops.push(() => shelf.close());
    const { db } = store;
    const health = (): Promise<Health> =>
      checkHealth({ db, states: connections.states, halted: () => dispatcher.halted(), now });
    const connections = createConnections({
      config,
      env,
      dataDirectory,
      clock,
      log,
      registry,
      health,
      vaultOf: vaultsOf(db, env, now),
    });
    const { platforms } = connections;
    const dispatcher = new Dispatcher({
      store,
      ownership,
      platforms,
      clock,
      log,
      ...policies(registry),
      ...(onReplaced === undefined ? {} : { onReplaced }),
    });
    const schedules = createSchedules({ config, calendars, platforms, db, log });
    const { states } = connections;
    const status = (channel: Address): Promise<Status> =>
      channelStatus({ db, schedules, states, halted: () => dispatcher.halted(), now }, channel);
    const parts = { store, shelf, platforms, dispatcher, now, log };
    const desk = createDesk({
      db,
      timeZone: config.timeZone,
      schedules,
      known: () => shelf.known(),
      rendererOf: (platform) => rendererOf(platforms, platform),
      wake: () => dispatcher.wake(),
      settle: async () => {
        await tick();
        refreshPages(platforms);
      },
      channelsOf: async (caller) =>
        (await platforms.get(caller.address.platform)?.channelsOf?.(caller)) ?? null,
      nameOf: async (address) =>
        (await platforms.get(address.platform)?.nameOf?.(address)) ?? address.channel,
      rolesOf: (platform) => platforms.get(platform)?.roles,
      now,
    });
    const modeOf = createChannelModes(config.answers, platforms);
    const repliesIn = createChannelModes(config.replies, platforms);
    const visibleIn = createVisibility({ db, schedules, modeOf });
    const inbox = createInbox({
      db,
      answering: createSpeaker({
        ...parts,
        status,
        schedules: desk,
        visibleIn,
        hearsUnasked: async (place) => (await repliesIn(place)) === "all",
      }),
      isConnected: (name) => platforms.has(name),
      now,
      log,
    });
    stories = createStories({
      db,
      platforms,
      broadcasting: new Set(platformNames.filter((name) => registry[name].broadcasts)),
      modeOf: createChannelModes(config.threads, platforms),
      visibleIn,
      // A folder without a single article is not mounted, or not the one that is meant.
      knowsFolder: () => shelf.known().length > 0 && (shelf.catchingUp()?.unread ?? 0) === 0,
      wake: () => dispatcher.wake(),
      now,
      log,
    });
    stops.push(stories.stop);
    const tick = createTick({ ...parts, stories, config, schedules, workOff: inbox.workOff });
    stops.push(() => connections.stop());
    await connections.start(inbox.bot, () => void tick().catch(() => undefined));
    requireOne(connections);
    stops.push(() => dispatcher.stop());
    await dispatcher.start();
    // A folder that takes long to read keeps nobody from the chats; what is due waits until all of it is known.
    void shelf.catchUp();
    if (shelf.catchingUp()?.unread) void tick().catch(() => undefined);
    else await tick();
    const paused = () => listPausedSchedules(db);
    return { states, shelf, paused, holds: () => loadHolds(db), tick, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function requireOne({ platforms, states }: Connections): void {
  if (platforms.size > 0) return;
  for (const state of states.values()) if (state.state === "failed") throw state.error;
}
