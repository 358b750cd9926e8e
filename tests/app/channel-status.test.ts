/** What people get to see with `/briefing status`. */
import { describe, expect, it, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { insertDelivery } from "../../src/storage/deliveries.ts";
import { openStore } from "../../src/storage/store.ts";
import type { Address } from "../../src/platforms/platform.ts";
import { openAppWorld, type AppWorld } from "./app-world.ts";

const here: Address = { platform: "web", workspace: "local", channel: "news" };

async function ask(world: AppWorld, address: Address = here): Promise<string> {
  const call = {
    id: `status-${world.now.toString()}-${address.workspace}-${address.channel}`,
    caller: { address, person: "ada" },
    command: "briefing",
    input: { kind: "line", text: "status" },
  } as const;
  return plainText((await world.bot.onCommand(call)).lead);
}

async function atNine(world: AppWorld): Promise<void> {
  await world.start();
  world.now = Temporal.Instant.from("2026-11-23T08:55:00Z");
  world.write("ferry");
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(1), { timeout: 10_000 });
  world.now = Temporal.Instant.from("2026-11-23T09:00:01Z");
  await world.app.tick();
}

describe("the status of a channel", () => {
  it("says what is due next, and that nothing waits", async () => {
    const world = openAppWorld();
    await world.start();
    const text = await ask(world);
    expect(text).toContain("Nothing waits to be posted.");
    expect(text).toMatch(/morning, .*23 Nov.* \(daily at 09:00, UTC\)/);
    expect(text).toContain("web: connected");
    expect(text).toContain("slack: off");
    expect(await ask(world, { ...here, channel: "other" })).toContain(
      "No schedule posts to this channel.",
    );
  });

  it("says what failed and why, and which schedule rests", async () => {
    const world = openAppWorld();
    world.chat.postFaults = ["gone"];
    await atNine(world);
    await vi.waitFor(async () => expect(await world.app.paused()).toHaveLength(1));
    const text = await ask(world);
    expect(text).toMatch(/Delivery 1 \(digest\), failed, since .*: The platform says gone\./);
    expect(text).toMatch(/Paused schedules\s+.*morning, since .*: The platform says gone\./);
    expect(text).toContain("1 paused");
    expect(text).not.toContain("Delivery 2");
  });

  it("says what is held, and how it is settled", async () => {
    const world = openAppWorld();
    const store = openStore(world.databasePath);
    const id = await insertDelivery(store.db, { ...owed, to: here }, world.now);
    await store.db
      .updateTable("delivery")
      .set({ state: "uncertain", error_kind: "ambiguous", error_text: "No history." })
      .where("id", "=", id)
      .execute();
    await store.close();
    await world.start();
    const text = await ask(world);
    expect(text).toContain("1 held");
    expect(text).toMatch(/Delivery 1 \(send\), held, since .*: No history\./);
    expect(text).toContain("briefing resend 1");
  });

  it("says that a platform has stopped because it does not accept our token", async () => {
    const world = openAppWorld();
    world.chat.postFaults = ["unauthorized"];
    await atNine(world);
    await vi.waitFor(async () =>
      expect(await ask(world)).toContain("web: stopped. The platform says unauthorized."),
    );
    expect(await ask(world)).toMatch(/Delivery 1 \(digest\), tried again/);
    const told = world.log.errors().filter((message) => message.startsWith("platform stopped"));
    expect(told).toHaveLength(1);
  });

  it("says what was missed while the bot was away", async () => {
    const world = openAppWorld();
    await world.start();
    await world.stop();
    world.now = Temporal.Instant.from("2026-11-25T20:00:00Z");
    await world.start();
    expect(await ask(world)).toMatch(/Missed\s+.*morning, .*25 Nov[^]*morning, .*23 Nov/);
  });

  it("tells nothing of other channels and other workspaces", async () => {
    const world = openAppWorld();
    world.chat.postFaults = ["gone"];
    await atNine(world);
    await vi.waitFor(async () => expect(await world.app.paused()).toHaveLength(1));
    for (const address of [
      { ...here, workspace: "T2" },
      { platform: "slack", workspace: "local", channel: "news" },
    ]) {
      const text = await ask(world, address);
      expect(text).not.toMatch(/Delivery|morning|gone/);
    }
    const elsewhere = await ask(world, { ...here, channel: "other" });
    expect(elsewhere).not.toContain("Delivery");
    expect(elsewhere).toContain("Paused schedules");
  });
});

const owed = {
  key: "k",
  kind: "send",
  schedule: null,
  threadTitle: "",
  rootId: null,
  afterId: null,
  payload: {},
};
