/** A year of a busy channel in London, minute by minute, through the planner and a database on disk. */
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { Selection } from "../../src/schedule/selection.ts";
import { at, daily, openDesk } from "./desk.ts";

const timezone = "Europe/London";
const start = at("2026-01-01T12:00");
const yearMinutes = 365 * 24 * 60;
/** The bot is off from here, for three days. */
const offFrom = at("2026-08-14T20:10").epochMilliseconds;
const offUntil = offFrom + 3 * 86_400_000;

const skip = "2026-04-03..2026-04-06, 2026-12-25, 2026-12-28";
const schedules: readonly PlannedSchedule[] = [
  {
    ...daily,
    key: "morning",
    rule: parseRule({ at: "09:00", days: "weekdays", timezone, skip }),
    selection: Selection.parse({ exclude: { topics: "alert, rare" }, limit: { most: 12 } }),
  },
  {
    ...daily,
    key: "month",
    rule: parseRule({ at: "16:00", days: "last working day", timezone, skip }),
    selection: Selection.parse({ topics: "rare" }),
  },
  {
    ...daily,
    key: "alerts",
    rule: parseRule({ ready: true, timezone, quiet: "22:00-07:00" }),
    selection: Selection.parse({ topics: "alert" }),
    group: { from: 3, minutes: 5 },
  },
  // Wants the same as others: it never gets the better of them, and nothing comes twice because of it.
  { ...daily, key: "all", rule: parseRule({ at: "09:00,23:30", days: "daily", timezone }) },
];

interface Arrival {
  id: string;
  minute: number;
  topics: string[];
}

/** The same every time: about eight a day, in bursts, some of them alerts and few of them rare. */
function arrivalsOfYear(): readonly Arrival[] {
  let state = 20_260_101;
  const dice = (sides: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  const arrivals: Arrival[] = [];
  for (let minute = 5 + dice(300); minute < yearMinutes - 5 * 1440; minute += 1 + dice(430)) {
    const burst = dice(12) === 0 ? 4 + dice(4) : 1;
    const topics = [dice(5) === 0 ? "alert" : dice(40) === 0 ? "rare" : "news"];
    for (let each = 0; each < burst; each += 1)
      arrivals.push({ id: `b${arrivals.length}`, minute, topics });
  }
  return arrivals;
}

describe("a year of a busy channel", () => {
  it(
    "shows each of its briefings once, at a time that its schedules allow",
    { timeout: 120_000 },
    async () => {
      const desk = openDesk();
      const arrivals = arrivalsOfYear();
      const readyMs = new Map<string, number>();
      let landed = 0;
      for (let minute = 0; minute < yearMinutes; minute += 1) {
        const now = start.add({ minutes: minute });
        const isOff = now.epochMilliseconds > offFrom && now.epochMilliseconds < offUntil;
        if (isOff) continue;
        for (; (arrivals[landed]?.minute ?? Infinity) <= minute; landed += 1) {
          const { id, topics } = arrivals[landed] ?? { id: "", topics: [] };
          desk.write(id, now, topics);
          readyMs.set(id, now.epochMilliseconds);
        }
        if (now.epochMilliseconds === offUntil) await desk.restart();
        await desk.plan(now, ...schedules);
      }

      const rows = await desk.store.db
        .selectFrom("delivery")
        .select(["schedule", "created_at", "payload"])
        .orderBy("id")
        .execute();
      const posts = rows.map(({ schedule, created_at, payload }) => ({
        schedule,
        ms: created_at,
        local: Temporal.Instant.fromEpochMilliseconds(created_at).toZonedDateTimeISO(timezone),
        ids: payload.match(/\bb\d+/gu) ?? [],
      }));
      const shown = posts.flatMap(({ ids }) => ids);
      expect(shown.length).toBe(new Set(shown).size);
      expect(shown.toSorted()).toEqual(arrivals.map(({ id }) => id).toSorted());
      expect(arrivals.length).toBeGreaterThan(2_000);

      const of = (key: string) => posts.filter(({ schedule }) => schedule === key);
      for (const { local, ids } of of("morning")) {
        expect(local.toPlainTime().toString()).toBe("09:00:00");
        expect(local.dayOfWeek).toBeLessThanOrEqual(5);
        expect(ids.length).toBeLessThanOrEqual(12);
        expect(["2026-04-03", "2026-04-06", "2026-12-25", "2026-12-28"]).not.toContain(
          local.toPlainDate().toString(),
        );
      }
      // After the bot was off, what waited comes when it is there again; quiet hours are kept then, too.
      for (const { local, ms, ids } of of("alerts")) {
        expect(local.hour).toBeGreaterThanOrEqual(7);
        expect(local.hour).toBeLessThan(22);
        for (const id of ids) {
          const ready = Temporal.Instant.fromEpochMilliseconds(readyMs.get(id) ?? 0);
          const { hour } = ready.toZonedDateTimeISO(timezone);
          const late = ms - ready.epochMilliseconds;
          expect(late).toBeLessThanOrEqual(hour >= 22 || hour < 7 ? 9 * 3_600_000 : 5 * 60_000);
        }
      }
      for (const key of ["morning", "alerts", "all"]) expect(of(key).length).toBeGreaterThan(200);
    },
  );
});
