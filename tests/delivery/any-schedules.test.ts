/** Any set of schedules, filters and arrivals: nothing twice in a channel, nothing lost, no limit broken. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { isWanted } from "../../src/schedule/filter.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { limitOf, Selection } from "../../src/schedule/selection.ts";
import { at, daily, Desk } from "./desk.ts";
import { inChannel } from "./world.ts";

const topic = fc.constantFrom("sea", "ice", "law");
const author = fc.constantFrom("Ann", "Bo");

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
);

const anySchedules: fc.Arbitrary<readonly PlannedSchedule[]> = fc
  .array(
    fc.oneof(
      fc.record({ when: times, selection }),
      fc.record({
        when: fc.constantFrom(
          { ready: true as const },
          { ready: true as const, quiet: "22:00-07:00" },
        ),
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

const arrivals = fc.array(
  fc.record({
    minute: fc.integer({ min: 1, max: 2 * 24 * 60 }),
    topics: fc.uniqueArray(topic, { minLength: 1, maxLength: 2 }),
    author,
    embargoMinutes: fc.option(fc.integer({ min: 1, max: 600 }), { nil: 0, freq: 4 }),
  }),
  { maxLength: 25 },
);

/** The night in which the clock goes back lies in between. */
const start = at("2026-10-24T10:00");
const stepMinutes = 10;
/** Long enough for everything that a limit has held back. */
const days = 16;

interface Shown {
  channel: string;
  schedule: string;
  ids: readonly string[];
}

async function shownBy(desk: Desk): Promise<readonly Shown[]> {
  const rows = await desk.store.db
    .selectFrom("delivery")
    .select(["channel", "schedule", "payload"])
    .orderBy("id")
    .execute();
  return rows.map(({ channel, schedule, payload }) => ({
    channel,
    schedule: schedule ?? "",
    ids: payload.match(/\bb\d+/gu) ?? [],
  }));
}

describe("any set of schedules", () => {
  it("shows a channel everything it wants once, within its limits", async () => {
    await fc.assert(
      fc.asyncProperty(
        anySchedules,
        arrivals,
        fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 3 }),
        async (schedules, landing, restarts) => {
          const desk = new Desk();
          try {
            const due = landing.toSorted((a, b) => a.minute - b.minute);
            await desk.plan(start, ...schedules);
            let written = 0;
            for (let step = 1; step <= (days * 24 * 60) / stepMinutes; step += 1) {
              const now = start.add({ minutes: step * stepMinutes });
              for (; (due[written]?.minute ?? Infinity) <= step * stepMinutes; written += 1) {
                const each = due[written];
                if (each === undefined) break;
                const { topics, author, embargoMinutes } = each;
                const ready = now.add({ minutes: embargoMinutes });
                const embargo = embargoMinutes > 0 ? { embargoUntil: ready.toString() } : {};
                desk.write(`b${written}`, ready, topics, { author, ...embargo });
              }
              if (restarts.includes(step)) await desk.restart();
              await desk.plan(now, ...schedules);
            }
            const shown = await shownBy(desk);
            for (const { key, selection, address } of schedules) {
              const { most, least, perTopic } = selection.limits;
              const own = shown.filter(({ schedule }) => schedule === key);
              for (const { ids } of own) {
                expect(ids.length).toBeLessThanOrEqual(most ?? Infinity);
                expect(ids.length).toBeGreaterThanOrEqual(least);
                const briefings = ids.map((id) => briefingOf(desk, id));
                expect(briefings.every((each) => isWanted(selection.filter, each))).toBe(true);
                const topics = briefings.flatMap((each) => each.topics);
                for (const name of topics)
                  expect(topics.filter((each) => each === name).length).toBeLessThanOrEqual(
                    (perTopic && limitOf(perTopic, name)) ?? Infinity,
                  );
              }
              const there = new Set(
                shown.flatMap(({ channel, ids }) => (channel === address.channel ? ids : [])),
              );
              const lost = desk.known.filter(
                ({ briefing }) => isWanted(selection.filter, briefing) && !there.has(briefing.id),
              );
              // One alone may wait for a second, and several of one topic for another topic.
              const mayWait = least === 1 ? 0 : perTopic === null ? least - 1 : lost.length;
              expect(lost.length).toBeLessThanOrEqual(mayWait);
            }
            for (const channel of ["news", "more"]) {
              const ids = shown
                .filter((each) => each.channel === channel)
                .flatMap((each) => each.ids);
              expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
            }
          } finally {
            await desk.store.close();
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

function briefingOf(desk: Desk, id: string) {
  const found = desk.known.find(({ briefing }) => briefing.id === id);
  if (found === undefined) throw new Error(`${id} was never written`);
  return found.briefing;
}
