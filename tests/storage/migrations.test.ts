/** A database of every released schema becomes one of today, with everything that was in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { cardOf, loadCards, loadStoredBriefing } from "../../src/storage/briefings.ts";
import { acceptEvent, listUnfinishedEvents } from "../../src/storage/inbox.ts";
import { listPausedSchedules, loadSchedule } from "../../src/storage/schedules.ts";
import { openStore } from "../../src/storage/store.ts";
import { sampleBriefing } from "../delivery/sample-briefing.ts";
import { startWorld, temporaryFolder, World } from "../delivery/world.ts";

const released = [1];

function create(version: number, path: string): void {
  const database = new DatabaseSync(path);
  database.exec(readFileSync(join(import.meta.dirname, `schema-${version}.sql`), "utf8"));
  database.close();
}

/** Tables, columns and indexes, however they came to be. */
function shapeOf(path: string): unknown {
  const database = new DatabaseSync(path);
  try {
    const objects = database
      .prepare("select type, name from sqlite_schema where name not like 'sqlite_%' order by name")
      .all();
    return objects.map((object) => ({
      ...object,
      columns: database.prepare(`pragma table_xinfo(${String(object["name"])})`).all(),
      version: database.prepare("pragma user_version").get(),
    }));
  } finally {
    database.close();
  }
}

describe.each(released)("a database of schema %s", (version) => {
  it("gets the tables that a new one has", async () => {
    const [old, fresh] = [join(temporaryFolder(), "bot.db"), join(temporaryFolder(), "bot.db")];
    create(version, old);
    for (const path of [old, fresh]) await openStore(path).close();
    expect(shapeOf(old)).toEqual(shapeOf(fresh));
  });

  it("keeps what it knew", async () => {
    const path = join(temporaryFolder(), "bot.db");
    create(version, path);
    const { db, close } = openStore(path);
    const now = Temporal.Instant.from("2026-11-23T08:00:00Z");
    expect(await acceptEvent(db, '["chat","local","reply","r1"]', now)).toBe(false);
    expect(await listUnfinishedEvents(db, 10)).toEqual([]);
    expect((await listPausedSchedules(db)).map(({ key }) => key)).toEqual(["evening@chat:gone"]);
    expect((await loadSchedule(db, "morning@chat:news"))?.watermarkAt.epochMilliseconds).toBe(
      1_795_338_000_000,
    );
    await close();
  });

  it("keeps briefings whole, and leaves out those that nobody could read", async () => {
    const path = join(temporaryFolder(), "bot.db");
    create(version, path);
    const river = sampleBriefing("river", { topics: ["water"], body: [{ type: "divider" }] });
    const database = new DatabaseSync(path);
    const insert = database.prepare("insert into briefing values (?, ?, ?, ?, ?, ?, null)");
    insert.run("river", "briefings/river.md", JSON.stringify(river), "h1", 1, 2);
    insert.run("torn", "briefings/torn.md", '{"id":', "h2", 1, 2);
    database.close();
    const { db, close } = openStore(path);
    expect(await loadStoredBriefing(db, "river")).toMatchObject({
      briefing: river,
      file: "briefings/river.md",
      readyAt: Temporal.Instant.fromEpochMilliseconds(2),
    });
    expect(await loadCards(db)).toMatchObject({
      cards: [{ card: cardOf(river), hash: "h1" }],
      unreadable: ["bridge", "torn"],
    });
    await close();
  });

  it("goes on with what was on its way, and repeats nothing", async () => {
    const world = new World();
    create(version, world.path);
    world.platform.shown.push({
      key: "sending",
      text: "sending",
      channel: "news",
      root: "m1",
      message: "m2",
      atMs: 1_795_338_002_500,
    });
    const running = await startWorld({}, world);
    await running.clock.advance(120_000);
    expect(running.texts()).toEqual(["sending", "pending"]);
    expect(await running.states()).toEqual(["sent", "sent", "sent"]);
  });
});
