/**
 * Sends what the outbox owes: one request at a time per channel, many channels at once. What is on its way is on
 * disk before it leaves, and nothing whose fate is unknown is sent again before the platform was asked.
 */
import { BotError } from "../errors.ts";
import type { Log, Pace, Platform } from "../platforms/platform.ts";
import type { HeldOwnership } from "../storage/owner.ts";
import { type Lane, listWork, recoverDeliveries } from "../storage/outbox.ts";
import { changesByOthers, type Store } from "../storage/store.ts";
import type { Clock } from "./clock.ts";
import { type Commit, createCommit } from "./commit.ts";
import { type KnownLane, Lanes } from "./lanes.ts";
import { createPacer, laneKey, unhurried } from "./pace.ts";
import type { LookRules } from "./reconcile.ts";
import { reasonOf } from "./retry.ts";
import { serve, type ServeContext } from "./serve.ts";

export interface DispatcherOptions {
  store: Pick<Store, "db">;
  ownership: Pick<HeldOwnership, "owner" | "epoch">;
  /** By name. What is owed to a platform that is not among them waits. */
  platforms: ReadonlyMap<string, Pick<Platform, "post" | "find" | "edit">>;
  clock: Clock;
  log: Log;
  /** By platform; without one only the number of requests abreast is limited. */
  paces?: Readonly<Record<string, Pace>>;
  /**
   * By platform: for so long after the first attempt, posting the same key again gives back the first post
   * instead of making a second. Discord's enforced nonce does that for "the past few minutes"
   * (https://docs.discord.com/developers/resources/message#create-message); stay well below. A platform that
   * promises nothing has no entry: there every doubt is settled by looking.
   */
  repostWithinMs?: Readonly<Record<string, number>>;
  look?: Partial<LookRules>;
  /** How often to ask whether another process has written into the database. */
  pollMs?: number;
  /** In [0, 1): spreads retries. */
  luck?: () => number;
  /** Another process has taken over the database: this one sends no more and should end. */
  onReplaced?: (error: BotError) => void;
}

/** How long a store that cannot be written is left alone. */
const troubleMs = 5_000;
/** How often the outbox is read as a whole, whatever we were told. */
const sweepMs = 30_000;

const patience: LookRules = {
  settleMs: 60_000,
  lookGapMs: 5_000,
  mostBlindLooks: 5,
  mostLimitedLooks: 30,
};

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #pacer;
  readonly #commit: Commit;
  readonly #lanes = new Lanes();
  /** By lane: what is being served. */
  readonly #inFlight = new Map<string, { id: number; done: Promise<void> }>();
  readonly #halted = new Map<string, BotError>();
  #running = false;
  #pumping: Promise<void> | null = null;
  /** Something happened that the pump at work may not have seen. */
  #again = false;
  /** The outbox may hold more than the lanes know. */
  #stale = true;
  #readAtMs = -Infinity;
  #othersWrote = 0;
  #cancelTimer: () => void = () => undefined;
  #troubleUntilMs: number | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { paces = {} } = options;
    this.#commit = createCommit(options.store.db);
    this.#pacer = createPacer((platform) => paces[platform] ?? unhurried);
  }

  /** Takes up what a dead owner left on its way, then sends until `stop`. */
  async start(): Promise<void> {
    const { store, ownership, log } = this.#options;
    const left = await recoverDeliveries(store.db, ownership, []);
    if (left > 0)
      log.warn({ deliveries: left }, "deliveries were cut off; asking whether they arrived");
    this.#running = true;
    this.wake();
  }

  /** There may be something new in the outbox. */
  wake(): void {
    this.#stale = true;
    this.#pumpIn(0);
  }

  /** Platforms to which nothing is sent any more, because they do not accept our credentials. */
  halted(): ReadonlyMap<string, BotError> {
    return this.#halted;
  }

  /**
   * Begins nothing new and waits for what is on its way, at most `boundMs`. What is not over by then is asked
   * about at the next start.
   */
  async stop(boundMs = 1_500): Promise<void> {
    this.#running = false;
    this.#cancelTimer();
    await this.#pumping;
    await this.#within(
      boundMs,
      [...this.#inFlight.values()].map(({ done }) => done),
    );
  }

  /**
   * Resolves when what is on its way to this channel is settled, at most after `boundMs`: people may see a post, and
   * answer to it, before its platform has told us where it stands.
   */
  async arrival(lane: Lane, boundMs: number): Promise<void> {
    const served = this.#inFlight.get(laneKey(lane));
    if (served !== undefined) await this.#within(boundMs, [served.done]);
  }

  async #within(boundMs: number, all: readonly Promise<void>[]): Promise<void> {
    if (all.length === 0) return;
    const late = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(boundMs, late.resolve);
    await Promise.race([Promise.all(all), late.promise]);
    cancel();
  }

  #pumpIn(ms: number): void {
    if (ms === 0) this.#again = true;
    this.#cancelTimer();
    if (!this.#running) return;
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      // A pump at work sets the next timer itself.
      this.#pumping ??= this.#pump();
    });
  }

  /** Starts everything that may leave now, then sleeps until something else may. */
  async #pump(): Promise<void> {
    const { pollMs = 1_000 } = this.#options;
    let sleepMs = pollMs;
    this.#again = false;
    try {
      sleepMs = await this.#waitOutTrouble();
      if (sleepMs === 0) {
        if (await this.#mayHaveChanged()) await this.#readLanes();
        sleepMs = Math.min(this.#launchAll(), pollMs);
      }
    } catch (error) {
      this.#onTrouble(error);
    }
    this.#pumping = null;
    this.#pumpIn(this.#again ? 0 : sleepMs);
  }

  /** Whether there may be more than the lanes know: we were told, or another process has written. */
  async #mayHaveChanged(): Promise<boolean> {
    const { store, clock } = this.#options;
    const version = await changesByOthers(store.db);
    const changed = version !== this.#othersWrote;
    this.#othersWrote = version;
    return changed || this.#stale || clock.elapsedMs() - this.#readAtMs >= sweepMs;
  }

  async #readLanes(): Promise<void> {
    const { store, clock } = this.#options;
    this.#stale = false;
    this.#readAtMs = clock.elapsedMs();
    const busy = new Set(this.#inFlight.keys());
    this.#lanes.replace(await listWork(store.db, clock.now()), busy);
  }

  /** Gives how long nothing else may leave. */
  #launchAll(): number {
    const { platforms, clock } = this.#options;
    const nowMs = clock.elapsedMs();
    const wallMs = clock.now().epochMilliseconds;
    let sleepMs = Infinity;
    for (const known of this.#lanes) {
      const { key, lane, nextId, dueAtMs } = known;
      const { platform } = lane;
      if (this.#inFlight.has(key) || !platforms.has(platform) || this.#halted.has(platform))
        continue;
      if (nextId === null) {
        if (dueAtMs !== null && dueAtMs <= wallMs) this.wake();
        else if (dueAtMs !== null) sleepMs = Math.min(sleepMs, dueAtMs - wallMs);
        continue;
      }
      const readyAtMs = this.#pacer.readyAtMs(lane, key);
      if (readyAtMs > nowMs) sleepMs = Math.min(sleepMs, readyAtMs - nowMs);
      else this.#launch(known, nextId, nowMs);
    }
    return sleepMs;
  }

  #launch({ key, lane }: KnownLane, id: number, nowMs: number): void {
    this.#pacer.leave(lane, nowMs);
    const done = this.#serveLane(lane, id).finally(() => {
      this.#pacer.arrive(lane);
      this.#inFlight.delete(key);
      this.#pumpIn(0);
    });
    this.#inFlight.set(key, { id, done });
  }

  async #serveLane(lane: Lane, id: number): Promise<void> {
    const { store, clock, log } = this.#options;
    try {
      const context = this.#contextOf(lane.platform);
      if (context === null) return;
      const served = await serve(context, id);
      const nowMs = clock.elapsedMs();
      if (served.holdMs > 0) this.#pacer.hold(lane, nowMs + served.holdMs);
      if (served.invalid) this.#pacer.countInvalid(lane.platform, nowMs);
      if (served.haltedBy !== null) this.#halt(lane.platform, served.haltedBy);
      const [work] = await listWork(store.db, clock.now(), lane);
      this.#lanes.served(lane, work);
      if (this.#troubleUntilMs !== null) log.info({}, "the database can be written again");
      this.#troubleUntilMs = null;
    } catch (error) {
      this.#onTrouble(error);
    }
  }

  #contextOf(name: string): ServeContext | null {
    const { store, ownership, platforms, clock, log, look, repostWithinMs, luck } = this.#options;
    const platform = platforms.get(name);
    if (platform === undefined) return null;
    return {
      db: store.db,
      commit: this.#commit,
      ownership,
      platform,
      clock,
      log,
      look: { ...patience, ...look },
      repostWithinMs: repostWithinMs?.[name],
      luck: luck ?? Math.random,
    };
  }

  #halt(platform: string, error: BotError): void {
    if (this.#halted.has(platform)) return;
    this.#halted.set(platform, error);
    const { kind, text } = reasonOf(error);
    this.#options.log.error(
      { platform, kind, reason: text },
      "platform stopped: nothing is sent to it until a restart",
    );
  }

  /** Gives how long to leave the store alone; 0 when it may be used. */
  async #waitOutTrouble(): Promise<number> {
    if (this.#troubleUntilMs === null) return 0;
    const { store, ownership, clock } = this.#options;
    const leftMs = this.#troubleUntilMs - clock.elapsedMs();
    if (leftMs > 0) return leftMs;
    // The outcome of what was on its way could not be written down.
    const served = [...this.#inFlight.values()].map(({ id }) => id);
    await recoverDeliveries(store.db, ownership, served);
    this.#stale = true;
    return 0;
  }

  #onTrouble(error: unknown): void {
    const { clock, log, onReplaced } = this.#options;
    if (!this.#running) return;
    const { kind, text } = reasonOf(error);
    if (error instanceof BotError && error.kind === "busy") {
      this.#running = false;
      this.#cancelTimer();
      log.error({ kind, reason: text }, "replaced by another process: nothing is sent any more");
      onReplaced?.(error);
      return;
    }
    if (this.#troubleUntilMs === null) {
      log.error({ kind, reason: text }, "sending stops until the database can be used again");
    }
    this.#troubleUntilMs = clock.elapsedMs() + troubleMs;
  }
}
