import { fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { takeOwnership } from "../../src/storage/owner.ts";
import { claimDelivery, recoverDeliveries, settleDelivery } from "../../src/storage/outbox.ts";
import { insertDelivery, loadDelivery } from "../../src/storage/deliveries.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { news, temporaryFolder } from "../delivery/world.ts";

const now = Temporal.Instant.from("2026-11-23T08:00:00Z");

function open(path: string): Store {
  const store = openStore(path);
  onTestFinished(() => store.close());
  return store;
}

async function startChild(path: string) {
  const child = fork(join(import.meta.dirname, "child.ts"), [path]);
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [answer]: unknown[] = await once(child, "message");
  return { child, answer };
}

async function oweOne(store: Store): Promise<number> {
  return insertDelivery(
    store.db,
    {
      key: "k",
      kind: "send",
      schedule: null,
      to: news,
      threadTitle: "",
      rootId: null,
      afterId: null,
      payload: {},
    },
    now,
  );
}

describe("who owns the database", () => {
  it("is one process; the next is told which", async () => {
    const path = join(temporaryFolder(), "bot.db");
    const { child, answer } = await startChild(path);
    expect(answer).toEqual({ epoch: 1 });
    await expect(takeOwnership(open(path), now)).rejects.toMatchObject({
      kind: "busy",
      message: `Process ${child.pid} already runs the bot on ${path}.`,
    });
    const other = await startChild(path);
    expect(other.answer).toEqual({
      refused: `Process ${child.pid} already runs the bot on ${path}.`,
    });
  });

  it("is free again as soon as its owner is killed", async () => {
    const path = join(temporaryFolder(), "bot.db");
    const { child } = await startChild(path);
    child.kill("SIGKILL");
    await once(child, "exit");
    const ownership = await takeOwnership(open(path), now);
    expect(ownership.epoch).toBe(2);
    ownership.release();
  });

  it("stays taken while its owner is only stopped", async () => {
    const path = join(temporaryFolder(), "bot.db");
    const { child } = await startChild(path);
    child.kill("SIGSTOP");
    await expect(takeOwnership(open(path), now)).rejects.toMatchObject({ kind: "busy" });
  });

  it("cannot be had twice in one process, and can be given back", async () => {
    const path = join(temporaryFolder(), "bot.db");
    const store = open(path);
    const first = await takeOwnership(store, now);
    await expect(takeOwnership(open(path), now)).rejects.toMatchObject({ kind: "busy" });
    first.release();
    const second = await takeOwnership(store, now);
    expect(second.epoch).toBe(first.epoch + 1);
    second.release();
  });
});

describe("an owner that was replaced", () => {
  it("can neither claim nor settle nor recover", async () => {
    const path = join(temporaryFolder(), "bot.db");
    const store = open(path);
    const first = await takeOwnership(store, now);
    const id = await oweOne(store);
    expect(await claimDelivery(store.db, first, id, now)).toBe(true);
    // Somebody tidies up: the lock is on a file that has no name any more.
    rmSync(`${path}-owner`);
    const second = await takeOwnership(open(path), now);
    const busy = { kind: "busy", message: expect.stringContaining("has taken over") };
    const sent = { state: "sent", message: "m1", thread: null } as const;
    await expect(
      settleDelivery(store.db, first, { id, from: "sending" }, sent, now),
    ).rejects.toMatchObject(busy);
    expect(await recoverDeliveries(store.db, second, [])).toBe(1);
    await expect(claimDelivery(store.db, first, id, now)).rejects.toMatchObject(busy);
    await expect(recoverDeliveries(store.db, first, [])).rejects.toMatchObject(busy);
    expect((await loadDelivery(store.db, id))?.state).toBe("unknown");
    first.release();
    second.release();
  });
});
