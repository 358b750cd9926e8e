/** The outbox as an operator sees and settles it. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { drop, formatOutbox, listOutbox, resend } from "../../src/cli/deliveries.ts";
import { insertDelivery } from "../../src/storage/deliveries.ts";
import type { DeliveryState } from "../../src/storage/schema.ts";
import { openStore } from "../../src/storage/store.ts";
import { openAppWorld } from "../app/app-world.ts";
import { temporaryFolder } from "../delivery/world.ts";

const now = Temporal.Instant.from("2026-11-23T09:00:00Z");
const news = { platform: "web", workspace: "local", channel: "news" };

/** A database with one delivery in each of these states, numbered from 1. */
async function outboxOf(
  states: readonly DeliveryState[],
  directory = temporaryFolder(),
): Promise<{ DATA_DIR: string }> {
  const store = openStore(join(directory, "bot.db"));
  for (const [index, state] of states.entries()) {
    const id = await insertDelivery(
      store.db,
      {
        key: `k${index}`,
        kind: "send",
        schedule: null,
        to: news,
        threadTitle: "",
        rootId: null,
        afterId: null,
        payload: { text: `text ${index + 1}` },
      },
      now,
    );
    const error =
      state === "uncertain" || state === "failed"
        ? { error_kind: "ambiguous", error_text: "The history may not be read." }
        : {};
    await store.db
      .updateTable("delivery")
      .set({ state, ...error })
      .where("id", "=", id)
      .execute();
  }
  await store.close();
  return { DATA_DIR: directory };
}

const run = promisify(execFile);

async function briefing(
  directory: string,
  ...args: readonly string[]
): Promise<{ code: number; out: string; error: string }> {
  const program = join(import.meta.dirname, "../../src/bin.js");
  const env = { ...process.env, DATA_DIR: directory };
  try {
    const { stdout, stderr } = await run(process.execPath, [program, ...args], { env });
    return { code: 0, out: stdout, error: stderr };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "stderr" in error && "stdout" in error))
      throw error;
    return { code: Number(error.code), out: String(error.stdout), error: String(error.stderr) };
  }
}

describe("briefing deliveries", () => {
  it("lists the newest first with what became of them, and counts all", async () => {
    const env = await outboxOf(["sent", "failed", "uncertain", "pending"]);
    const listing = await listOutbox(env, { limit: 3 });
    expect(listing.deliveries.map(({ id, state }) => [id, state])).toEqual([
      [4, "pending"],
      [3, "uncertain"],
      [2, "failed"],
    ]);
    const text = formatOutbox(listing, "Europe/London");
    expect(text).toMatch(
      / 3 {2}uncertain {2}Mon,? 23 Nov 2026.* {2}web:news\n +The history may not be read\./,
    );
    expect(text).toContain("In all: 1 pending, 1 sent, 1 uncertain, 1 failed.");
    expect(text).toContain("briefing drop 3");
  });

  it("lists only the states that are asked for", async () => {
    const env = await outboxOf(["sent", "failed", "uncertain", "pending"]);
    const { deliveries } = await listOutbox(env, { states: ["failed", "sent"], limit: 50 });
    expect(deliveries.map(({ id }) => id)).toEqual([2, 1]);
  });

  it("says so when there is nothing, and when there is no database", async () => {
    const listing = await listOutbox(await outboxOf([]), { limit: 50 });
    expect(formatOutbox(listing, "UTC")).toBe("Nothing was ever to be sent.");
    await expect(
      listOutbox({ DATA_DIR: join(temporaryFolder(), "none") }, { limit: 1 }),
    ).rejects.toMatchObject({
      kind: "input",
      hint: expect.stringContaining("DATA_DIR"),
    });
  });

  it("prints JSON, refuses states that do not exist, and ends with 1 for a wrong number", async () => {
    const { DATA_DIR } = await outboxOf(["uncertain"]);
    const [json, wrong, none, help] = await Promise.all([
      briefing(DATA_DIR, "deliveries", "--json", "--state", "uncertain", "failed"),
      briefing(DATA_DIR, "deliveries", "--state", "lost"),
      briefing(DATA_DIR, "resend", "99"),
      briefing(DATA_DIR, "drop", "--help"),
    ]);
    expect(JSON.parse(json.out)).toEqual([
      expect.objectContaining({
        id: 1,
        state: "uncertain",
        channel: "news",
        message: null,
        createdAt: now.toString(),
        error: { kind: "ambiguous", text: "The history may not be read." },
      }),
    ]);
    expect([wrong.code, wrong.error]).toEqual([1, expect.stringContaining("Allowed choices are")]);
    expect([none.code, none.error]).toEqual([
      1,
      "There is no delivery 99.\nHint: List them with their numbers and states: briefing deliveries\n",
    ]);
    expect(help.out).toContain("never send a delivery that is pending");
  });
});

describe("briefing resend and drop", () => {
  it.each(["sent", "sending", "pending", "unknown", "dropped"] as const)(
    "resend refuses what is %s",
    async (state) => {
      const env = await outboxOf([state]);
      await expect(resend(env, 1)).rejects.toMatchObject({
        kind: "input",
        message: `Delivery 1 is ${state}; only one that is uncertain or failed can be changed so.`,
      });
    },
  );

  it.each(["sent", "sending", "dropped"] as const)("drop refuses what is %s", async (state) => {
    const env = await outboxOf([state]);
    await expect(drop(env, 1, now)).rejects.toMatchObject({ kind: "input" });
  });

  it("settle what is held while the bot runs: one is posted once, the other never", async () => {
    const world = openAppWorld();
    mkdirSync(world.directory, { recursive: true });
    const env = await outboxOf(["uncertain", "uncertain"], world.directory);
    await world.start();
    expect(await resend(env, 1)).toContain("is sent again");
    expect(await drop(env, 2, now)).toContain("is dropped");
    await vi.waitFor(() => expect(world.chat.shown).toHaveLength(1), { timeout: 5_000 });
    await world.app.tick();
    expect(world.chat.shown.map(({ text }) => text)).toEqual(["text 1"]);
    await vi.waitFor(async () => {
      const { deliveries } = await listOutbox(env, { limit: 50 });
      expect(deliveries.map(({ state }) => state)).toEqual(["dropped", "sent"]);
    });
    await expect(resend(env, 1)).rejects.toMatchObject({
      message: expect.stringContaining("is sent"),
    });
  });

  it("lead from a part that waits to the one it waits for", async () => {
    const env = await outboxOf(["failed", "failed"]);
    const store = openStore(join(env.DATA_DIR, "bot.db"));
    await store.db
      .updateTable("delivery")
      .set({ after_id: 1, error_kind: "blocked" })
      .where("id", "=", 2)
      .execute();
    await store.close();
    await expect(resend(env, 2)).rejects.toMatchObject({
      hint: expect.stringContaining("resend 1"),
    });
    await resend(env, 1);
    const { deliveries } = await listOutbox(env, { limit: 50 });
    expect(deliveries.map(({ state }) => state)).toEqual(["pending", "pending"]);
  });

  it("leave a damaged database alone and say what to do", async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "bot.db"), "Dear diary, ".repeat(1_000));
    await expect(resend({ DATA_DIR: directory }, 1)).rejects.toMatchObject({
      kind: "storage",
      hint: expect.stringContaining("backup"),
    });
  });
});
