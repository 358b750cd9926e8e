/** The archive over starts and changes: nothing stale, nothing lost, nothing read for nothing. */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createArchiveIndex, searchArchive } from "../../src/answer/archive-index.ts";
import { openShelf, type Shelf } from "../../src/app/shelf.ts";
import { parseBriefing } from "../../src/briefing/parse/parse.ts";
import { loadArticles } from "../../src/storage/articles.ts";
import { formOf } from "../../src/sources/form.ts";
import { versionOf } from "../../src/storage/briefings.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { article } from "./app-world.ts";

class Room {
  readonly #root = temporaryFolder();
  readonly folder = join(this.#root, "briefings");
  readonly log = new RecordingLog();
  now = Temporal.Instant.from("2026-11-23T08:50:00Z");
  timeZone = "UTC";
  #open: { shelf: Shelf; store: Store } | null = null;

  constructor() {
    mkdirSync(this.folder);
    onTestFinished(() => this.close());
  }

  put(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content);
  }

  remove(name: string): void {
    rmSync(join(this.folder, name));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  shown(name: string): string {
    return relative(process.cwd(), this.path(name));
  }

  async open(): Promise<Shelf> {
    const store = openStore(join(this.#root, "bot.db"));
    const shelf = await openShelf({
      directory: this.folder,
      timeZone: this.timeZone,
      store,
      now: () => this.now,
      log: this.log,
    });
    this.#open = { shelf, store };
    return shelf;
  }

  async reopen(): Promise<Shelf> {
    await this.close();
    return this.open();
  }

  get store(): Store {
    if (this.#open === null) throw new Error("the shelf is closed");
    return this.#open.store;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.shelf.close();
    await open?.store.close();
  }
}

function titles(shelf: Shelf): readonly string[] {
  return shelf
    .known()
    .map(({ briefing }) => `${briefing.id}: ${briefing.title}`)
    .toSorted();
}

function kinds(shelf: Shelf): readonly string[] {
  return shelf.problems().map(({ file, kind }) => `${file} ${kind}`);
}

function ids(shelf: Shelf, words: string): readonly string[] {
  return searchArchive(shelf.index, words, 10_000).map(({ briefing }) => briefing.id);
}

/** A few hundred: more than are read before the shelf opens. */
const many = Array.from({ length: 230 }, (_, at) => `b${at}`);

describe("a later start", () => {
  test("serves what the files say, and takes the text from the disk", async () => {
    const room = new Room();
    room.put("a.md", article("Bridges"));
    const first = await room.open();
    const whole = parseBriefing(article("Bridges"), { file: "a.md", timeZone: "UTC" }).briefing;
    expect(first.known()[0]?.briefing).toEqual(whole);
    const again = await room.reopen();
    expect(again.known()).toMatchObject([{ briefing: whole, readyAt: room.now }]);
    expect({ ...again.known()[0]?.briefing }).toEqual(whole);
    expect(JSON.parse(JSON.stringify(again.known()[0]?.briefing))).toEqual(whole);
    expect(ids(again, "bridges")).toEqual(["a"]);
  });

  test("knows what was edited, added, renamed and deleted meanwhile", async () => {
    const room = new Room();
    for (const name of ["a", "b", "c", "d"]) room.put(`${name}.md`, article(`Old ${name}`));
    await room.open();
    await room.close();
    // The same length and the same time of change as far as anybody may set it.
    room.put("a.md", article("New a"));
    utimesSync(room.path("a.md"), 1_700_000_000, 1_700_000_000);
    room.remove("b.md");
    room.remove("c.md");
    room.put("c2.md", `---\nid: c\n---\n${article("Old c")}`);
    room.put("e.md", article("New e"));
    const shelf = await room.open();
    expect(titles(shelf)).toEqual(["a: New a", "c: Old c", "d: Old d", "e: New e"]);
    expect(ids(shelf, "new").toSorted()).toEqual(["a", "e"]);
    expect(ids(shelf, "old").toSorted()).toEqual(["c", "d"]);
  });

  test("goes on serving what broke meanwhile, and tells of it at every start", async () => {
    const room = new Room();
    room.put("a.md", article("Bridges"));
    await room.open();
    await room.close();
    room.put("a.md", "# Only a title");
    for (const start of [1, 2, 3]) {
      const shelf = await room.reopen();
      expect([start, ...titles(shelf)]).toEqual([start, "a: Bridges"]);
      expect(kinds(shelf)).toContain(`${room.shown("a.md")} section-missing`);
      expect(ids(shelf, "bridges")).toEqual(["a"]);
    }
    room.put("a.md", article("Mended"));
    expect(titles(await room.reopen())).toEqual(["a: Mended"]);
  });

  test("leaves an id to the file that had it, and gives it to the other when that is gone", async () => {
    const room = new Room();
    room.put("a.md", `---\nid: x\n---\n${article("First")}`);
    await room.open();
    await room.close();
    room.put("b.md", `---\nid: x\n---\n${article("Second")}`);
    for (const start of [1, 2]) {
      const shelf = await room.reopen();
      expect([start, ...titles(shelf)]).toEqual([start, "x: First"]);
      expect(kinds(shelf).toSorted()).toEqual(
        ["a.md", "b.md"].map((name) => `${room.shown(name)} duplicate-id`),
      );
    }
    await room.close();
    room.remove("a.md");
    expect(titles(await room.open())).toEqual(["x: Second"]);
  });

  test("reads the dates of all files again in another time zone", async () => {
    const room = new Room();
    room.put("a.md", `---\npublishedAt: 2026-11-20 09:00\n---\n${article("Bridges")}`);
    const day = (shelf: Shelf) => shelf.known()[0]?.briefing.publishedAt;
    expect(day(await room.open())).toBe("2026-11-20T09:00:00Z");
    room.timeZone = "Asia/Tokyo";
    expect(day(await room.reopen())).toBe("2026-11-20T00:00:00Z");
  });

  test("remembers nothing of files that are gone", async () => {
    const room = new Room();
    room.put("a.md", article("Bridges"));
    room.put("broken.md", "x");
    await room.open();
    const stored = async () => {
      const articles = await loadArticles(room.store.db, await formOf("UTC"));
      return articles.map(({ file }) => file);
    };
    expect(await stored()).toEqual([room.shown("a.md"), room.shown("broken.md")]);
    await room.close();
    room.remove("broken.md");
    await room.open();
    expect(await stored()).toEqual([room.shown("a.md")]);
  });

  test("reads again what this version does not understand, and says so", async () => {
    const room = new Room();
    room.put("a.md", article("Bridges"));
    await room.open();
    await room.store.db.updateTable("article").set({ form: "older" }).execute();
    await room.store.db.updateTable("briefing_text").set({ content: "{}" }).execute();
    const shelf = await room.reopen();
    expect(JSON.stringify(room.log.lines)).toContain("read again");
    expect(titles(shelf)).toEqual(["a: Bridges"]);
  });
});

describe("a text that is damaged on the disk", () => {
  test("keeps nobody from the others, is told of, and is mended by saving the file", async () => {
    const room = new Room();
    room.put("a.md", article("Bridges"));
    room.put("b.md", article("Tunnels"));
    const before = await room.open();
    const hash = versionOf(before.known().flatMap(({ briefing }) => briefing)[0] ?? never());
    const { db } = room.store;
    await db.updateTable("briefing_text").set({ content: "{" }).where("hash", "=", hash).execute();
    const shelf = await room.reopen();
    expect(titles(shelf)).toEqual(["a: Bridges", "b: Tunnels"]);
    expect(ids(shelf, "years")).toEqual(["b"]);
    expect(shelf.catchingUp()).toEqual({ unread: 0, unindexed: 1 });
    expect(JSON.stringify(room.log.lines)).toContain("cannot be searched");
    room.put("a.md", article("Bridges"));
    await vi.waitFor(() => expect(ids(shelf, "bridges")).toEqual(["a"]), { timeout: 5_000 });
    expect(shelf.catchingUp()).toBeNull();
  });
});

function never(): never {
  throw new Error("nothing is known");
}

describe("a briefing that somebody holds", () => {
  test("keeps its own text when its file changes", async () => {
    const room = new Room();
    room.put("a.md", article("Bridges"));
    const shelf = await room.open();
    const held = shelf.known()[0]?.briefing;
    room.put("a.md", article("Tunnels"));
    await vi.waitFor(() => expect(titles(shelf)).toEqual(["a: Tunnels"]), { timeout: 5_000 });
    expect(JSON.stringify(held?.body)).toContain("Bridges");
    expect(ids(shelf, "bridges")).toEqual([]);
    expect(ids(shelf, "tunnels")).toEqual(["a"]);
  });
});

describe("a large folder", () => {
  test("is open before it is read, says so, and is wholly known in the end", async () => {
    const room = new Room();
    for (const id of many) room.put(`${id}.md`, article(`Bridge number ${id}`));
    const shelf = await room.open();
    expect(shelf.known()).toEqual([]);
    expect(shelf.catchingUp()).toEqual({ unread: many.length, unindexed: 0 });
    await shelf.catchUp();
    expect(shelf.catchingUp()).toBeNull();
    expect(titles(shelf)).toHaveLength(many.length);
    expect(ids(shelf, "bridge").toSorted()).toEqual(many.toSorted());
  });

  test("is known at once when it was read before; searching says what it cannot see yet", async () => {
    const room = new Room();
    for (const id of many) room.put(`${id}.md`, article(`Bridge number ${id}`));
    await (await room.open()).catchUp();
    const shelf = await room.reopen();
    expect(titles(shelf)).toHaveLength(many.length);
    expect(shelf.catchingUp()?.unindexed).toBe(many.length);
    const done = shelf.catchUp();
    // Whatever is found meanwhile is there, and is counted.
    while (shelf.catchingUp() !== null) {
      const found = ids(shelf, "bridge");
      expect(found.length + (shelf.catchingUp()?.unindexed ?? 0)).toBe(many.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await done;
    const atOnce = createArchiveIndex(shelf.known().map(({ briefing }) => briefing));
    for (const words of ["bridge", "b17", "nine years", "zeppelin"]) {
      const of = (index: typeof atOnce) =>
        searchArchive(index, words, 10_000).map(({ briefing, score }) => [briefing.id, score]);
      expect(of(shelf.index)).toEqual(of(atOnce));
    }
  });

  test("can be changed while it is read, and closed before it is", async () => {
    const room = new Room();
    for (const id of many) room.put(`${id}.md`, article(`Bridge number ${id}`));
    const shelf = await room.open();
    const done = shelf.catchUp();
    room.put("b229.md", article("Tunnel"));
    room.put("b0.md", article("Tunnel"));
    room.remove("b100.md");
    await done;
    await vi.waitFor(
      () => {
        expect(ids(shelf, "tunnel").toSorted()).toEqual(["b0", "b229"]);
        expect(shelf.known()).toHaveLength(many.length - 1);
      },
      { timeout: 5_000 },
    );
    await room.close();
    room.timeZone = "Asia/Tokyo";
    const again = await room.open();
    void again.catchUp();
    await room.reopen();
    expect(titles(await room.reopen())).toHaveLength(many.length - 1);
  });
});
