import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPlanner, type PlannedSchedule } from "../../src/delivery/planner.ts";
import type { KnownBriefing } from "../../src/schedule/digest.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { selectAll } from "../../src/schedule/selection.ts";
import { listOccurrences } from "../../src/storage/schedules.ts";
import { sampleBriefing } from "./sample-briefing.ts";
import type { FindFault, PostFault } from "./scripted-platform.ts";
import { inChannel, rendered, World } from "./world.ts";

const minute = 60_000;
const slots = 6;

const schedules: readonly PlannedSchedule[] = ["east", "west"].map((channel) => ({
  key: `news:${channel}`,
  address: inChannel(channel),
  rule: parseRule({ cron: "*/10 * * * *", timezone: "Europe/London" }),
  selection: selectAll,
  first: "quiet",
  group: null,
  empty: "silent",
}));

/** A bot that plans every minute, with a new briefing before every slot. */
function openBot(world: World): { plan(): Promise<void> } {
  const startsAt = world.clock.now();
  const known: KnownBriefing[] = Array.from({ length: slots }, (_, index) => ({
    briefing: sampleBriefing(`b${index}`),
    readyAt: startsAt.add({ minutes: index * 10 + 5 }),
  }));
  const planner = () =>
    createPlanner({
      db: world.store.db,
      known: () => known,
      compose: (schedule, slot, { briefings }) => [
        {
          title: "News",
          rendered: rendered(
            `${schedule.key} ${slot.toString()}`,
            `${schedule.key} ${slot.toString()} one`,
            `${schedule.key} ${slot.toString()} two`,
          ),
          briefings: briefings.map(({ id }) => id),
        },
      ],
      catchUpMs: 6 * 60 * minute,
    });
  return {
    async plan() {
      await planner().plan(schedules, world.clock.now());
      world.dispatcher.wake();
    },
  };
}

const postFault = fc.constantFrom<PostFault>(
  "ok",
  "ok",
  "lost",
  "swallowed",
  "late",
  "rate-limited",
  "unreachable",
  "dies-before",
  "dies-after",
);
const findFault = fc.constantFrom<FindFault>("ok", "ok", "blind", "unreachable", "dies");

interface Bad {
  posts: PostFault[];
  finds: FindFault[];
  /** Minutes at whose beginning it is killed, whatever it does. */
  kills: number[];
  nonce: boolean;
}

const badLuck: fc.Arbitrary<Bad> = fc.record({
  posts: fc.array(postFault, { minLength: 10, maxLength: 40 }),
  finds: fc.array(findFault, { maxLength: 20 }),
  kills: fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 5 }),
  nonce: fc.boolean(),
});

async function live(luck: Bad): Promise<World> {
  const world = new World({
    look: { mostBlindLooks: 50 },
    pollMs: 60_000,
    ...(luck.nonce ? { repostWithinMs: { chat: minute } } : {}),
  });
  if (luck.nonce) world.platform.nonceMs = 3 * minute;
  world.platform.postFaults = [...luck.posts];
  world.platform.findFaults = [...luck.finds];
  let dying = false;
  world.platform.onDeath = () => {
    dying = true;
  };
  await world.start();
  const bot = openBot(world);
  await bot.plan();
  // After the last slot there is time for every retry.
  for (let at = 0; at < slots * 10 + 90; at += 1) {
    await world.clock.advance(minute);
    if (dying || luck.kills.includes(at)) {
      dying = false;
      await world.die();
      await world.start();
    }
    await bot.plan();
    await world.clock.settle();
  }
  return world;
}

describe("whatever happens", () => {
  it("every part of every occurrence is shown once, and threads are in order", async () => {
    await fc.assert(
      fc.asyncProperty(badLuck, async (luck) => {
        const world = await live(luck);
        try {
          expect(new Set(await world.states())).toEqual(new Set(["sent"]));
          const planned = await listOccurrences(world.store.db, { state: "planned", limit: 1_000 });
          expect(planned.length).toBe(slots * 2);
          const expected = planned.flatMap(({ schedule, slotAt }) =>
            ["", " one", " two"].map((part) => `${schedule} ${slotAt.toString()}${part}`),
          );
          expect(world.texts().toSorted()).toEqual(expected.toSorted());
          for (const { schedule, slotAt } of planned) {
            const root = `${schedule} ${slotAt.toString()}`;
            const parts = world.platform.shown.filter(({ text }) => String(text).startsWith(root));
            expect(parts.map(({ text }) => text)).toEqual([root, `${root} one`, `${root} two`]);
            const start = parts[0]?.message;
            expect(parts.map((part) => part.root)).toEqual([null, start, start]);
          }
        } finally {
          await world.end();
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
