/** Whatever people do with any schedules: nothing twice in a channel, nothing lost, nothing against their will. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { isWanted } from "../../src/schedule/filter.ts";
import { limitOf } from "../../src/schedule/selection.ts";
import { loadApproval } from "../../src/storage/approvals.ts";
import {
  type Arrival,
  arrivals,
  channels,
  days,
  land,
  type Shown,
  shownBy,
  start,
  stepMinutes,
} from "./any-channels.ts";
import { anyAttended, type Deed, deeds, Life } from "./any-life.ts";
import { Desk } from "./desk.ts";

/** From here on people leave everything alone. */
const calmFrom = 4 * 24 * 6;

describe("any life of a channel", () => {
  it("shows each briefing once, loses none, and posts nothing that was stopped", async () => {
    await fc.assert(
      fc.asyncProperty(anyAttended, arrivals, deeds, async (schedules, landing, done) => {
        const desk = new Desk();
        const life = new Life(desk, schedules);
        try {
          await live(life, landing, done);
          const shown = await shownBy(desk);
          const faults: string[] = [];
          for (const schedule of schedules) {
            const posts = shown.filter(
              (each) => each.schedule === schedule.key && each.kind !== "most-read",
            );
            for (const post of posts)
              for (const fault of await faultsOf(life, schedule, post))
                faults.push(
                  `${post.at.toString()} ${schedule.key} ${post.ids.join(",")}: ${fault}`,
                );
            const lost = lostBy(life, schedule, shown);
            if (lost.length > 0) faults.push(`${schedule.key} lost ${lost.join(",")}`);
          }
          for (const channel of channels)
            for (const id of twiceIn(shown, channel)) faults.push(`${id} is twice in ${channel}`);
          expect(faults).toEqual([]);
        } finally {
          await desk.store.close();
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

async function live(life: Life, landing: readonly Arrival[], done: readonly Deed[]): Promise<void> {
  await life.tick(start);
  let written = 0;
  for (let step = 1; step <= (days * 24 * 60) / stepMinutes; step += step < calmFrom ? 1 : 3) {
    const now = start.add({ minutes: step * stepMinutes });
    if (step < calmFrom && isBefore(now, life.offUntil)) continue;
    written = land(life.desk, landing, written, step * stepMinutes);
    for (const deed of done.filter((each) => each.step === step)) await life.do(deed, now);
    if (step === calmFrom) {
      await life.calm(now);
      // What a post that failed was about comes with the next one.
      life.desk.write("b999", now, ["sea", "ice", "law"]);
    }
    await life.tick(now);
    if (step >= calmFrom) await life.decide("approved", now);
  }
}

/** What is wrong with a post. */
async function faultsOf(
  life: Life,
  schedule: PlannedSchedule,
  post: Shown,
): Promise<readonly string[]> {
  const faults = [...contentFaults(life, schedule, post)];
  if (life.wished.has(post.id)) return faults;
  const { key, rule, approval, empty } = schedule;
  const isResting = life.rests.some(
    ({ key: rests, from, to }) =>
      rests === key && isBefore(from, post.at) && (to === null || isBefore(post.at, to)),
  );
  if (isResting) faults.push("while it rested");
  if (life.skipped.has(`${key} ${post.slot}`)) faults.push("a run that was left out");
  if (rule.quiet !== undefined && isQuiet(rule.quiet, post.at)) faults.push("in quiet hours");
  if (post.ids.length === 0) return empty === "say" ? faults : [...faults, "nothing in it"];
  if (approval === undefined) return faults;
  const slot = Temporal.Instant.from(post.slot);
  const asked = await loadApproval(life.desk.store.db, key, slot);
  if (asked === null || isBefore(post.at, asked.askedAt)) return [...faults, "nobody was asked"];
  if (post.ids.some((id) => !asked.briefings.includes(id))) faults.push("what was not shown");
  const decision = asked.decision?.what ?? null;
  const mayGo = approval.needs === "required" ? decision === "approved" : decision !== "vetoed";
  return mayGo ? faults : [...faults, `against the approver: ${decision}`];
}

function contentFaults(
  { desk, withdrawnAt }: Life,
  { selection }: PlannedSchedule,
  { ids, at }: Shown,
): readonly string[] {
  if (ids.length === 0) return [];
  const { most, least, perTopic } = selection.limits;
  const briefings = ids.map((id) => briefingOf(desk, id));
  const topics = briefings.flatMap((each) => each.topics);
  const isTooMany = (topic: string): boolean =>
    topics.filter((each) => each === topic).length >
    ((perTopic && limitOf(perTopic, topic)) ?? Infinity);
  const faults = {
    "more than most": ids.length > (most ?? Infinity),
    "fewer than least": ids.length < least,
    "too many of a topic": topics.some(isTooMany),
    "not wanted": !briefings.every((each) => isWanted(selection.filter, each)),
    withdrawn: ids.some((id) => isBefore(withdrawnAt.get(id) ?? at, at)),
  };
  return Object.entries(faults).flatMap(([fault, is]) => (is ? [fault] : []));
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

function isQuiet({ from, to }: { from: string; to: string }, instant: Temporal.Instant): boolean {
  const shown = instant.toZonedDateTimeISO("Europe/London").toPlainTime().toString().slice(0, 5);
  return from < to ? shown >= from && shown < to : shown >= from || shown < to;
}

/** What it wants and its channel never got; none where so many may wait for company. */
function lostBy(
  { desk }: Life,
  { selection, address }: PlannedSchedule,
  shown: readonly Shown[],
): readonly string[] {
  const { least, perTopic } = selection.limits;
  const there = new Set(shown.filter(isIn(address.channel)).flatMap(({ ids }) => ids));
  const lost = desk.known.flatMap(({ briefing }) =>
    briefing.status === "ready" && isWanted(selection.filter, briefing) && !there.has(briefing.id)
      ? [briefing.id]
      : [],
  );
  // One alone may wait for a second, and several of one topic for another topic.
  const mayWait = least === 1 ? 0 : perTopic === null ? least - 1 : lost.length;
  return lost.length <= mayWait ? [] : lost;
}

function twiceIn(shown: readonly Shown[], channel: string): readonly string[] {
  const ids = shown
    .filter(isIn(channel))
    .flatMap((each) => (each.kind === "most-read" ? [] : each.ids));
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

/** What failed the channel does not have. */
function isIn(channel: string): (post: Shown) => boolean {
  return (post) => post.channel === channel && post.state !== "failed";
}

function briefingOf(desk: Desk, id: string) {
  const found = desk.known.find(({ briefing }) => briefing.id === id);
  if (found === undefined) throw new Error(`${id} was never written`);
  return found.briefing;
}
