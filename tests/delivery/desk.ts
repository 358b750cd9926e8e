/** A planner over a real store, with the briefings that a test writes. It can be started anew. */
import { join } from "node:path";
import { sql } from "kysely";
import { onTestFinished } from "vitest";
import {
  createPlanner,
  type PlannedSchedule,
  type PlanReport,
} from "../../src/delivery/planner.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";
import type { KnownBriefing } from "../../src/schedule/digest.ts";
import { groupPosts } from "../../src/schedule/group.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { selectAll } from "../../src/schedule/selection.ts";
import { listOccurrences } from "../../src/storage/schedules.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { sampleBriefing } from "./sample-briefing.ts";
import { news, rendered, temporaryFolder } from "./world.ts";

export const hour = 3_600_000;

export function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(`${text}Z`);
}

export const daily: PlannedSchedule = {
  key: "morning:news",
  address: news,
  rule: parseRule({ at: "09:00", timezone: "UTC" }),
  selection: selectAll,
  first: "quiet",
  group: null,
  empty: "silent",
};

/** No test of a desk cuts the power, and waiting for the disk is most of what a year takes. */
function openUnsynced(path: string): Store {
  const store = openStore(path);
  const unsynced = sql`pragma synchronous = off`.execute(store.db);
  return { ...store, close: () => unsynced.then(() => store.close()) };
}

export class Desk {
  readonly path = join(temporaryFolder(), "bot.db");
  known: readonly KnownBriefing[] = [];
  store: Store = openUnsynced(this.path);
  #planner = this.#open();
  /** Thrown by compose. */
  fault: Error | null = null;

  #open() {
    return createPlanner<PlannedSchedule>({
      db: this.store.db,
      known: () => this.known,
      compose: (schedule, slot, { briefings, occasion }) => {
        if (this.fault !== null) throw this.fault;
        const posts =
          "ready" in schedule.rule ? groupPosts(schedule.group, briefings) : [briefings];
        return posts.map((each) => {
          const ids = each.map(({ id }) => id);
          return {
            title: "News",
            rendered: rendered(
              `${schedule.key} ${slot.toString()} ${occasion === "news" ? "" : `${occasion} `}${ids.join(",")}`,
            ),
            briefings: ids,
          };
        });
      },
      catchUpMs: 6 * hour,
    });
  }

  /** A new process. */
  async restart(): Promise<void> {
    await this.store.close();
    this.store = openUnsynced(this.path);
    this.#planner = this.#open();
  }

  write(
    id: string,
    readyAt: Temporal.Instant,
    topics: string[] = [],
    more: Partial<Briefing> = {},
  ): void {
    const others = this.known.filter(({ briefing }) => briefing.id !== id);
    this.known = [...others, { briefing: sampleBriefing(id, { topics, ...more }), readyAt }];
  }

  plan(now: Temporal.Instant, ...schedules: PlannedSchedule[]): Promise<PlanReport> {
    return this.#planner.plan(schedules.length === 0 ? [daily] : schedules, now);
  }

  async posts(): Promise<readonly string[]> {
    const rows = await this.store.db
      .selectFrom("delivery")
      .select("payload")
      .orderBy("id")
      .execute();
    return rows.map(({ payload }) => payload);
  }

  async occurrences(): Promise<readonly string[]> {
    const listed = await listOccurrences(this.store.db, { limit: 1_000 });
    return listed.map(({ slotAt, state }) => `${slotAt.toString()} ${state}`).toReversed();
  }
}

export function openDesk(): Desk {
  const desk = new Desk();
  onTestFinished(() => desk.store.close());
  return desk;
}
