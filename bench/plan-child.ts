/** Very many schedules that are due in the same minute, planned in a process of their own: the time, and what it takes of memory. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { composeDigest } from "../src/briefing/compose/compose.ts";
import { createPlanner, type PlannedSchedule } from "../src/delivery/planner.ts";
import { renderSlack } from "../src/platforms/slack/render.ts";
import { parseRule } from "../src/schedule/rule.ts";
import { selectAll } from "../src/schedule/selection.ts";
import { openStore } from "../src/storage/store.ts";
import { answerParent } from "./child.ts";
import { makeBriefings } from "./samples.ts";

const Order = z.object({ schedules: z.number(), digestSize: z.number() });

const met = Temporal.Instant.from("2026-11-23T08:00:00Z");
const due = Temporal.Instant.from("2026-11-23T09:00:00Z");

function schedulesOf(count: number): readonly PlannedSchedule[] {
  return Array.from({ length: count }, (_, at) => ({
    key: `digest@slack:T1:C${at}`,
    address: { platform: "slack", workspace: "T1", channel: `C${at}` },
    rule: parseRule({ at: "09:00", timezone: "UTC" }),
    selection: selectAll,
    group: null,
    empty: "silent",
    first: "quiet",
  }));
}

answerParent(async (message) => {
  const { schedules: count, digestSize } = Order.parse(message);
  const folder = await mkdtemp(join(tmpdir(), "briefing-bench-"));
  const store = openStore(join(folder, "bot.db"));
  const readyAt = met.add({ minutes: 30 });
  const known = makeBriefings(digestSize).map((briefing) => ({ briefing, readyAt }));
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
  const schedules = schedulesOf(count);
  const time = async (now: Temporal.Instant) => {
    const since = performance.now();
    const { planned } = await planner.plan(schedules, now);
    return { ms: performance.now() - since, planned };
  };
  const first = await time(met);
  const beforeMb = process.memoryUsage().rss / 1e6;
  let mostMb = beforeMb;
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, process.memoryUsage().rss / 1e6);
  }, 10);
  const slot = await time(due);
  clearInterval(watch);
  const idle = await time(due.add({ minutes: 1 }));
  await store.close();
  await rm(folder, { recursive: true, force: true });
  return { first, slot, idle, beforeMb, mostMb };
});
