/** One delivery, one step: an attempt to post it, or a look whether it is there. */
import { BotError } from "../errors.ts";
import type { Log, Payload, Platform, Post } from "../platforms/platform.ts";
import { type Delivery, loadDelivery, loadPayload } from "../storage/deliveries.ts";
import { claimDelivery, settleDelivery, type Settlement } from "../storage/outbox.ts";
import type { Ownership } from "../storage/owner.ts";
import { isSuperseded } from "../storage/recipes.ts";
import { pauseSchedule } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import type { Clock } from "./clock.ts";
import type { Commit } from "./commit.ts";
import {
  judgeFailedLook,
  judgeLook,
  type LookRules,
  mayRepost,
  searchFrom,
  sentAs,
} from "./reconcile.ts";
import { judgeAttempt } from "./retry.ts";

export interface ServeContext {
  db: Db;
  commit: Commit;
  ownership: Ownership;
  platform: Pick<Platform, "post" | "find" | "edit">;
  clock: Clock;
  log: Log;
  look: LookRules;
  repostWithinMs: number | undefined;
  luck: () => number;
}

/** What the dispatcher has to know of it. */
export interface Served {
  /** The platform does not accept our credentials. */
  haltedBy: BotError | null;
  /** The channel is to be left alone for so long. */
  holdMs: number;
  /** The platform counts the answer as an invalid request. */
  invalid: boolean;
}

/** With the longest waits between them, this is about two hours. */
const mostEdits = 30;

const uneventful: Served = { haltedBy: null, holdMs: 0, invalid: false };

/** Throws a BotError of kind `storage` or `busy`; what a platform throws becomes a state of the delivery. */
export async function serve(context: ServeContext, id: number): Promise<Served> {
  const delivery = await loadDelivery(context.db, id);
  if (delivery?.state !== "pending" && delivery?.state !== "unknown") return uneventful;
  const now = context.clock.now();
  // An edit is the same however often it is made.
  const mayRepeat = delivery.editsId !== null || mayRepost(delivery, now, context.repostWithinMs);
  return delivery.state === "unknown" && !mayRepeat
    ? look(context, delivery)
    : attempt(context, delivery);
}

async function attempt(context: ServeContext, delivery: Delivery): Promise<Served> {
  const { db, commit, ownership, clock, luck } = context;
  const { id } = delivery;
  const claimed = await commit((batch) => claimDelivery(batch, ownership, id, clock.now()));
  if (!claimed) return uneventful;
  const payload = await loadPayload(db, id);
  if (payload === null) {
    const text =
      "Its stored content has changed on disk. Drop it, or put back a backup of the database.";
    await settle(context, delivery, "sending", {
      state: "failed",
      reason: { kind: "storage", text },
    });
    return uneventful;
  }
  let settlement: Settlement;
  let served = uneventful;
  let closed = false;
  try {
    settlement = await send(context, delivery, payload);
  } catch (error) {
    const tried = { attempts: delivery.attempts + 1, doubtful: delivery.state === "unknown" };
    const verdict = judgeAttempt(error, tried, clock.now(), luck());
    const isUnwanted = isInThread(delivery) && error instanceof BotError && error.kind === "gone";
    if (isUnwanted) settlement = leftOut("gone", error.message);
    else if (delivery.editsId === null) settlement = verdict.settlement;
    else settlement = givenUp(verdict.settlement, tried);
    closed = verdict.closesChannel;
    served = consequences(error, verdict.holdMs);
  }
  const settled = await settle(context, delivery, "sending", settlement);
  if (settled && closed) await pause(context, delivery, settlement);
  return served;
}

async function send(
  { db, platform }: ServeContext,
  { id, to, key, editsId }: Delivery,
  payload: Payload,
): Promise<Settlement> {
  if (editsId === null) return sentAs(await platform.post(payload, to, key), to);
  const edited = await loadDelivery(db, editsId);
  if (edited === null || edited.post === null)
    return leftOut("blocked", "What it edits was not posted.");
  if (await isSuperseded(db, id, editsId))
    return leftOut("superseded", "A later edit brings a newer text.");
  try {
    await platform.edit(payload, edited.post, edited.key);
    return sentAs(edited.post, to);
  } catch (error) {
    if (error instanceof BotError && error.kind === "gone") return leftOut("gone", error.message);
    throw error;
  }
}

/** Nobody looks whether an edit arrived, so one that never comes through has to end. */
function givenUp(settlement: Settlement, { attempts }: { attempts: number }): Settlement {
  return settlement.state === "unknown" && settlement.reason !== null && attempts >= mostEdits
    ? { state: "failed", reason: settlement.reason }
    : settlement;
}

function leftOut(kind: "gone" | "blocked" | "superseded", text: string): Settlement {
  return { state: "dropped", reason: { kind, text } };
}

/** Whoever deletes a post wants nothing more under it. */
function isInThread({ rootId, to }: Delivery): boolean {
  return rootId !== null || to.thread !== undefined;
}

async function look(context: ServeContext, delivery: Delivery): Promise<Served> {
  const { platform, clock, luck } = context;
  let settlement: Settlement;
  let served = uneventful;
  try {
    const found = await platform.find(delivery.key, delivery.to, searchFrom(delivery, clock.now()));
    if (found.state === "posted" && found.unfinished) await finish(context, delivery, found.post);
    settlement = judgeLook(delivery, found, clock.now(), luck(), context.look);
  } catch (error) {
    settlement = judgeFailedLook(delivery, error, clock.now(), luck(), context.look);
    served = consequences(error, 0);
  }
  await settle(context, delivery, "unknown", settlement);
  return served;
}

/** Makes up for the second half of a post. Deleted in between means that it was posted. */
async function finish(
  { db, platform }: ServeContext,
  { id, key }: Delivery,
  post: Post,
): Promise<void> {
  const payload = await loadPayload(db, id);
  if (payload === null) return;
  try {
    await platform.edit(payload, post, key);
  } catch (error) {
    if (!(error instanceof BotError) || error.kind !== "gone") throw error;
  }
}

function consequences(error: unknown, holdMs: number): Served {
  if (!(error instanceof BotError)) return uneventful;
  return {
    haltedBy: error.kind === "unauthorized" ? error : null,
    holdMs,
    invalid: ["unauthorized", "forbidden", "rate-limited"].includes(error.kind),
  };
}

async function settle(
  context: ServeContext,
  delivery: Delivery,
  from: "sending" | "unknown",
  settlement: Settlement,
): Promise<boolean> {
  const { commit, ownership, clock, log } = context;
  const { id, kind, schedule, attempts, to } = delivery;
  const settled = await commit((batch) =>
    settleDelivery(batch, ownership, { id, from }, settlement, clock.now()),
  );
  const fields = { delivery: id, kind, schedule, attempts, state: settlement.state, ...place(to) };
  if (!settled) {
    log.warn(fields, "a delivery was settled by somebody else while it was on its way");
  } else if (settlement.state === "sent") {
    log.info({ ...fields, message: settlement.message }, "delivery sent");
  } else if (settlement.state === "dropped") {
    log.info({ ...fields, reason: settlement.reason }, "delivery left out");
  } else if (settlement.state === "failed") {
    log.error({ ...fields, reason: settlement.reason }, "delivery failed");
  } else if (settlement.state === "uncertain") {
    log.error(
      { ...fields, reason: settlement.reason },
      "delivery held: nobody can tell whether it arrived",
    );
  } else {
    log.warn(
      { ...fields, reason: settlement.reason, notBefore: settlement.notBefore?.toString() },
      "delivery waits",
    );
  }
  return settled;
}

/** A thread that is gone says nothing about its channel, a channel that is closed everything. */
async function pause(
  context: ServeContext,
  delivery: Delivery,
  settlement: Settlement,
): Promise<void> {
  const { db, clock, log } = context;
  const { schedule, to } = delivery;
  if (schedule === null || isInThread(delivery)) return;
  const text = settlement.state === "failed" ? settlement.reason.text : "";
  await pauseSchedule(db, { key: schedule, address: place(to) }, text, clock.now());
  log.error(
    { schedule, ...place(to), reason: text },
    "schedule paused: its channel cannot be written to",
  );
}

function place({ platform, workspace, channel }: Delivery["to"]) {
  return { platform, workspace, channel };
}
