import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { BotError } from "../../src/errors.ts";
import { loadCards, recordBriefing, removeBriefing } from "../../src/storage/briefings.ts";
import {
  countDeliveries,
  insertDelivery,
  listDeliveries,
  loadPayload,
  oldestOwedAt,
} from "../../src/storage/deliveries.ts";
import { briefingsAmong, briefingsOfPost, linkBriefings } from "../../src/storage/posted.ts";
import { acceptEvent, forgetEvents } from "../../src/storage/inbox.ts";
import { openStore, type Store, together } from "../../src/storage/store.ts";
import { sampleBriefing } from "../delivery/sample-briefing.ts";
import { inChannel, news, rendered, startWorld, temporaryFolder } from "../delivery/world.ts";

const now = Temporal.Instant.from("2026-11-23T08:00:00Z");

function open(path = join(temporaryFolder(), "bot.db")): Store {
  const store = openStore(path);
  onTestFinished(() => store.close());
  return store;
}

function refusal(path: string): BotError {
  try {
    open(path);
  } catch (error) {
    if (error instanceof BotError) return error;
    throw error;
  }
  throw new Error("it was opened");
}

async function filled(): Promise<string> {
  const path = join(temporaryFolder(), "bot.db");
  const store = openStore(path);
  for (let index = 0; index < 50; index += 1) {
    await recordBriefing(store.db, { briefing: sampleBriefing(`b${index}`), file: "b.md" }, now);
  }
  await store.close();
  return path;
}

describe("a database", () => {
  it("is made with its folder, and keeps what was written", async () => {
    const path = join(temporaryFolder(), "a", "b", "bot.db");
    const store = openStore(path);
    await acceptEvent(store.db, "e1", now);
    await store.close();
    expect(await acceptEvent(open(path).db, "e1", now)).toBe(false);
  });

  it("writes every commit through to the disk", async () => {
    const { db } = open();
    const journal = await sql`pragma journal_mode`.execute(db);
    const synchronous = await sql`pragma synchronous`.execute(db);
    // 2 is FULL.
    expect([journal.rows, synchronous.rows]).toEqual([
      [{ journal_mode: "wal" }],
      [{ synchronous: 2 }],
    ]);
  });

  it("is refused when it is damaged, with what to do", async () => {
    const path = await filled();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4_096, bytes.length - 1_024);
    writeFileSync(path, bytes);
    const error = refusal(path);
    expect(error.kind).toBe("storage");
    expect(error.message).toContain("damaged");
    expect(error.hint).toContain("backup");
  });

  it("is refused when half of it is missing", async () => {
    const path = await filled();
    truncateSync(path, Math.floor(statSync(path).size / 2));
    expect(refusal(path).message).toContain("damaged");
  });

  it("is refused when it is no database", () => {
    const path = join(temporaryFolder(), "bot.db");
    writeFileSync(path, "Dear diary, ".repeat(1_000));
    expect(refusal(path).message).toContain("is damaged or is not a database");
  });

  it("is refused when another program made it", () => {
    const path = join(temporaryFolder(), "bot.db");
    const other = new DatabaseSync(path);
    other.exec("create table recipes (name text)");
    other.close();
    expect(refusal(path).message).toContain("another program");
  });

  it("is refused when a newer version of the bot made it", async () => {
    const path = await filled();
    const other = new DatabaseSync(path);
    other.exec("pragma user_version = 999");
    other.close();
    const error = refusal(path);
    expect(error.message).toContain("newer version of the bot (schema 999");
    expect(error.hint).toContain("Update the bot");
  });

  it("is refused when there is a folder in its place", () => {
    const error = refusal(temporaryFolder());
    expect(error.kind).toBe("storage");
    expect(error.message).toContain("cannot be opened");
  });

  it("does all of several steps or none", async () => {
    const { db } = open();
    const failing = together(db, async (transaction) => {
      await acceptEvent(transaction, "e1", now);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await acceptEvent(db, "e1", now)).toBe(true);
  });

  it("says that the disk is full when a step of several does not fit, and does none of it", async () => {
    const store = open();
    await sql.raw("pragma max_page_count = 1").execute(store.db);
    const many = together(store.db, async (db) => {
      for (let index = 0; index < 2_000; index += 1) await acceptEvent(db, `event ${index}`, now);
    });
    await expect(many).rejects.toMatchObject({
      kind: "storage",
      message: expect.stringContaining("the disk is full"),
      hint: expect.any(String),
    });
    await sql.raw("pragma max_page_count = 1000000").execute(store.db);
    expect(await acceptEvent(store.db, "event 0", now)).toBe(true);
  });

  it("can be used by several processes at a time", async () => {
    const path = join(temporaryFolder(), "bot.db");
    const stores = [open(path), open(path)];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        acceptEvent((stores[index % 2] ?? open(path)).db, `e${index}`, now),
      ),
    );
    const rows = await stores[0]?.db.selectFrom("inbox").selectAll().execute();
    expect(rows).toHaveLength(40);
  });
});

describe("briefings", () => {
  it("are no news twice, even when they change, go and come back", async () => {
    const { db } = open();
    const first = { briefing: sampleBriefing("a"), file: "a.md" };
    expect(await recordBriefing(db, first, now)).toMatchObject({ change: "new", readyAt: now });
    const later = now.add({ hours: 1 });
    expect(await recordBriefing(db, first, later)).toMatchObject({ change: "same", readyAt: now });
    await removeBriefing(db, "a", later);
    expect((await loadCards(db)).cards).toEqual([]);
    const changed = { briefing: sampleBriefing("a", { title: "Another" }), file: "a.md" };
    expect(await recordBriefing(db, changed, later)).toMatchObject({
      change: "changed",
      readyAt: now,
      firstSeenAt: now,
    });
    const { cards } = await loadCards(db);
    expect(cards.map(({ card }) => card.title)).toEqual(["Another"]);
  });

  it("become news when a draft is made ready", async () => {
    const { db } = open();
    const draft = { briefing: sampleBriefing("a", { status: "draft" }), file: "a.md" };
    expect((await recordBriefing(db, draft, now)).readyAt).toBeNull();
    const later = now.add({ hours: 1 });
    const ready = { briefing: sampleBriefing("a"), file: "a.md" };
    expect((await recordBriefing(db, ready, later)).readyAt).toEqual(later);
  });

  it("that this version cannot read are told apart from the rest", async () => {
    const { db } = open();
    for (const id of ["a", "b", "c"])
      await recordBriefing(db, { briefing: sampleBriefing(id), file: "x.md" }, now);
    await db.updateTable("briefing").set({ card: '{"id":"a"}' }).where("id", "=", "a").execute();
    await db.updateTable("briefing").set({ card: "{" }).where("id", "=", "b").execute();
    const { cards, unreadable } = await loadCards(db);
    expect(cards.map(({ card }) => card.id)).toEqual(["c"]);
    expect(unreadable).toEqual(["a", "b"]);
  });
});

describe("the inbox", () => {
  it("takes an event once until it is forgotten", async () => {
    const { db } = open();
    const answers = await Promise.all([1, 2, 3, 4].map(() => acceptEvent(db, "e1", now)));
    expect(answers).toEqual([true, false, false, false]);
    await forgetEvents(db, now);
    expect(await acceptEvent(db, "e1", now)).toBe(false);
    await forgetEvents(db, now.add({ seconds: 1 }));
    expect(await acceptEvent(db, "e1", now)).toBe(true);
  });
});

describe("what was posted", () => {
  it("is known by its post, by the posts in its thread, and by its channel", async () => {
    const world = await startWorld();
    await world.say({ key: "a", rendered: rendered("root", "part"), briefings: ["x", "y", "x"] });
    await world.say({ key: "b", to: inChannel("other"), briefings: ["z"] });
    await world.clock.settle();
    const { db } = world.store;
    const { shown } = world.platform;
    const messageOf = (text: string) => shown.find((each) => each.text === text)?.message ?? "";
    expect(await briefingsOfPost(db, news, messageOf("root"))).toEqual(["x", "y"]);
    expect(await briefingsOfPost(db, news, messageOf("part"))).toEqual(["x", "y"]);
    expect(await briefingsOfPost(db, inChannel("other"), messageOf("root"))).toEqual([]);
    expect(await briefingsOfPost(db, { ...news, workspace: "T2" }, messageOf("root"))).toEqual([]);
    const all = [...Array.from({ length: 1_200 }, (_, index) => `n${index}`), "x", "y", "z"];
    expect(await briefingsAmong(db, news, all)).toEqual(new Set(["x", "y"]));
    expect(await briefingsAmong(db, inChannel("other"), all)).toEqual(new Set(["z"]));
  });

  it("is listed by state and workspace, and counted", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["refused"];
    await world.say({ key: "a" });
    await world.say({ key: "b" });
    await world.clock.settle();
    const { db } = world.store;
    expect(await countDeliveries(db)).toMatchObject({ failed: 1, sent: 1, pending: 0 });
    const failed = await listDeliveries(db, { states: ["failed"], limit: 10 });
    expect(failed.map(({ error }) => error)).toEqual([
      { kind: "refused", text: "The platform says refused." },
    ]);
    const elsewhere = { platform: "chat", workspace: "T2" };
    expect(await listDeliveries(db, { workspace: elsewhere, limit: 10 })).toEqual([]);
  });

  it("tells since when the oldest delivery waits", async () => {
    const world = await startWorld();
    const { db } = world.store;
    const chat = new Set(["chat"]);
    expect(await oldestOwedAt(db, world.clock.now(), chat)).toBeNull();
    world.platform.postFaults = ["unauthorized"];
    const askedAt = world.clock.now();
    await world.say({ key: "a" });
    await world.clock.advance(60_000);
    expect(await oldestOwedAt(db, world.clock.now(), chat)).toEqual(askedAt);
    expect(await oldestOwedAt(db, world.clock.now(), new Set(["slack"]))).toBeNull();
  });

  it("counts nothing as waiting that waits for a person or for its turn", async () => {
    const world = await startWorld();
    const { db } = world.store;
    const ids = await world.say({ key: "a", rendered: rendered("one", "two") });
    await db
      .updateTable("delivery")
      .set({ state: "uncertain" })
      .where("id", "=", ids[0] ?? 0)
      .execute();
    await world.clock.advance(600_000);
    expect(await oldestOwedAt(db, world.clock.now(), new Set(["chat"]))).toBeNull();
  });

  it("is not sent when its content has changed on disk", async () => {
    const world = await startWorld();
    const { db } = world.store;
    const delivery = {
      key: "k",
      kind: "send",
      schedule: null,
      to: news,
      threadTitle: "",
      rootId: null,
      afterId: null,
    };
    const id = await insertDelivery(db, { ...delivery, payload: { text: "a" } }, now);
    await linkBriefings(db, id, []);
    expect(await loadPayload(db, id)).toEqual({ text: "a" });
    await db.updateTable("delivery").set({ payload: '{"text":"b"}' }).execute();
    expect(await loadPayload(db, id)).toBeNull();
    world.dispatcher.wake();
    await world.clock.settle();
    expect(world.texts()).toEqual([]);
    expect(await world.states()).toEqual(["failed"]);
  });
});
