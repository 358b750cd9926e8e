/** Any schedules and arrivals, and what of them was shown. */
import fc from "fast-check";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { Selection } from "../../src/schedule/selection.ts";
import { at, daily, type Desk } from "./desk.ts";
import { inChannel } from "./world.ts";

const topic = fc.constantFrom("sea", "ice", "law");
const author = fc.constantFrom("Ann", "Bo");

export const channels = ["news", "more"] as const;

const selection = fc
  .record(
    {
      topics: fc.uniqueArray(topic, { minLength: 1, maxLength: 2 }),
      exclude: fc.record({ authors: author }),
      limit: fc.record(
        {
          most: fc.integer({ min: 2, max: 5 }),
          least: fc.integer({ min: 1, max: 2 }),
          perTopic: fc.oneof(
            fc.integer({ min: 1, max: 3 }),
            fc.dictionary(fc.constantFrom("sea", "ICE", "*"), fc.integer({ min: 1, max: 3 })),
          ),
        },
        { requiredKeys: [] },
      ),
      order: fc.constantFrom("newest" as const, "oldest" as const, "topic" as const),
    },
    { requiredKeys: [] },
  )
  .map((written) => Selection.parse(written));

const times = fc.constantFrom(
  { cron: "0 */3 * * *" },
  { cron: "30 8-18/2 * * *", quiet: "12:00-15:00" },
  { at: "09:00,17:00", quiet: "16:30-18:30" },
  { at: "02:30", days: "daily" },
  { at: "08:00", skip: "2026-10-26..2026-10-27" },
);

const ready = fc.constantFrom(
  { ready: true as const },
  { ready: true as const, quiet: "22:00-07:00" },
);

/** Up to four in two channels, in London. */
export const anySchedules: fc.Arbitrary<readonly PlannedSchedule[]> = fc
  .array(
    fc.oneof(
      fc.record({ when: times, selection }),
      fc.record({
        when: ready,
        selection: selection.map((each) => ({ ...each, limits: Selection.parse({}).limits })),
      }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) =>
    all.map(({ when, selection }, index) => ({
      ...daily,
      key: `s${index}`,
      address: inChannel(index % 2 === 0 ? "news" : "more"),
      rule: parseRule({ ...when, timezone: "Europe/London" }),
      selection,
      group: { from: 3, minutes: 5 },
    })),
  );

export interface Arrival {
  minute: number;
  topics: string[];
  author: string;
  embargoMinutes: number;
}

/** In the two days after `start`. */
export const arrivals: fc.Arbitrary<readonly Arrival[]> = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 1, max: 2 * 24 * 60 }),
      topics: fc.uniqueArray(topic, { minLength: 1, maxLength: 2 }),
      author,
      embargoMinutes: fc.option(fc.integer({ min: 1, max: 600 }), { nil: 0, freq: 4 }),
    }),
    { maxLength: 25 },
  )
  .map((all) => all.toSorted((a, b) => a.minute - b.minute));

/** The night in which the clock goes back lies after it. */
export const start = at("2026-10-24T10:00");
export const stepMinutes = 10;
/** Long enough for everything that a limit has held back. */
export const days = 16;

/** Writes the articles of the minutes up to this one; gives how many there are now. */
export function land(desk: Desk, all: readonly Arrival[], written: number, minute: number): number {
  const now = start.add({ minutes: minute });
  let count = written;
  for (const { topics, author, embargoMinutes } of all
    .slice(written)
    .filter((each) => each.minute <= minute)) {
    const readyAt = now.add({ minutes: embargoMinutes });
    const embargo = embargoMinutes > 0 ? { embargoUntil: readyAt.toString() } : {};
    desk.write(`b${count}`, readyAt, topics, { author, ...embargo });
    count += 1;
  }
  return count;
}

export interface Shown {
  id: number;
  channel: string;
  schedule: string;
  kind: string;
  state: string;
  at: Temporal.Instant;
  /** The slot that it was composed for. */
  slot: string;
  ids: readonly string[];
}

/** Every post in the outbox. */
export async function shownBy(desk: Desk): Promise<readonly Shown[]> {
  const rows = await desk.store.db
    .selectFrom("delivery")
    .select(["id", "channel", "schedule", "kind", "state", "created_at", "payload"])
    .orderBy("id")
    .execute();
  return rows.map(({ id, channel, schedule, kind, state, created_at, payload }) => ({
    id,
    channel,
    schedule: schedule ?? "",
    kind,
    state,
    at: Temporal.Instant.fromEpochMilliseconds(created_at),
    slot: /\d{4}-\d\d-\d\dT[\d:.]+Z/u.exec(payload)?.[0] ?? "",
    ids: payload.match(/\bb\d+/gu) ?? [],
  }));
}
