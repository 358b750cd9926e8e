/** Any set of schedules, filters and arrivals: nothing twice in a channel, nothing lost, no limit broken. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWanted } from "../../src/schedule/filter.ts";
import { limitOf } from "../../src/schedule/selection.ts";
import {
  anySchedules,
  arrivals,
  channels,
  days,
  land,
  shownBy,
  start,
  stepMinutes,
} from "./any-channels.ts";
import { Desk } from "./desk.ts";

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
            await desk.plan(start, ...schedules);
            let written = 0;
            for (let step = 1; step <= (days * 24 * 60) / stepMinutes; step += 1) {
              const now = start.add({ minutes: step * stepMinutes });
              written = land(desk, landing, written, step * stepMinutes);
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
            for (const channel of channels) {
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
  }, 60_000);
});

function briefingOf(desk: Desk, id: string) {
  const found = desk.known.find(({ briefing }) => briefing.id === id);
  if (found === undefined) throw new Error(`${id} was never written`);
  return found.briefing;
}
