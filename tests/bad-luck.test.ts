/** Disks that are full or cannot be written, databases that cannot be used: as whoever runs the bot sees it. */
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { sql } from "kysely";
import { describe, expect, it, vi } from "vitest";
import { takeOwnership } from "../src/storage/owner.ts";
import { openStore } from "../src/storage/store.ts";
import { openAppWorld } from "./app/app-world.ts";
import { inChannel, startWorld, temporaryFolder, type World } from "./delivery/world.ts";

const execute = promisify(execFile);
const minute = 60_000;

/** The folder of a bot that has a configuration and nothing else. */
function botFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "briefings"));
  mkdirSync(join(folder, "data"));
  writeFileSync(join(folder, "bot.yaml"), "channels: { web: { news: null } }\n");
  return folder;
}

/** As a person without special rights: nobody can keep the superuser from writing. */
const ordinary = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

async function start(cwd: string, options: object = {}): Promise<{ code: unknown; error: string }> {
  const program = join(import.meta.dirname, "../src/bin.js");
  const env = { PATH: process.env["PATH"], PORT: "0", LOG_LEVEL: "warn" };
  const args = [program, "start", "--config", "bot.yaml"];
  try {
    await execute(process.execPath, args, { cwd, env, timeout: 30_000, ...options });
    return { code: 0, error: "" };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "stderr" in error)) throw error;
    return { code: error.code, error: String(error.stderr) };
  }
}

describe("the bot refuses to start, with a sentence and exit code 1,", () => {
  it("on a damaged database", async () => {
    const folder = botFolder();
    writeFileSync(join(folder, "data/bot.db"), "Dear diary, ".repeat(1_000));
    const { code, error } = await start(folder);
    expect(code).toBe(1);
    expect(error).toMatch(/^The database data\/bot\.db is damaged.*\nHint: .*backup/);
    expect(error).not.toContain("    at ");
  });

  it("on the database of a newer version", async () => {
    const folder = botFolder();
    await openStore(join(folder, "data/bot.db")).close();
    const database = new DatabaseSync(join(folder, "data/bot.db"));
    database.exec("pragma user_version = 999");
    database.close();
    expect(await start(folder)).toEqual({
      code: 1,
      error: expect.stringMatching(/newer version of the bot \(schema 999.*\nHint: Update the bot/),
    });
  });

  it("beside another one on the same data", async () => {
    const folder = botFolder();
    const store = openStore(join(folder, "data/bot.db"));
    const { release } = await takeOwnership(store, Temporal.Now.instant());
    expect(await start(folder)).toEqual({
      code: 1,
      error: expect.stringMatching(
        new RegExp(
          `^Process ${process.pid} already runs the bot on data/bot.db.\nHint: Stop it first`,
        ),
      ),
    });
    release();
    await store.close();
  });

  it("on a folder that cannot be written", async () => {
    const folder = botFolder();
    chmodSync(join(folder, "data"), 0o555);
    const { code, error } = await start(folder, ordinary);
    expect(code).toBe(1);
    expect(error).toMatch(
      /^The database data\/bot\.db cannot be (?:opened|written).*\nHint: .*writable/,
    );
  });

  it("on a folder that cannot be made", async () => {
    const folder = botFolder();
    chmodSync(folder, 0o555);
    const { code, error } = await start(folder, {
      ...ordinary,
      env: { PATH: process.env["PATH"], PORT: "0", DATA_DIR: "elsewhere" },
    });
    expect(code).toBe(1);
    expect(error).toMatch(
      /^The database elsewhere\/bot\.db cannot be written.*\nHint: Make the file/,
    );
  });
});

/** No page more than there is now, and every write needs one, as on a full disk. */
async function fill({ store: { db } }: World): Promise<void> {
  await sql`create table ballast (bytes)`.execute(db);
  await sql`create trigger heavy after update on delivery begin
    insert into ballast values (zeroblob(20000)); end`.execute(db);
  const pages = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${pages.rows[0]?.page_count ?? 0}`).execute(db);
}

async function makeRoom({ store: { db } }: World): Promise<void> {
  await sql`pragma max_page_count = 1000000`.execute(db);
}

const full = "sending stops until the database can be used again";

describe("a disk that is full", () => {
  it("stops sending with one clear error: nothing leaves that is not on disk first", async () => {
    const world = await startWorld();
    await fill(world);
    for (const key of ["a", "b", "c"]) await world.say({ key, to: inChannel(key) });
    await world.clock.advance(10 * minute);
    expect(world.platform.requests).toEqual([]);
    expect(world.log.lines.filter(({ level }) => level === "error")).toEqual([
      {
        level: "error",
        message: full,
        fields: {
          kind: "storage",
          reason: expect.stringMatching(/disk is full.*Free some space\. Nothing is lost/),
        },
      },
    ]);
    await makeRoom(world);
    await world.clock.advance(10 * minute);
    expect(world.texts().toSorted()).toEqual(["a", "b", "c"]);
  });

  it("that filled up while a message was on its way does not make it come twice", async () => {
    const world = await startWorld();
    world.platform.beforeAnswer = async () => {
      world.platform.beforeAnswer = () => Promise.resolve();
      await fill(world);
    };
    await world.say({ key: "a" });
    await world.say({ key: "b" });
    await world.clock.advance(10 * minute);
    expect([world.texts(), world.log.errors()]).toEqual([["a"], [full]]);
    await makeRoom(world);
    await world.clock.advance(10 * minute);
    expect(world.texts()).toEqual(["a", "b"]);
    expect(await world.states()).toEqual(["sent", "sent"]);
  });

  it("makes the planner say so once, and the digest comes when there is room", async () => {
    const world = openAppWorld();
    await world.start();
    world.now = Temporal.Instant.from("2026-11-23T08:55:00Z");
    world.write("ferry");
    await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(1), { timeout: 10_000 });
    world.now = Temporal.Instant.from("2026-11-23T09:00:01Z");
    const other = new DatabaseSync(world.databasePath);
    other.exec(
      "create trigger refuse before insert on occurrence begin select raise(abort, 'full'); end",
    );
    await expect(world.app.tick()).rejects.toMatchObject({ kind: "storage" });
    await expect(world.app.tick()).rejects.toMatchObject({ kind: "storage" });
    expect(world.chat.shown).toEqual([]);
    other.exec("drop trigger refuse");
    other.close();
    await world.app.tick();
    await vi.waitFor(() => expect(world.chat.shown).toHaveLength(1), { timeout: 10_000 });
    const told = world.log.errors().filter((message) => message.startsWith("planning failed"));
    expect(told).toHaveLength(1);
  });
});
