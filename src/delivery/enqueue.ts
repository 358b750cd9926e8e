/** Puts what is to be said into the outbox. */
import { createHash } from "node:crypto";
import { BotError } from "../errors.ts";
import type { Address, Rendered } from "../platforms/platform.ts";
import type { Made } from "../briefing/compose/recipe.ts";
import { versionOf } from "../storage/briefings.ts";
import { findDelivery, insertDelivery } from "../storage/deliveries.ts";
import { linkBriefings } from "../storage/posted.ts";
import { type Db, together } from "../storage/store.ts";

export interface Outgoing {
  /** One plain line; names the thread where the platform has to create it. */
  title: string;
  rendered: readonly Rendered[];
  /** Ids of the briefings it is about. */
  briefings: readonly string[];
  /** What it was made of, and of which texts, when its posts are to follow the articles. */
  made?: Pick<Made, "recipe" | "of">;
}

export interface EnqueueRequest extends Outgoing {
  /** Names this wish, whoever has it and however often: the same key is carried out once. */
  key: string;
  /** What it is, for people: "digest", "send", "read", "answer" … */
  kind: string;
  to: Address;
  /** The key of the schedule that wants it; a channel that is closed to us pauses it. */
  schedule?: string;
  /** Its parts are one post that is edited later, though it is made of no recipe. */
  isRevised?: true;
  /** The number of a delivery, sent or not, under whose message all of this belongs. */
  under?: number;
}

export interface Enqueued {
  /** One per part, in order. */
  ids: readonly number[];
  /** False when it had been put there before; then nothing has changed. */
  added: boolean;
}

/**
 * The parts go out in order, each after the one before it is shown. A part for the channel starts a thread, and the
 * thread parts after it belong under it; in a `to` with a thread, everything goes there. Wake the dispatcher then.
 */
export function enqueue(db: Db, request: EnqueueRequest, now: Temporal.Instant): Promise<Enqueued> {
  return together(db, async (transaction) => {
    const known = await findParts(transaction, request.key);
    if (known.length > 0) return { ids: known, added: false };
    const ids = await insertParts(transaction, request, now);
    return { ids, added: true };
  });
}

async function findParts(db: Db, key: string): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let part = 0; ; part += 1) {
    const found = await findDelivery(db, deliveryKey(key, part));
    if (found === null) return ids;
    ids.push(found.id);
  }
}

async function insertParts(
  db: Db,
  request: EnqueueRequest,
  now: Temporal.Instant,
): Promise<readonly number[]> {
  const { key, kind, to, title, rendered, briefings, schedule, under, made, isRevised } = request;
  const versions = made && new Map(made.of.map((each) => [each.id, versionOf(each)]));
  const ids: number[] = [];
  let root = under ?? null;
  let after = under ?? null;
  for (const [part, { to: place, payload }] of rendered.entries()) {
    const startsThread = place === "channel" && to.thread === undefined && under === undefined;
    if (startsThread) {
      root = null;
      after = null;
    } else if (root === null && to.thread === undefined) {
      throw new BotError(
        "internal",
        `The parts of "${kind}" begin in a thread that nothing starts.`,
      );
    }
    const id = await insertDelivery(
      db,
      {
        key: deliveryKey(key, part),
        kind,
        schedule: schedule ?? null,
        to,
        threadTitle: to.thread?.title ?? title,
        rootId: root,
        afterId: after,
        payload,
        recipe: made === undefined || part > 0 ? null : JSON.stringify(made.recipe),
        headId: made === undefined && !isRevised ? null : (ids[0] ?? null),
      },
      now,
    );
    if (startsThread) root = id;
    if (startsThread || part === 0) await linkBriefings(db, id, briefings, versions);
    after = id;
    ids.push(id);
  }
  return ids;
}

/** What the platform de-duplicates one part by; 32 characters of [A-Za-z0-9_-]. */
export function deliveryKey(key: string, part: number): string {
  return createHash("sha256")
    .update(JSON.stringify([key, part]))
    .digest("base64url")
    .slice(0, 32);
}
