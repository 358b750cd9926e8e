/** The schedules of the configuration and those made in chat, as the planner wants them: one per channel, with its address. */
import type { Briefing } from "../briefing/briefing.ts";
import { composeApproval, type Outcome } from "../briefing/compose/approval.ts";
import {
  type FateOf,
  makeDigest,
  makePost,
  type Made,
  withPing,
} from "../briefing/compose/recipe.ts";
import type { Message } from "../briefing/message.ts";
import type { ChannelSchedule } from "../chat/digests/desk.ts";
import {
  type Config,
  type ConfiguredChannel,
  type ConfiguredSchedule,
  findChannel,
} from "../config/config.ts";
import type { Told } from "../delivery/empty-slot.ts";
import type { Outgoing } from "../delivery/enqueue.ts";
import { BotError } from "../errors.ts";
import { groupPosts } from "../schedule/group.ts";
import type { Address, Log, Platform } from "../platforms/platform.ts";
import { liftDueHolds, loadHolds } from "../storage/schedule-holds.ts";
import { reopenSchedule } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import { type CalendarSource, createCalendars } from "./calendars.ts";
import { createChatSchedules } from "./chat-schedules.ts";
import { createFileChanges, type FiledAt } from "./file-changes.ts";

export interface Schedules {
  /**
   * Those that may post at `now`: their channel is known by now, and they do not rest. Looks for the channels that
   * were not found before.
   */
  located(now: Temporal.Instant): Promise<readonly ChannelSchedule[]>;
  /** Those of a channel, also when they rest. */
  here(channel: Address): Promise<readonly ChannelSchedule[]>;
  /** All whose channel was found before, as last looked at. */
  known(): readonly ChannelSchedule[];
  /** Where the approver of a schedule is asked; null: that channel was not found, or its platform is not connected. */
  placeToAsk(schedule: ChannelSchedule): Address | null;
  /** What is wrong with a file of holidays now, while its old dates hold; null: nothing. */
  holidayTrouble(): string | null;
}

interface SchedulesOptions {
  config: Config;
  calendars: CalendarSource;
  platforms: ReadonlyMap<string, Platform>;
  db: Db;
  log: Log;
}

/** Stable over restarts: what the schedule is known by in the database. */
export function scheduleKey(
  { name }: Pick<ConfiguredSchedule, "name">,
  channel: Pick<ConfiguredChannel, "platform" | "name">,
): string {
  return `${name}@${channel.platform}:${channel.name}`;
}

export function createSchedules(options: SchedulesOptions): Schedules {
  const { config, platforms, db, log } = options;
  const calendars = createCalendars(options.calendars, log);
  const addresses = new Map<ConfiguredChannel, Address>();
  const reported = new Set<ConfiguredChannel>();

  async function locate(channel: ConfiguredChannel, now: Temporal.Instant): Promise<void> {
    const platform = platforms.get(channel.platform);
    if (addresses.has(channel) || platform === undefined) return;
    try {
      const address = await platform.locate(channel.channel);
      await resume(channel, address, now);
      addresses.set(channel, address);
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      if (!reported.has(channel)) {
        const { kind, message, hint } = error;
        log.warn({ channel: `${channel.platform}:${channel.name}`, kind, hint }, message);
      }
      reported.add(channel);
    }
  }

  /** A channel that is found when the bot starts may be written to again, for all we know; the next post tells. */
  async function resume(
    channel: ConfiguredChannel,
    address: Address,
    now: Temporal.Instant,
  ): Promise<void> {
    for (const schedule of config.schedules) {
      const key = scheduleKey(schedule, channel);
      if (schedule.to.includes(channel) && (await reopenSchedule(db, { key, address }, now)))
        log.info({ schedule: key }, "schedule goes on: its channel is there again");
    }
  }

  function channelsOf({ to, approval }: ConfiguredSchedule): readonly ConfiguredChannel[] {
    const approver = approval?.approver ?? null;
    const asked =
      approver && "channel" in approver
        ? findChannel(config.channels, approver.channel)
        : undefined;
    return asked === undefined ? to : [...to, asked];
  }

  function configured(): readonly ChannelSchedule[] {
    return config.schedules.flatMap((schedule) => {
      const { to: _to, written: _written, ...asStarted } = schedule;
      const planned = { ...asStarted, rule: calendars.ruleOf(schedule.name) ?? asStarted.rule };
      return schedule.to.flatMap((channel) => {
        const address = addresses.get(channel);
        if (address === undefined) return [];
        const key = scheduleKey(schedule, channel);
        return [{ key, address, ...planned, made: null }];
      });
    });
  }

  const recordFile = createFileChanges(
    db,
    new Set(
      config.schedules.flatMap((schedule) =>
        schedule.to.map((channel) => scheduleKey(schedule, channel)),
      ),
    ),
  );

  function filed(): readonly FiledAt[] {
    return config.schedules.flatMap((schedule) =>
      schedule.to.flatMap((channel) => {
        const address = addresses.get(channel);
        const key = scheduleKey(schedule, channel);
        return address === undefined ? [] : [{ key, address, written: schedule.written }];
      }),
    );
  }

  const chat = createChatSchedules({ db, timeZone: config.timeZone, log });
  const known = (): readonly ChannelSchedule[] => [...configured(), ...chat.known()];

  function placeToAsk({ approval, address, made }: ChannelSchedule): Address | null {
    const approver = approval?.approver ?? null;
    if (approver !== null && "channel" in approver) {
      const channel = findChannel(config.channels, approver.channel);
      return (channel && addresses.get(channel)) ?? null;
    }
    const person = approver?.person ?? made?.createdBy.person;
    const platform = platforms.get(address.platform);
    if (platform === undefined) return null;
    if (person === undefined) return address;
    return platform.directTo(person, address.workspace) ?? address;
  }

  return {
    known,
    placeToAsk,
    holidayTrouble: calendars.trouble,
    async here(channel) {
      await chat.look();
      return known().filter(({ address }) => isSameChannel(address, channel));
    },
    async located(now) {
      await calendars.look();
      for (const channel of new Set(config.schedules.flatMap(channelsOf)))
        await locate(channel, now);
      await recordFile(filed(), now);
      await chat.look();
      const all = known().filter(({ address }) => platforms.has(address.platform));
      const byKey = new Map(all.map((schedule) => [schedule.key, schedule]));
      for (const key of await liftDueHolds(db, now, (key) => byKey.get(key)?.address))
        log.info({ schedule: key }, "a pause or a skipped run is over");
      const holds = await loadHolds(db);
      return all.filter(({ key }) => (holds.get(key)?.paused ?? null) === null);
    },
  };
}

export function isSameChannel(a: Address, b: Address): boolean {
  return a.platform === b.platform && a.workspace === b.workspace && a.channel === b.channel;
}

/** What one slot of a schedule posts. Its role hears of news, and once. Pure. */
export function slotPosts(
  schedule: ChannelSchedule,
  slot: Temporal.Instant,
  told: Told,
  fateOf: FateOf,
): readonly Made[] {
  const posts = composePosts(schedule, slot, told, fateOf);
  const { ping } = schedule;
  const [first, ...rest] = posts;
  if (first === undefined || ping === undefined || told.occasion !== "news") return posts;
  return told.briefings.length === 0 ? posts : [withPing(first, ping), ...rest];
}

function composePosts(
  { form, title, group, rule }: ChannelSchedule,
  slot: Temporal.Instant,
  { briefings, occasion }: Told,
  fateOf: FateOf,
): readonly Made[] {
  const date = slot.toZonedDateTimeISO(rule.timezone).toPlainDate().toString();
  const again = occasion === "most-read" ? { occasion } : {};
  const digest = (about: readonly Briefing[]): Made =>
    makeDigest(about, { title, date, ...again }, fateOf);
  if (form === "digest") return [digest(briefings)];
  return groupPosts(group, briefings.toReversed()).flatMap((together) => {
    const [briefing, ...more] = together;
    if (briefing === undefined) return [];
    return [
      more.length > 0 ? digest(together.toReversed()) : makePost(briefing, "compact", fateOf),
    ];
  });
}

/** What its approver is shown before, and with an outcome what stands there when that is decided or over. */
export function askAbout(
  schedule: ChannelSchedule,
  slot: Temporal.Instant,
  briefings: readonly Briefing[],
  { id, fateOf, outcome }: { id: number; fateOf: FateOf; outcome?: Outcome },
): Message {
  const { name, approval } = schedule;
  const told: Told = { briefings, occasion: "news" };
  const posts = briefings.length === 0 ? [] : slotPosts(schedule, slot, told, fateOf);
  const needs = approval?.needs ?? "required";
  const question = { id, name, needs, slot: slot.toString() };
  return composeApproval(
    outcome === undefined ? question : { ...question, outcome },
    posts.map(({ message }) => message),
  );
}

/** The same, rendered. Pure but for the renderer it is given, which is pure, too. */
export function composeSlot(
  schedule: ChannelSchedule,
  slot: Temporal.Instant,
  told: Told,
  { render, fateOf }: { render: Platform["render"]; fateOf: FateOf },
): readonly Outgoing[] {
  return slotPosts(schedule, slot, told, fateOf).map(({ message, ...made }) => ({
    title: message.title,
    rendered: render(message),
    briefings: made.of.map(({ id }) => id),
    made,
  }));
}
