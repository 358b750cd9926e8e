/** The schedules of the configuration, as the planner wants them: one per channel, with its address. */
import type { Briefing } from "../briefing/briefing.ts";
import { makeDigest, makePost, type Made } from "../briefing/compose/recipe.ts";
import type { Config, ConfiguredChannel, ConfiguredSchedule } from "../config/config.ts";
import type { Outgoing } from "../delivery/enqueue.ts";
import type { PlannedSchedule } from "../delivery/planner.ts";
import { BotError } from "../errors.ts";
import { groupPosts } from "../schedule/group.ts";
import type { Address, Log, Platform } from "../platforms/platform.ts";
import { resumeSchedule } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";

export interface ChannelSchedule extends PlannedSchedule {
  form: ConfiguredSchedule["form"];
  title: string;
}

export interface Schedules {
  /** Those whose channel is known by now; the others are asked for again each time. */
  located(): Promise<readonly ChannelSchedule[]>;
  /** Those whose channel was found before; asks nobody. */
  known(): readonly ChannelSchedule[];
}

interface SchedulesOptions {
  config: Config;
  platforms: ReadonlyMap<string, Platform>;
  db: Db;
  log: Log;
}

/** Stable over restarts: what the schedule is known by in the database. */
function scheduleKey(
  { name }: Pick<ConfiguredSchedule, "name">,
  channel: ConfiguredChannel,
): string {
  return `${name}@${channel.platform}:${channel.name}`;
}

export function createSchedules({ config, platforms, db, log }: SchedulesOptions): Schedules {
  const addresses = new Map<ConfiguredChannel, Address>();
  const reported = new Set<ConfiguredChannel>();

  async function locate(channel: ConfiguredChannel): Promise<void> {
    const platform = platforms.get(channel.platform);
    if (addresses.has(channel) || platform === undefined) return;
    try {
      const address = await platform.locate(channel.channel);
      await resume(channel);
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
  async function resume(channel: ConfiguredChannel): Promise<void> {
    for (const schedule of config.schedules) {
      const key = scheduleKey(schedule, channel);
      if (schedule.to.includes(channel) && (await resumeSchedule(db, key)))
        log.info({ schedule: key }, "schedule goes on: its channel is there again");
    }
  }

  function known(): readonly ChannelSchedule[] {
    return config.schedules.flatMap((schedule) => {
      const { name: _name, to: _to, ...planned } = schedule;
      return schedule.to.flatMap((channel) => {
        const address = addresses.get(channel);
        if (address === undefined) return [];
        const key = scheduleKey(schedule, channel);
        return [{ key, address, ...planned }];
      });
    });
  }

  return {
    known,
    async located() {
      for (const channel of new Set(config.schedules.flatMap(({ to }) => to)))
        await locate(channel);
      return known();
    },
  };
}

/** What one slot of a schedule posts. Pure but for the renderer it is given, which is pure, too. */
export function composeSlot(
  { form, title, group }: ChannelSchedule,
  slot: Temporal.Instant,
  briefings: readonly Briefing[],
  render: Platform["render"],
): readonly Outgoing[] {
  const outgoing = ({ message, ...made }: Made): Outgoing => ({
    title: message.title,
    rendered: render(message),
    briefings: made.of.map(({ id }) => id),
    made,
  });
  const digest = (about: readonly Briefing[]): Outgoing =>
    outgoing(makeDigest(about, { title, at: slot.toString() }));
  if (form === "digest") return [digest(briefings)];
  return groupPosts(group, briefings.toReversed()).flatMap((together) => {
    const [briefing, ...more] = together;
    if (briefing === undefined) return [];
    return [
      more.length > 0 ? digest(together.toReversed()) : outgoing(makePost(briefing, "compact")),
    ];
  });
}
