import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createPlanner, type PlannedSchedule } from "../../src/delivery/planner.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { selectAll } from "../../src/schedule/selection.ts";
import { countDeliveries } from "../../src/storage/deliveries.ts";
import { openStore } from "../../src/storage/store.ts";
import { sampleBriefing } from "./sample-briefing.ts";
import { inChannel, rendered, temporaryFolder } from "./world.ts";

const at = Temporal.Instant.from("2026-11-23T09:00:00Z");
const rule = parseRule({ at: "09:00", timezone: "UTC" });
const many: readonly PlannedSchedule[] = Array.from({ length: 250 }, (_, index) => ({
  key: `now:${index}`,
  address: inChannel(`c${index}`),
  rule,
  selection: selectAll,
  group: null,
  empty: "silent",
  first: "now",
}));

it("says that there is something to send before it is through with very many schedules", async () => {
  const store = openStore(join(temporaryFolder(), "bot.db"));
  onTestFinished(() => store.close());
  const onDisk: Promise<{ pending: number }>[] = [];
  const planner = createPlanner({
    db: store.db,
    known: () => [{ briefing: sampleBriefing("a"), readyAt: at.subtract({ hours: 1 }) }],
    compose: () => [{ title: "News", rendered: rendered("a"), briefings: ["a"] }],
    catchUpMs: 3_600_000,
    onPlanned: () => void onDisk.push(countDeliveries(store.db)),
  });
  await planner.plan(many, at);
  const counts = (await Promise.all(onDisk)).map(({ pending }) => pending);
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts[0]).toBeLessThan(250);
  expect(counts.at(-1)).toBe(250);
  await planner.plan(many, at.add({ minutes: 5 }));
  expect(onDisk).toHaveLength(counts.length);
});

it("plans at moments that are finer than a millisecond, as those of real clocks are", async () => {
  const store = openStore(join(temporaryFolder(), "bot.db"));
  onTestFinished(() => store.close());
  const known = [{ briefing: sampleBriefing("a"), readyAt: at.subtract({ minutes: 1 }) }];
  const planner = createPlanner({
    db: store.db,
    known: () => known,
    compose: () => [{ title: "News", rendered: rendered("a"), briefings: ["a"] }],
    catchUpMs: 3_600_000,
  });
  const [one] = many;
  if (one === undefined) throw new Error("no schedule");
  const fine = { microseconds: 123, nanoseconds: 456 };
  const now = { ...one, key: "now" };
  const daily = { ...one, key: "daily", address: inChannel("daily"), first: "quiet" as const };
  const early = at.subtract({ hours: 1 }).add(fine);
  await planner.plan([daily], early);
  expect(await planner.plan([now, daily], at.add(fine))).toMatchObject({ planned: 2 });
});
