/** Secrets on disk. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/storage/store.ts";
import { openVault } from "../../src/storage/vault.ts";
import { temporaryFolder } from "../delivery/world.ts";

const key = Buffer.alloc(32, 7).toString("base64");
const now = (): Temporal.Instant => Temporal.Instant.from("2026-11-23T08:00:00Z");

describe("a vault", () => {
  it("gives back what was put into it, also after a restart, and to its platform alone", async () => {
    const path = join(temporaryFolder(), "bot.db");
    const store = openStore(path);
    const vault = openVault({ db: store.db, platform: "slack", key, now });
    await vault.put("T1", "xoxb-first");
    await vault.put("T2", "xoxb-second");
    await vault.put("T1", "xoxb-newer");
    await vault.remove("T2");
    await store.close();
    const again = openStore(path);
    const hex = Buffer.alloc(32, 7).toString("hex");
    const reopened = openVault({ db: again.db, platform: "slack", key: hex, now });
    expect(await reopened.list()).toEqual([{ name: "T1", secret: "xoxb-newer" }]);
    const other = openVault({ db: again.db, platform: "discord", key, now });
    expect(await other.list()).toEqual([]);
    await again.close();
    expect(readFileSync(path).includes("xoxb")).toBe(false);
  });

  it("says that the key is another, and takes no secret that was moved to another name", async () => {
    const store = openStore(join(temporaryFolder(), "bot.db"));
    const vault = openVault({ db: store.db, platform: "slack", key, now });
    await vault.put("T1", "xoxb-first");
    const wrongKey = Buffer.alloc(32, 8).toString("base64");
    const wrong = openVault({ db: store.db, platform: "slack", key: wrongKey, now });
    await expect(wrong.list()).rejects.toMatchObject({ kind: "config" });
    await store.db.updateTable("secret").set({ name: "T2" }).execute();
    await expect(vault.list()).rejects.toMatchObject({ kind: "config" });
    await store.close();
  });

  it.each(["", "short", "x".repeat(64)])("refuses %j as a key", (text) => {
    const store = openStore(join(temporaryFolder(), "bot.db"));
    expect(() => openVault({ db: store.db, platform: "slack", key: text, now })).toThrow(
      "32 bytes",
    );
    void store.close();
  });
});
