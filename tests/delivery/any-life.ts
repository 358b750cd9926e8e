/** A channel's life with people in it: they pause, skip, approve, veto, post at once, rewrite and withdraw. */
import fc from "fast-check";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { nextRun, postNow } from "../../src/delivery/preview.ts";
import { decideApproval, pendingApprovals } from "../../src/storage/approvals.ts";
import {
  holdSchedule,
  liftDueHolds,
  loadHolds,
  skipRun,
  unholdSchedule,
} from "../../src/storage/schedule-holds.ts";
import { pauseSchedule, reopenSchedule } from "../../src/storage/schedules.ts";
import { anySchedules, start } from "./any-channels.ts";
import { daily, type Desk } from "./desk.ts";
import { rendered } from "./world.ts";

const by = { kind: "person", person: "U1", name: "Ada" } as const;

/** Some of them are shown to somebody first, and some tell of empty days. */
export const anyAttended: fc.Arbitrary<readonly PlannedSchedule[]> = fc
  .tuple(
    anySchedules,
    fc.array(
      fc.record({
        needs: fc.constantFrom("required" as const, "veto" as const, null),
        leadMinutes: fc.constantFrom(30, 90, 300),
        empty: fc.constantFrom("silent" as const, "say" as const, "most-read" as const),
      }),
      { minLength: 4, maxLength: 4 },
    ),
  )
  .map(([schedules, manners]) =>
    schedules.map((schedule, index) => {
      const { needs, leadMinutes, empty } = manners[index] ?? manners[0] ?? daily0;
      if ("ready" in schedule.rule || needs === null) return { ...schedule, empty };
      const approval = { needs, approver: null, leadMs: leadMinutes * 60_000 };
      return { ...schedule, empty, approval };
    }),
  );
const daily0 = { needs: null, leadMinutes: 30, empty: "silent" } as const;

const deedNames = [
  "pause",
  "pause for hours",
  "resume",
  "skip",
  "post now",
  "approve",
  "veto",
  "close channel",
  "open channel",
  "rewrite",
  "withdraw",
  "fail a post",
  "restart",
  "be off",
] as const;

export interface Deed {
  step: number;
  what: (typeof deedNames)[number];
  /** Which schedule, article or post, counted round. */
  which: number;
}

export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.record({
    step: fc.integer({ min: 1, max: 4 * 24 * 6 }),
    // Nothing comes of most decisions: little waits for one.
    what: fc.oneof(
      fc.constantFrom(...deedNames),
      fc.constantFrom("approve" as const, "veto" as const),
    ),
    which: fc.nat({ max: 30 }),
  }),
  { maxLength: 25 },
);

export class Life {
  readonly desk: Desk;
  readonly schedules: readonly PlannedSchedule[];
  /** By key, the spans in which it rested. */
  readonly rests: { key: string; from: Temporal.Instant; to: Temporal.Instant | null }[] = [];
  readonly skipped = new Set<string>();
  readonly withdrawnAt = new Map<string, Temporal.Instant>();
  /** Deliveries that somebody wanted at once. */
  readonly wished = new Set<number>();
  /** The bot does not run before. */
  offUntil = start;
  #wishes = 0;

  constructor(desk: Desk, schedules: readonly PlannedSchedule[]) {
    this.desk = desk;
    this.schedules = schedules;
  }

  /** As the running bot does it: what rests is not planned, and what was put into the outbox is sent. */
  async tick(now: Temporal.Instant): Promise<void> {
    const { db } = this.desk.store;
    await liftDueHolds(db, now, (key) => this.#named(key)?.address);
    const holds = await loadHolds(db);
    const awake = this.schedules.filter(({ key }) => (holds.get(key)?.paused ?? null) === null);
    if (awake.length > 0) await this.desk.plan(now, ...awake);
    await db
      .updateTable("delivery")
      .set({ state: "sent", settled_at: now.epochMilliseconds })
      .where("state", "=", "pending")
      .where("created_at", "<", now.epochMilliseconds)
      .execute();
  }

  async do({ what, which }: Deed, now: Temporal.Instant): Promise<void> {
    const { desk } = this;
    const schedule = this.schedules[which % this.schedules.length] ?? daily;
    const { key } = schedule;
    switch (what) {
      case "pause":
        return this.#pause(schedule, now, null);
      case "pause for hours":
        return this.#pause(schedule, now, now.add({ hours: 1 + (which % 20) }));
      case "resume":
        await unholdSchedule(desk.store.db, schedule, by, now);
        return this.#rouse(key, now);
      case "skip":
        return this.#skip(schedule, now);
      case "post now":
        return this.#postNow(schedule, now);
      case "approve":
        return this.decide("approved", now, which);
      case "veto":
        return this.decide("vetoed", now, which);
      case "close channel":
        return pauseSchedule(desk.store.db, schedule, "it is closed", now);
      case "open channel":
        return void (await reopenSchedule(desk.store.db, schedule, now));
      case "rewrite":
        this.#rewrite(which, { title: `Changed ${now.toString()}` });
        return;
      case "withdraw": {
        const id = this.#rewrite(which, { status: "withdrawn" });
        if (id !== null && !this.withdrawnAt.has(id)) this.withdrawnAt.set(id, now);
        return;
      }
      case "fail a post":
        return this.#fail(which);
      case "restart":
        return desk.restart();
      case "be off":
        this.offUntil = now.add({ hours: 1 + (which % 20) });
        return desk.restart();
    }
  }

  /** Of what waits for it, the one of this number; all where none is given. */
  async decide(what: "approved" | "vetoed", now: Temporal.Instant, which?: number): Promise<void> {
    const { db } = this.desk.store;
    const pending = await pendingApprovals(db);
    const chosen =
      which === undefined
        ? pending
        : pending.filter((_, index) => index === which % pending.length);
    for (const asked of chosen) {
      const address = this.#named(asked.schedule)?.address ?? daily.address;
      await decideApproval(db, asked, what, { by, byName: "Ada", address, now });
    }
  }

  /** Everything goes on from here. */
  async calm(now: Temporal.Instant): Promise<void> {
    for (const schedule of this.schedules) {
      await unholdSchedule(this.desk.store.db, schedule, by, now);
      this.#rouse(schedule.key, now);
    }
  }

  #named(key: string): PlannedSchedule | undefined {
    return this.schedules.find((schedule) => schedule.key === key);
  }

  async #pause(
    schedule: PlannedSchedule,
    now: Temporal.Instant,
    to: Temporal.Instant | null,
  ): Promise<void> {
    await holdSchedule(this.desk.store.db, schedule, to, by, now);
    this.#rouse(schedule.key, now);
    this.rests.push({ key: schedule.key, from: now, to });
  }

  #rouse(key: string, now: Temporal.Instant): void {
    for (const rest of this.rests)
      if (rest.key === key && (rest.to === null || Temporal.Instant.compare(rest.to, now) > 0))
        rest.to = now;
  }

  async #skip(schedule: PlannedSchedule, now: Temporal.Instant): Promise<void> {
    if ("ready" in schedule.rule) return;
    const { db } = this.desk.store;
    const hold = (await loadHolds(db)).get(schedule.key);
    const next = nextRun(schedule, undefined, now);
    if (next === null || hold?.skipAt) return;
    await skipRun(db, schedule, next, by, now);
    this.skipped.add(`${schedule.key} ${next.toString()}`);
  }

  async #postNow(schedule: PlannedSchedule, now: Temporal.Instant): Promise<void> {
    const { db } = this.desk.store;
    const newest = async () =>
      (
        await db
          .selectFrom("delivery")
          .select(({ fn }) => fn.max("id").as("id"))
          .executeTakeFirst()
      )?.id ?? 0;
    const before = await newest();
    const options = {
      db,
      known: () => this.desk.known,
      compose: (
        _: PlannedSchedule,
        slot: Temporal.Instant,
        told: { briefings: readonly { id: string }[] },
      ) => {
        const ids = told.briefings.map(({ id }) => id);
        const text = `${schedule.key} ${slot.toString()} ${ids.join(",")}`;
        return [{ title: "News", rendered: rendered(text), briefings: ids }];
      },
    };
    await postNow(options, schedule, `wish ${(this.#wishes += 1)}`, now);
    for (let id = before + 1; id <= (await newest()); id += 1) this.wished.add(id);
  }

  #rewrite(which: number, more: Parameters<Desk["write"]>[3]): string | null {
    const { known } = this.desk;
    const { briefing, readyAt } = known[which % Math.max(known.length, 1)] ?? {
      briefing: null,
      readyAt: null,
    };
    if (briefing === null || readyAt === null) return null;
    this.desk.write(briefing.id, readyAt, [...briefing.topics], { ...briefing, ...more });
    return briefing.id;
  }

  /** The service refused it: the channel does not have it. */
  async #fail(which: number): Promise<void> {
    const { db } = this.desk.store;
    const pending = await db
      .selectFrom("delivery")
      .select("id")
      .where("state", "=", "pending")
      .execute();
    const one = pending[which % Math.max(pending.length, 1)];
    if (one === undefined) return;
    await db.updateTable("delivery").set({ state: "failed" }).where("id", "=", one.id).execute();
  }
}
