/** A bot without its chat: the store, the outbox and the dispatcher over a scripted platform. It can die and come back. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Dispatcher, type DispatcherOptions } from "../../src/delivery/dispatcher.ts";
import { enqueue, type EnqueueRequest } from "../../src/delivery/enqueue.ts";
import type { Address, Log, Rendered } from "../../src/platforms/platform.ts";
import { type Delivery, listDeliveries } from "../../src/storage/deliveries.ts";
import { type HeldOwnership, takeOwnership } from "../../src/storage/owner.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { ScriptedPlatform } from "./scripted-platform.ts";
import { VirtualClock } from "./virtual-clock.ts";

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "briefing-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export class RecordingLog implements Log {
  readonly lines: { level: "info" | "warn" | "error"; message: string; fields: object }[] = [];
  info(fields: object, message: string): void {
    this.lines.push({ level: "info", message, fields });
  }
  warn(fields: object, message: string): void {
    this.lines.push({ level: "warn", message, fields });
  }
  error(fields: object, message: string): void {
    this.lines.push({ level: "error", message, fields });
  }
  errors(): readonly string[] {
    return this.lines.filter(({ level }) => level === "error").map(({ message }) => message);
  }
}

export const news: Address = { platform: "chat", workspace: "local", channel: "news" };

export function inChannel(channel: string): Address {
  return { ...news, channel };
}

/** The first for the channel, the rest for its thread. */
export function rendered(...texts: string[]): readonly Rendered[] {
  return texts.map((text, index) => ({
    to: index === 0 ? "channel" : "thread",
    payload: { text },
  }));
}

type Options = Partial<DispatcherOptions>;

export class World {
  readonly clock = new VirtualClock("2026-11-23T08:00:00Z");
  readonly platform = new ScriptedPlatform(this.clock);
  readonly log = new RecordingLog();
  readonly path = join(temporaryFolder(), "bot.db");
  readonly #options: Options;
  #alive: { store: Store; ownership: HeldOwnership; dispatcher: Dispatcher; kill(): void } | null =
    null;

  constructor(options: Options = {}) {
    this.#options = options;
  }

  get store(): Store {
    return this.#living().store;
  }

  get dispatcher(): Dispatcher {
    return this.#living().dispatcher;
  }

  get ownership(): HeldOwnership {
    return this.#living().ownership;
  }

  async start(): Promise<void> {
    const { clock, kill } = this.clock.mortal();
    const store = openStore(this.path);
    const ownership = await takeOwnership(store, clock.now());
    const dispatcher = new Dispatcher({
      store,
      ownership,
      platforms: new Map([["chat", this.platform]]),
      clock,
      log: this.log,
      luck: () => 0.5,
      ...this.#options,
    });
    this.#alive = { store, ownership, dispatcher, kill };
    await dispatcher.start();
  }

  /** As `kill -9` does it: nothing is settled, the system lets go of files and locks. */
  async die(): Promise<void> {
    const { store, ownership, kill } = this.#living();
    kill();
    this.#alive = null;
    await store.close();
    ownership.release();
  }

  /** Ends what is left of it, so that the folder can go. */
  async end(): Promise<void> {
    if (this.#alive === null) return;
    await this.dispatcher.stop(0);
    await this.die();
  }

  async say(request: Partial<EnqueueRequest> & { key: string }): Promise<readonly number[]> {
    const { ids } = await enqueue(
      this.store.db,
      {
        kind: "send",
        to: news,
        title: request.key,
        rendered: rendered(request.key),
        briefings: [],
        ...request,
      },
      this.clock.now(),
    );
    this.dispatcher.wake();
    return ids;
  }

  /** The oldest first. */
  async deliveries(): Promise<readonly Delivery[]> {
    const listed = await listDeliveries(this.store.db, { limit: 10_000 });
    return listed.toReversed();
  }

  async states(): Promise<readonly string[]> {
    return (await this.deliveries()).map(({ state }) => state);
  }

  texts(): readonly string[] {
    return this.platform.shown.map(({ text }) => String(text));
  }

  #living() {
    if (this.#alive === null) throw new Error("the bot is not running");
    return this.#alive;
  }
}

export async function startWorld(
  options: Options = {},
  world: World = new World(options),
): Promise<World> {
  onTestFinished(() => world.end());
  await world.start();
  return world;
}
