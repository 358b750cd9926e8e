/** `briefing schedules`: every schedule as an operator sees it, also beside a running bot. */
import { formatTime } from "../app/status.ts";
import { nearest } from "../briefing/nearest.ts";
import type { Order } from "../chat/digests/desk.ts";
import { describeOrder } from "../chat/digests/views.ts";
import type { Config } from "../config/config.ts";
import type { FiledSchedule } from "../config/schedules-file.ts";
import { nextRun, skippedRun } from "../delivery/preview.ts";
import { BotError } from "../errors.ts";
import { parseUntil } from "../schedule/until.ts";
import {
  type ChatSchedule,
  listChatSchedules,
  removeChatSchedule,
} from "../storage/chat-schedules.ts";
import { pendingApprovals } from "../storage/approvals.ts";
import { type Hold, holdSchedule, loadHolds, unholdSchedule } from "../storage/schedule-holds.ts";
import { loadSchedules } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import { loadEverySchedule, type LoadedSchedule } from "./load-schedules.ts";

/** What `--json` prints of each. Instants are ISO 8601 in UTC. */
export interface ListedSchedule {
  name: string;
  /** What deliveries name it by. */
  key: string;
  /** It has no times: it posts as soon as a briefing is ready; `nextAt` is then when it next may. */
  follows: boolean;
  source: "config/bot.yaml" | "chat";
  platform: string;
  workspace: string | null;
  channel: string;
  what: string;
  nextAt: string | null;
  madeBy: string | null;
  madeAt: string | null;
  paused: { since: string; why: string; until: string | null } | null;
  skipAt: string | null;
  /** Digests that wait for a decision of their approver; `unreached`: why nobody has the question. */
  approvals: readonly { slotAt: string; needs: "required" | "veto"; unreached: string | null }[];
}

interface Known extends ListedSchedule, LoadedSchedule {
  hold: Hold | undefined;
}

export async function listSchedules(
  db: Db,
  config: Config,
  now: Temporal.Instant,
): Promise<readonly ListedSchedule[]> {
  return (await collect(db, config, now)).map(
    ({ address: _address, made: _made, hold: _hold, order: _order, ...listed }) => listed,
  );
}

async function collect(db: Db, config: Config, now: Temporal.Instant): Promise<readonly Known[]> {
  const holds = await loadHolds(db);
  const found = await loadEverySchedule(db, config);
  const progress = await loadSchedules(
    db,
    found.map(({ key }) => key),
  );
  const pending = await pendingApprovals(db);
  return found.map(({ order, ...rest }) => {
    const hold = holds.get(rest.key);
    const closed = progress.get(rest.key)?.paused ?? null;
    const rests = hold?.paused
      ? { ...hold.paused, why: `by ${hold.paused.by}` }
      : closed && { at: closed.at, why: closed.reason, until: null };
    const { name, key, address, made } = rest;
    return {
      name,
      key,
      follows: order !== null && "ready" in order.rule,
      source: made === null ? "config/bot.yaml" : "chat",
      platform: address.platform,
      workspace: address.workspace === "" ? null : address.workspace,
      channel: address.channel,
      what: order === null ? "It cannot be read" : describeOrder(order),
      nextAt: (order && nextAfter(order, hold, rests, now)?.toString()) ?? null,
      madeBy: made === null ? null : (made.createdBy.name ?? made.createdBy.person),
      madeAt: made?.createdAt.toString() ?? null,
      paused: rests
        ? { since: rests.at.toString(), why: rests.why, until: rests.until?.toString() ?? null }
        : null,
      skipAt: (order && skippedRun(order, hold)?.toString()) ?? null,
      approvals: pending.flatMap(({ schedule, slotAt, unreached }) =>
        schedule !== key || order?.approval === undefined
          ? []
          : [{ slotAt: slotAt.toString(), needs: order.approval.needs, unreached }],
      ),
      address,
      made,
      hold,
      order,
    };
  });
}

/** After a pause that ends by itself; none while it rests for good. */
function nextAfter(
  order: Order,
  hold: Hold | undefined,
  rests: { until: Temporal.Instant | null } | null,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (rests === null) return nextRun(order, hold, now);
  return rests.until && nextRun(order, hold, rests.until.subtract({ milliseconds: 1 }));
}

export interface Deed {
  db: Db;
  config: Config;
  now: Temporal.Instant;
}

/** `channel` is "slack:C012" or a name of the configuration; only needed where several have the name. */
export async function find(
  { db, config, now }: Deed,
  name: string,
  channel?: string,
): Promise<Known> {
  const all = await collect(db, config, now);
  const named = all.filter((each) => each.name === name || each.key === name);
  const here = named.filter(
    ({ platform, channel: id, key }) =>
      channel === undefined ||
      `${platform}:${id}` === channel ||
      key.split("@")[1]?.split("#")[0] === channel,
  );
  const [found] = here;
  if (found !== undefined && here.length === 1) return found;
  const places = here.map((each) => `${each.platform}:${each.channel}`).join(", ");
  if (here.length > 1) {
    throw new BotError("input", `There are ${here.length} schedules ${name}: ${places}.`, {
      hint: "Say which one with --channel, or give its key as `briefing schedules --json` tells it.",
    });
  }
  const names = all.map((each) => each.name);
  const meant = nearest(name, names);
  throw new BotError("input", `There is no schedule ${JSON.stringify(name)} there.`, {
    hint:
      meant === undefined ? `There are: ${names.join(", ") || "none"}.` : `Did you mean ${meant}?`,
  });
}

export const operator = { kind: "operator" } as const;
export const soon = "The running bot takes it up within a minute.";

/** Gives a sentence; `until` as in chat. Throws `input`. */
export async function pause(
  deed: Deed,
  name: string,
  options: { channel?: string; until?: string },
): Promise<string> {
  const found = await find(deed, name, options.channel);
  const { now, config } = deed;
  const until =
    options.until === undefined ? null : parseUntil(options.until, config.timeZone, now);
  await holdSchedule(deed.db, found, until, operator, now);
  const end = until === null ? "until it is resumed" : `until ${until.toString()}`;
  return `${found.key} rests ${end}. ${soon}`;
}

export async function resume(
  deed: Deed,
  name: string,
  options: { channel?: string },
): Promise<string> {
  const found = await find(deed, name, options.channel);
  if (!(await unholdSchedule(deed.db, found, operator, deed.now)))
    return `${found.key} does not rest.`;
  return `${found.key} goes on. ${soon}`;
}

export async function remove(
  deed: Deed,
  name: string,
  options: { channel?: string },
): Promise<string> {
  const { key, made } = await find(deed, name, options.channel);
  if (made === null) {
    throw new BotError("input", `${key} stands in config/bot.yaml.`, {
      hint: "Take it out of that file and start the bot again.",
    });
  }
  await removeChatSchedule(deed.db, made.id, operator, deed.now);
  return `${key} is gone; what it has posted and every change of it stay known. ${soon}`;
}

/** Those made in chat, as they are filed. */
export async function fileSchedules(db: Db): Promise<readonly (FiledSchedule & ChatSchedule)[]> {
  const holds = await loadHolds(db);
  return (await listChatSchedules(db)).map((made) => {
    const paused = holds.get(made.key)?.paused ?? null;
    return {
      ...made,
      ...made.address,
      paused: paused === null ? null : (paused.until?.toString() ?? ""),
    };
  });
}

export function formatSchedules(listed: readonly ListedSchedule[], timeZone: string): string {
  if (listed.length === 0) return "There are no schedules.";
  const time = (at: string): string =>
    formatTime(Temporal.Instant.from(at).toZonedDateTimeISO(timeZone));
  return listed
    .map((listed) => {
      const { name, platform, channel, what, nextAt, source, madeBy, madeAt } = listed;
      const { paused, skipAt, approvals, follows } = listed;
      const made = madeAt === null ? source : `${source}, by ${madeBy ?? "?"}, ${time(madeAt)}`;
      const until = paused?.until ? `, until ${time(paused.until)}` : "";
      const next = follows
        ? "posts as soon as a briefing is ready"
        : `next ${nextAt === null ? "never" : time(nextAt)}`;
      const state =
        paused === null ? next : `paused since ${time(paused.since)} ${paused.why}${until}`;
      const skip = skipAt === null ? "" : `; ${time(skipAt)} is left out`;
      const waits = approvals.map(({ slotAt, needs, unreached }) => {
        const who = unreached === null ? "" : `; nobody could be asked, because ${unreached}`;
        const how = needs === "required" ? "waits for approval" : "goes out unless vetoed";
        return `  the digest of ${time(slotAt)} ${how}${who}`;
      });
      return [
        `${name} → ${platform}:${channel}  (${made})`,
        `  ${what}`,
        `  ${state}${skip}`,
        ...waits,
      ].join("\n");
    })
    .join("\n");
}
