/** What was settled long ago costs nothing: no statement of the daily work reads it all. */
import { join } from "node:path";
import { type CompiledQuery, Kysely } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import { createPlanner, type PlannedSchedule } from "../../src/delivery/planner.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { selectAll } from "../../src/schedule/selection.ts";
import { countOwed, listDeliveries, oldestOwedAt } from "../../src/storage/deliveries.ts";
import { acceptEvent, forgetEvents, listUnfinishedEvents } from "../../src/storage/inbox.ts";
import { listWork } from "../../src/storage/outbox.ts";
import { briefingsOfPost } from "../../src/storage/posted.ts";
import type { Tables } from "../../src/storage/schema.ts";
import { listOccurrences, listPausedSchedules } from "../../src/storage/schedules.ts";
import { openSqlite, sqliteDialect } from "../../src/storage/sqlite.ts";
import { openStore } from "../../src/storage/store.ts";
import { sampleBriefing } from "../delivery/sample-briefing.ts";
import { news, rendered, temporaryFolder } from "../delivery/world.ts";

const now = Temporal.Instant.from("2026-11-23T09:00:00Z");

const schedule: PlannedSchedule = {
  key: "morning@web:news",
  address: news,
  rule: parseRule({ at: "09:00", timezone: "UTC" }),
  selection: selectAll,
  group: null,
  empty: "silent",
  first: "now",
};

/** Tables that grow with every post, read whole or all of a channel; and what reads what is open and nothing else. */
const growing =
  /^SCAN (?:d|delivery|occurrence|inbox|delivery_briefing)\b|USING INDEX delivery_(?:message|thread) \((?!.*(?:message|posted_thread)=)/;
const narrow = /USING (?:COVERING )?INDEX (?:delivery_owed|inbox_unfinished)\b/;

it("takes as long after years as on the first day", async () => {
  const path = join(temporaryFolder(), "bot.db");
  await openStore(path).close();
  const database = openSqlite(path);
  const seen = new Map<string, CompiledQuery>();
  const db = new Kysely<Tables>({
    dialect: sqliteDialect(database, path),
    log: ({ query }) => void seen.set(query.sql, query),
  });
  onTestFinished(() => db.destroy());

  const planner = createPlanner({
    db,
    known: () => [{ briefing: sampleBriefing("a"), readyAt: now.subtract({ hours: 1 }) }],
    compose: () => [{ title: "News", rendered: rendered("a", "b"), briefings: ["a"] }],
    catchUpMs: 3_600_000,
  });
  await planner.plan([schedule], now);
  await planner.plan([schedule], now.add({ hours: 24 }));
  await listWork(db, now);
  await listWork(db, now, news);
  await oldestOwedAt(db, now, new Set(["chat"]));
  await countOwed(db, news);
  await listDeliveries(db, { states: ["failed", "pending"], workspace: news, limit: 10 });
  await briefingsOfPost(db, news, "1");
  await listPausedSchedules(db, news);
  await listOccurrences(db, { schedule: schedule.key, state: "missed", limit: 5 });
  await acceptEvent(db, "e", now, { text: "x" });
  await listUnfinishedEvents(db, 10);
  await forgetEvents(db, now);

  const explained = [...seen.values()].filter(({ sql }) =>
    /^\s*(?:select|update|delete)/.test(sql),
  );
  expect(explained.length).toBeGreaterThan(12);
  for (const { sql, parameters } of explained) {
    const plan = database
      .prepare(`explain query plan ${sql}`)
      .all(...parameters.map((value) => (typeof value === "number" ? value : String(value))))
      .map(({ detail }) => String(detail));
    expect(
      plan.filter((line) => growing.test(line) && !narrow.test(line)),
      sql,
    ).toEqual([]);
  }
});
