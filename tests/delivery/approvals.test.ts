/** Digests that somebody sees before they go out. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { decideApproval, loadApproval, pendingApprovals } from "../../src/storage/approvals.ts";
import { listChanges } from "../../src/storage/schedule-changes.ts";
import { at, daily, type Desk, hour, openDesk } from "./desk.ts";
import { news } from "./world.ts";

const required: PlannedSchedule = {
  ...daily,
  approval: { needs: "required", approver: null, leadMs: hour },
};
const veto: PlannedSchedule = {
  ...daily,
  approval: { needs: "veto", approver: null, leadMs: hour },
};

const by = { kind: "person", person: "U1", name: "Ada" } as const;

async function decide(desk: Desk, slot: string, what: "approved" | "vetoed", now: string) {
  const asked = await loadApproval(desk.store.db, daily.key, at(slot));
  if (asked === null) throw new Error(`Nobody was asked about ${slot}.`);
  const given = { by, byName: "Ada", address: news, now: at(now) };
  return (await decideApproval(desk.store.db, asked, what, given)).state;
}

describe("a digest that has to be approved", () => {
  it("is asked about at the lead time, once, over a restart, and posted when approved", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"), required);
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T07:59"), required);
    expect(await pendingApprovals(desk.store.db)).toEqual([]);
    await desk.plan(at("2026-11-21T08:00"), required);
    await desk.restart();
    await desk.plan(at("2026-11-21T08:01"), required);
    const pending = await pendingApprovals(desk.store.db);
    expect(pending.map(({ briefings }) => briefings)).toEqual([["a"]]);
    desk.write("late", at("2026-11-21T08:30"));
    expect(await decide(desk, "2026-11-21T09:00", "approved", "2026-11-21T08:40")).toBe("done");
    await desk.plan(at("2026-11-21T08:59"), required);
    expect(await desk.posts()).toEqual([]);
    await desk.plan(at("2026-11-21T09:00"), required);
    await desk.plan(at("2026-11-21T09:01"), required);
    expect(await desk.posts()).toEqual(['{"text":"morning:news 2026-11-21T09:00:00Z a"}']);
  });

  it("waits after its time, and a late approval posts it once", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"), required);
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T08:00"), required);
    await desk.plan(at("2026-11-21T09:00"), required);
    expect(await desk.posts()).toEqual([]);
    await desk.restart();
    expect(await decide(desk, "2026-11-21T09:00", "approved", "2026-11-21T11:00")).toBe("done");
    expect(await decide(desk, "2026-11-21T09:00", "vetoed", "2026-11-21T11:00")).toBe("decided");
    await desk.plan(at("2026-11-21T11:00"), required);
    await desk.plan(at("2026-11-21T11:01"), required);
    expect(await desk.posts()).toHaveLength(1);
    const [line] = await listChanges(desk.store.db, { limit: 5 });
    expect(line).toMatchObject({ deed: "approved", by, after: "2026-11-21T09:00:00Z" });
  });

  it("leaves its briefings to the next digest when nobody approves it", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"), required);
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T08:00"), required);
    await desk.plan(at("2026-11-21T15:01"), required);
    expect(await desk.occurrences()).toEqual(["2026-11-21T09:00:00Z missed"]);
    expect(await decide(desk, "2026-11-21T09:00", "approved", "2026-11-21T15:02")).toBe("over");
    desk.write("b", at("2026-11-21T16:00"));
    await desk.plan(at("2026-11-22T08:00"), required);
    const [asked] = await pendingApprovals(desk.store.db);
    expect(asked?.briefings.toSorted()).toEqual(["a", "b"]);
  });

  it("does not post what was withdrawn since it was approved", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"), required);
    desk.write("a", at("2026-11-20T12:00"));
    desk.write("b", at("2026-11-20T13:00"));
    await desk.plan(at("2026-11-21T08:00"), required);
    await decide(desk, "2026-11-21T09:00", "approved", "2026-11-21T08:10");
    desk.write("a", at("2026-11-20T12:00"), [], { status: "withdrawn" });
    await desk.plan(at("2026-11-21T09:00"), required);
    expect(await desk.posts()).toEqual(['{"text":"morning:news 2026-11-21T09:00:00Z b"}']);
  });
});

describe("a digest that may be vetoed", () => {
  it("goes out at its time when nobody vetoes it", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"), veto);
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T08:00"), veto);
    await desk.plan(at("2026-11-21T09:00"), veto);
    expect(await desk.posts()).toHaveLength(1);
  });

  it("is left out when it is vetoed, and its briefings come with the next one", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"), veto);
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T08:00"), veto);
    await decide(desk, "2026-11-21T09:00", "vetoed", "2026-11-21T08:30");
    await desk.plan(at("2026-11-21T09:00"), veto);
    expect(await desk.posts()).toEqual([]);
    await desk.plan(at("2026-11-22T08:00"), veto);
    await desk.plan(at("2026-11-22T09:00"), veto);
    expect(await desk.posts()).toEqual(['{"text":"morning:news 2026-11-22T09:00:00Z a"}']);
  });

  it("waits ten minutes for a veto when it could not be shown before its time", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"), veto);
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T10:00"), veto);
    await desk.plan(at("2026-11-21T10:09"), veto);
    expect(await desk.posts()).toEqual([]);
    await desk.plan(at("2026-11-21T10:10"), veto);
    expect(await desk.posts()).toHaveLength(1);
  });

  it("can be vetoed in these ten minutes, and then its briefings come with the next one", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"), veto);
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T10:00"), veto);
    expect(await decide(desk, "2026-11-21T09:00", "vetoed", "2026-11-21T10:05")).toBe("done");
    for (const time of ["2026-11-21T10:06", "2026-11-21T10:10", "2026-11-22T08:00"])
      await desk.plan(at(time), veto);
    expect(await desk.posts()).toEqual([]);
    await desk.plan(at("2026-11-22T09:00"), veto);
    expect(await desk.posts()).toEqual(['{"text":"morning:news 2026-11-22T09:00:00Z a"}']);
  });
});

const moves = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 900 }),
    writes: fc.boolean(),
    decides: fc.constantFrom("approved", "vetoed", null),
    restarts: fc.boolean(),
  }),
  { minLength: 5, maxLength: 30 },
);

describe("whatever is approved", () => {
  it("posts no briefing twice, loses none, and nothing that was not approved", async () => {
    await fc.assert(
      fc.asyncProperty(moves, async (steps) => {
        const desk = openDesk();
        let now = at("2026-11-20T10:00");
        await desk.plan(now, required);
        const written: string[] = [];
        const approved = new Set<string>();
        const tick = async () => void (await desk.plan(now, required));
        for (const { minutes, writes, decides, restarts } of steps) {
          now = now.add({ minutes });
          if (writes) {
            written.push(`x${written.length}`);
            desk.write(written.at(-1) ?? "", now);
          }
          await tick();
          if (restarts) await desk.restart();
          const [asked] = await pendingApprovals(desk.store.db);
          if (asked === undefined || decides === null) continue;
          const given = { by, byName: "Ada", address: news, now };
          const { state } = await decideApproval(desk.store.db, asked, decides, given);
          if (state === "done" && decides === "approved")
            for (const id of asked.briefings) approved.add(id);
        }
        const posted = await shown(desk);
        expect(new Set(posted).size).toBe(posted.length);
        expect(posted.filter((id) => !approved.has(id))).toEqual([]);
        // From now on everything is approved: all comes, once.
        for (let day = 0; day < 3; day += 1) {
          for (const time of ["T08:00", "T09:00"]) {
            const [date = ""] = now
              .add({ hours: 24 * (day + 1) })
              .toString()
              .split("T");
            await desk.plan(at(`${date}${time}`), required);
            for (const asked of await pendingApprovals(desk.store.db)) {
              const given = { by, byName: "Ada", address: news, now: at(`${date}${time}`) };
              await decideApproval(desk.store.db, asked, "approved", given);
            }
            await desk.plan(at(`${date}${time}`), required);
          }
        }
        expect((await shown(desk)).toSorted()).toEqual(written.toSorted());
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

async function shown(desk: Desk): Promise<readonly string[]> {
  return (await desk.posts()).flatMap((payload) =>
    (/Z ([^"]+)"/u.exec(payload)?.[1] ?? "").split(",").filter((id) => id !== ""),
  );
}
