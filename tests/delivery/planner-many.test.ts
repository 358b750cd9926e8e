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
