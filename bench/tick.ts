/** One minute's tick of the planner with very many schedules, beside a small and a large archive. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeDigest } from "../src/briefing/compose/compose.ts";
import { createPlanner, type PlannedSchedule } from "../src/delivery/planner.ts";
import { renderSlack } from "../src/platforms/slack/render.ts";
import type { KnownBriefing } from "../src/schedule/digest.ts";
import { parseRule } from "../src/schedule/rule.ts";
import { selectAll, Selection } from "../src/schedule/selection.ts";
import { openStore } from "../src/storage/store.ts";
import { formatMs, median, type Section } from "./report.ts";
import { makeBriefings } from "./samples.ts";

interface TickOptions {
  schedules: number;
  archive: number;
  minutes: number;
  say(text: string): void;
}

const command = "npm run bench -- tick";
const start = Temporal.Instant.from("2026-11-23T09:00:00Z");
const topics = Array.from({ length: 50 }, (_, index) => `topic ${index}`);
/** Of the last month; the others are older. The same in both archives. */
const recent = 600;
/** An article lands in every so many minutes. */
const landsEvery = 5;
const goalMs = 1_000;

/** One in ten follows the articles; the others have a time of their own, all over the day, and every third a filter. */
function schedulesOf(count: number): readonly PlannedSchedule[] {
  const rules = Array.from({ length: 1_440 }, (_, minute) => {
    const [hour, rest] = [Math.floor(minute / 60), minute % 60];
    return parseRule({ cron: `${rest} ${hour} * * *`, timezone: "Europe/London" });
  });
  const follows = parseRule({ ready: true, timezone: "Europe/London", quiet: "22:00-07:00" });
  const filters = topics.map((topic) =>
    Selection.parse({ topics: topic, exclude: { words: "press release" }, limit: { most: 10 } }),
  );
  return Array.from({ length: count }, (_, index) => ({
    key: `digest@slack:T1:C${index}`,
    address: { platform: "slack", workspace: "T1", channel: `C${index}` },
    rule: index % 10 === 0 ? follows : (rules[(index * 787) % 1_440] ?? follows),
    selection: index % 3 === 0 ? (filters[index % topics.length] ?? selectAll) : selectAll,
    group: { from: 3, minutes: 5 },
    empty: "silent",
    first: "quiet",
  }));
}

/** All of the month before the start, and then back in time by the hour. */
function archiveOf(count: number): readonly KnownBriefing[] {
  const samples = makeBriefings(20);
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length];
    if (sample === undefined) throw new Error("There are no samples.");
    return {
      briefing: { ...sample, id: `a${index}`, topics: [topics[index % topics.length] ?? ""] },
      readyAt:
        index < recent
          ? start.subtract({ minutes: 60 + index * 70 })
          : start.subtract({ hours: 24 * 31 + index }),
    };
  });
}

interface Tick {
  ms: number;
  /** What the process used of the processors, whatever else the machine did. */
  cpuMs: number;
  posts: number;
}

interface Ticks {
  usual: readonly Tick[];
  landing: readonly Tick[];
}

async function timeTicks(
  schedules: readonly PlannedSchedule[],
  size: number,
  minutes: number,
): Promise<Ticks> {
  const folder = await mkdtemp(join(tmpdir(), "briefing-bench-"));
  const store = openStore(join(folder, "bot.db"));
  let known = archiveOf(size);
  const planner = createPlanner({
    db: store.db,
    known: () => known,
    compose: (_, slot, { briefings }) => {
      const digest = composeDigest(briefings, { title: "Digest", at: slot.toString() });
      const ids = briefings.map(({ id }) => id);
      return [{ title: digest.title, rendered: renderSlack(digest), briefings: ids }];
    },
    catchUpMs: 3_600_000,
  });
  const [usual, landing]: [Tick[], Tick[]] = [[], []];
  await planner.plan(schedules, start.subtract({ minutes: 30 }));
  await planner.plan(schedules, start);
  for (let minute = 1; minute <= minutes; minute += 1) {
    const now = start.add({ minutes: minute });
    const lands = minute % landsEvery === 0;
    const [first] = known;
    if (lands && first !== undefined) {
      const briefing = { ...first.briefing, id: `new${minute}` };
      known = [...known, { briefing, readyAt: now }];
    }
    const since = performance.now();
    const used = process.cpuUsage();
    const { planned } = await planner.plan(schedules, now);
    const ms = performance.now() - since;
    const { user, system } = process.cpuUsage(used);
    (lands ? landing : usual).push({ ms, cpuMs: (user + system) / 1_000, posts: planned });
  }
  await store.close();
  await rm(folder, { recursive: true, force: true });
  return { usual, landing };
}

export async function measureTick({
  schedules,
  archive,
  minutes,
  say,
}: TickOptions): Promise<Section> {
  const all = schedulesOf(schedules);
  const small = Math.max(recent, Math.round(archive / 100));
  const timed: { size: number; ticks: Ticks }[] = [];
  for (const size of [small, archive]) {
    const ticks = await timeTicks(all, size, minutes);
    timed.push({ size, ticks });
    const worst = Math.max(...[...ticks.usual, ...ticks.landing].map(({ ms }) => ms));
    say(`tick: ${size} articles: worst ${formatMs(worst)}`);
  }
  const number = (value: number): string => value.toLocaleString("en-GB");
  const rows = timed.flatMap(({ size, ticks }) =>
    (["usual", "landing"] as const).map((kind) => {
      const of = (pick: (tick: Tick) => number): readonly number[] => ticks[kind].map(pick);
      const worst = Math.max(...of(({ ms }) => ms));
      const posts = Math.round(median(of((tick) => tick.posts)));
      const minute = kind === "usual" ? "a minute" : "a minute in which an article lands";
      return {
        what: `${minute}, ${number(size)} articles, ${number(posts)} posts`,
        value: `${formatMs(median(of(({ ms }) => ms)))}, worst ${formatMs(worst)}; of the processor ${formatMs(median(of(({ cpuMs }) => cpuMs)))}`,
        goal: { text: "≤ 1 s", met: worst <= goalMs },
        command,
      };
    }),
  );
  return {
    title: `One minute's tick with ${number(schedules)} schedules`,
    text:
      `One planner, ${number(schedules)} schedules in as many channels: nine in ten have a time of their own spread over the day, one in ten follows the articles, ` +
      `every third has a filter; ${minutes} minutes one after the other with a database on disk, an article landing every ${landsEvery} minutes. ` +
      `The archive holds ${recent} articles of the last month; the rest is older. Planning reads, chooses, composes, renders and writes to the outbox; median and worst, and what the process used of the processors.`,
    rows,
  };
}
