/**
 * A year of many schedules in twelve time zones, with filters, limits, quiet hours, embargoes and approvers. What each
 * posts at each of its times is worked out anew, by the simplest means, and has to be the same to the briefing.
 */
import { expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { parseRule, type WrittenRule } from "../../src/schedule/rule.ts";
import { Selection } from "../../src/schedule/selection.ts";
import { decideApproval, pendingApprovals } from "../../src/storage/approvals.ts";
import { liftDueHolds } from "../../src/storage/schedule-holds.ts";
import { type LocalMinute, monthOf, oracle, type OracleRule, zones } from "../schedule/oracle.ts";
import { shownBy } from "./any-channels.ts";
import { at, daily, type Desk, openDesk } from "./desk.ts";
import { inChannel } from "./world.ts";

const start = at("2026-01-01T12:00");
const tickMinutes = 15;
const ticks = (365 * 24 * 60) / tickMinutes;
const end = start.add({ minutes: ticks * tickMinutes });
const leadMs = 60 * 60_000;
const horizonMs = 31 * 24 * 60 * 60_000;

interface Arrival {
  id: string;
  /** The tick at which it lands. */
  tick: number;
  readyMs: number;
  topics: string[];
  author: string;
  title: string;
}

/** The same every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function arrivalsOfYear(): readonly Arrival[] {
  const roll = dice(7);
  const found: Arrival[] = [];
  for (let tick = 3; tick < ticks; tick += 1 + roll(30)) {
    const embargoTicks = roll(6) === 0 ? 1 + roll(200) : 0;
    found.push({
      id: `b${found.length}`,
      tick,
      readyMs: start.epochMilliseconds + (tick + embargoTicks) * tickMinutes * 60_000,
      topics: [["sea", "ice", "law", "art"][roll(4)] ?? "sea"],
      author: ["Ann", "Bo", "Cy"][roll(3)] ?? "Ann",
      title: roll(5) === 0 ? `Sponsored: news ${found.length}` : `News ${found.length}`,
    });
  }
  return found;
}

const shows = (t: LocalMinute, hour: number, minute = 0) => t.hour === hour && t.minute === minute;

const rules: readonly (OracleRule & { written: Omit<WrittenRule, "timezone"> })[] = [
  {
    written: { at: "09:00", days: "weekdays" },
    matches: (t) => shows(t, 9) && t.weekday <= 5,
  },
  { written: { at: "00:30,12:00" }, matches: (t) => shows(t, 0, 30) || shows(t, 12) },
  {
    written: { at: "16:00", days: "first mon, last working day" },
    matches(t) {
      if (!shows(t, 16)) return false;
      const working = monthOf(t).filter(({ weekday }) => weekday <= 5);
      return (t.weekday === 1 && t.day <= 7) || working.at(-1)?.day === t.day;
    },
  },
  {
    written: { cron: "0 */4 * * *", quiet: "22:00-07:00" },
    matches: (t) => t.minute === 0 && t.hour % 4 === 0,
    quiet: (t) => t.hour >= 22 || t.hour < 7,
  },
  {
    written: { cron: "30 2 * * sun,wed" },
    matches: (t) => shows(t, 2, 30) && [7, 3].includes(t.weekday),
  },
];

const filters: readonly {
  written: Parameters<typeof Selection.parse>[0];
  wants(arrival: Arrival): boolean;
}[] = [
  { written: {}, wants: () => true },
  {
    written: { topics: "sea, ice", limit: { most: 6 } },
    wants: ({ topics }) => topics.includes("sea") || topics.includes("ice"),
  },
  {
    written: { exclude: { authors: "bo", words: "sponsored" } },
    wants: ({ author, title }) => author !== "Bo" && !title.startsWith("Sponsored"),
  },
  {
    written: { include: { patterns: "^news \\d*[02468]$" }, limit: { most: 4 } },
    wants: ({ title }) => /^News \d*[02468]$/u.test(title),
  },
];

interface Watched {
  schedule: PlannedSchedule;
  rule: OracleRule;
  filter: (typeof filters)[number];
}

const watched: readonly Watched[] = Array.from({ length: 24 }, (_, index) => {
  const zone = zones[index % zones.length] ?? "UTC";
  const rule = rules[index % rules.length] ?? rules[0];
  const filter = filters[index % filters.length] ?? filters[0];
  if (rule === undefined || filter === undefined) throw new Error("no rule");
  const needs = index % 2 === 0 ? ("required" as const) : ("veto" as const);
  // Slots close together ask again before the last one is over: these are left to whoever tries any schedules.
  const isAsked = index % 3 === 0 && rule.quiet === undefined;
  const schedule: PlannedSchedule = {
    ...daily,
    key: `s${index}`,
    address: inChannel(`c${index}`),
    rule: parseRule({ ...rule.written, timezone: zone }),
    selection: Selection.parse(filter.written),
    ...(isAsked && { approval: { needs, approver: null, leadMs } }),
  };
  return { schedule, rule, filter };
});

function isVetoed(key: string, slotMs: number): boolean {
  return (slotMs / 3_600_000 + Number(key.slice(1))) % 5 < 1;
}

async function decideAll({ store: { db } }: Desk, now: Temporal.Instant): Promise<void> {
  for (const asked of await pendingApprovals(db)) {
    const what = isVetoed(asked.schedule, asked.slotAt.epochMilliseconds) ? "vetoed" : "approved";
    const by = { kind: "person", person: "U1", name: "Ada" } as const;
    await decideApproval(db, asked, what, { by, byName: "Ada", address: daily.address, now });
  }
}

async function liveYear(desk: Desk, arrivals: readonly Arrival[]): Promise<void> {
  const schedules = watched.map(({ schedule }) => schedule);
  let landed = 0;
  for (let tick = 0; tick <= ticks; tick += 1) {
    const now = start.add({ minutes: tick * tickMinutes });
    for (; arrivals[landed]?.tick === tick; landed += 1) {
      const { id, readyMs, topics, ...more } = arrivals[landed] ?? {
        id: "",
        readyMs: 0,
        topics: [],
      };
      const readyAt = Temporal.Instant.fromEpochMilliseconds(readyMs);
      const isHeld = readyMs > now.epochMilliseconds;
      const { author, title } = { author: "", title: "", ...more };
      desk.write(id, readyAt, topics, {
        author,
        title,
        ...(isHeld && { embargoUntil: readyAt.toString() }),
      });
    }
    if (tick % 3_000 === 2_999) await desk.restart();
    await liftDueHolds(desk.store.db, now, () => daily.address);
    await desk.plan(now, ...schedules);
    await decideAll(desk, now);
  }
}

/** "slot ids" of every post, worked out from a list of times and a pile of articles. */
function expectedPosts(
  { schedule, filter }: Watched,
  slots: readonly number[],
  arrivals: readonly Arrival[],
): readonly string[] {
  const { key, approval, selection } = schedule;
  const wanted = arrivals.filter((each) => filter.wants(each));
  const posted = new Set<string>();
  const posts: string[] = [];
  let lastSlot = start.epochMilliseconds;
  const pile = (ms: number) =>
    wanted
      .filter(({ id, readyMs }) => {
        const isStale = readyMs <= lastSlot && readyMs <= ms - horizonMs;
        return readyMs > start.epochMilliseconds && readyMs <= ms && !isStale && !posted.has(id);
      })
      .toSorted((a, b) => b.readyMs - a.readyMs || (a.id < b.id ? -1 : 1))
      .slice(0, selection.limits.most ?? Infinity);
  for (const slot of slots) {
    const askedMs = approval === undefined ? slot : firstAsk(slot, lastSlot, pile);
    const chosen = approval !== undefined && isVetoed(key, slot) ? [] : pile(askedMs);
    lastSlot = slot;
    if (chosen.length === 0) continue;
    for (const { id } of chosen) posted.add(id);
    posts.push(
      `${new Date(slot).toISOString().slice(0, 16)} ${chosen.map(({ id }) => id).join(",")}`,
    );
  }
  return posts;
}

/** When there is something to show, from the lead time on. */
function firstAsk(
  slot: number,
  lastSlot: number,
  pile: (ms: number) => readonly Arrival[],
): number {
  const stepMs = tickMinutes * 60_000;
  for (let ms = Math.max(slot - leadMs, lastSlot); ms < slot; ms += stepMs)
    if (pile(ms).length > 0) return ms;
  return slot;
}

it("posts in a year what an approver, a calendar and a pile of paper would give", async () => {
  const desk = openDesk();
  const arrivals = arrivalsOfYear();
  await liveYear(desk, arrivals);
  const shown = await shownBy(desk);
  let count = 0;
  const slotsOf = new Map(
    zones.flatMap((zone) => {
      const there = watched.filter(({ schedule }) => schedule.rule.timezone === zone);
      const slots = oracle(
        zone,
        start,
        end,
        there.map(({ rule }) => rule),
      );
      return there.map(({ schedule }, index) => [schedule.key, slots[index] ?? []] as const);
    }),
  );
  for (const each of watched) {
    const { key, rule } = each.schedule;
    const slots = slotsOf.get(key) ?? [];
    const given = shown
      .filter(({ schedule }) => schedule === key)
      .map(({ slot, ids }) => `${slot.slice(0, 16)} ${ids.join(",")}`);
    const expected = expectedPosts(each, slots, arrivals);
    expect(given, `${key} ${JSON.stringify(each.rule)} ${rule.timezone}`).toEqual(expected);
    count += given.length;
  }
  expect(arrivals.length).toBeGreaterThan(2_000);
  expect(count).toBeGreaterThan(5_000);
}, 600_000);
