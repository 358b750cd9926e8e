import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Db, openStore, together, unsynced } from "../../src/storage/store.ts";
import { temporaryFolder } from "../delivery/world.ts";

const levels = { normal: 1, full: 2 };

async function levelOf(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
  return rows[0]?.synchronous;
}

function open(): Db {
  const store = openStore(join(temporaryFolder(), "bot.db"));
  onTestFinished(() => store.close());
  return store.db;
}

describe("a write that waits for no disk", () => {
  it("lets everything beside it and after it wait for the disk", async () => {
    const db = open();
    const seen = await Promise.all([
      together(db, levelOf),
      unsynced(db, levelOf),
      levelOf(db),
      together(db, levelOf),
      unsynced(db, levelOf),
      together(db, levelOf),
    ]);
    const { normal, full } = levels;
    expect(seen).toEqual([full, normal, full, full, normal, full]);
  });

  it("leaves nothing behind when it fails", async () => {
    const db = open();
    await expect(unsynced(db, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await levelOf(db)).toBe(levels.full);
  });
});
