/** What `/briefing status` tells: everything of the channel it was asked in, and nothing of other workspaces. */
import { nameOfKey } from "../chat/digests/change-words.ts";
import { viewSchedules } from "../chat/digests/views.ts";
import type { Status } from "../briefing/compose/status.ts";
import type { BotError } from "../errors.ts";
import { platformNames } from "../platforms/index.ts";
import type { Address } from "../platforms/platform.ts";
import { countOwed, listDeliveries, type Delivery } from "../storage/deliveries.ts";
import { listOccurrences, listPausedSchedules } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import type { Connections } from "./connections.ts";
import { isSameChannel, type Schedules } from "./schedules.ts";

interface StatusParts {
  db: Db;
  schedules: Pick<Schedules, "known" | "holidayTrouble">;
  states: Connections["states"];
  /** Platforms that do not accept our credentials any more. */
  halted(): ReadonlyMap<string, BotError>;
  now(): Temporal.Instant;
}

const mostTroubles = 8;
const mostMissed = 5;
/** What failed or was missed longer ago is history. */
const recent = { hours: 7 * 24 };

export async function channelStatus(parts: StatusParts, channel: Address): Promise<Status> {
  const { db, now } = parts;
  const since = now().subtract(recent);
  const here = parts.schedules
    .known()
    .filter(({ address }) => isSameChannel(address, channel))
    .map((schedule) => ({ ...schedule, name: nameOfKey(schedule.key) }));
  const troubled = await listDeliveries(db, {
    states: ["uncertain", "failed", "pending", "unknown"],
    workspace: channel,
    channel: channel.channel,
    limit: mostTroubles * 4,
  });
  const missed = await Promise.all(
    here.map(({ key }) =>
      listOccurrences(db, { schedule: key, state: "missed", limit: mostMissed }),
    ),
  );
  const views = await viewSchedules({ db, roleName: () => null }, here, now());
  const keys = new Set(here.map(({ key }) => key));
  const closed = (await listPausedSchedules(db, channel)).filter(({ key }) => !keys.has(key));
  return {
    next: views.filter(({ rests }) => rests === null),
    waiting: await countOwed(db, channel),
    troubles: troubled
      .flatMap((delivery) => troubleOf(delivery, since) ?? [])
      .slice(0, mostTroubles),
    paused: [
      ...views.flatMap(({ name, rests }) =>
        rests === null ? [] : [{ name, since: rests.since, reason: rests.why, until: rests.until }],
      ),
      ...closed.flatMap(({ key, paused }) => {
        if (paused === null) return [];
        const { at, reason } = paused;
        return [{ name: nameOfKey(key), since: at.toString(), reason, until: null }];
      }),
    ],
    missed: missed
      .flat()
      .filter(({ slotAt }) => Temporal.Instant.compare(slotAt, since) >= 0)
      .toSorted((a, b) => Temporal.Instant.compare(b.slotAt, a.slotAt))
      .slice(0, mostMissed)
      .map(({ schedule, slotAt }) => ({ name: nameOfKey(schedule), at: slotAt.toString() })),
    // Only what stands in the bot's own configuration can name a file.
    holidays: here.some(({ made }) => made === null) ? parts.schedules.holidayTrouble() : null,
    platforms: describePlatforms(parts),
  };
}

/** Parts that merely wait for another are not told: the other one is. */
function troubleOf(
  { id, kind, state, error, createdAt, settledAt }: Delivery,
  since: Temporal.Instant,
): Status["troubles"][number] | null {
  if (error === null || error.kind === "blocked") return null;
  const at = settledAt ?? createdAt;
  const trouble = { id, kind, since: at.toString(), reason: error.text };
  if (state === "uncertain") return { ...trouble, state: "held" };
  if (state !== "failed") return { ...trouble, state: "waiting" };
  return Temporal.Instant.compare(at, since) < 0 ? null : { ...trouble, state };
}

/** Without names of workspaces and bots: whoever asks may belong to another. */
function describePlatforms({ states, halted }: StatusParts): Status["platforms"] {
  return platformNames.flatMap((name) => {
    const state = states.get(name);
    if (state === undefined) return [];
    const stopped = halted().get(name);
    if (stopped !== undefined)
      return [{ name, state: `stopped. ${stopped.message} ${stopped.hint ?? ""}`.trim() }];
    if (state.state === "failed") return [{ name, state: "not running; the bot's log says why" }];
    if (state.state === "off") return [{ name, state: "off" }];
    return [{ name, state: state.platform.connection?.() ?? "connected" }];
  });
}
