/** Puts the edits of a post into the outbox: what differs from what it shows, or is about to show, and nothing else. */
import type { Payload, Rendered } from "../platforms/platform.ts";
import { hashOf, insertDelivery } from "../storage/deliveries.ts";
import { dropDelivery } from "../storage/outbox.ts";
import { loadEdits, loadParts, replacePayload } from "../storage/recipes.ts";
import type { DeliveryRow } from "../storage/schema.ts";
import { type Db, together } from "../storage/store.ts";
import { deliveryKey } from "./enqueue.ts";

export interface Revision {
  /** The number of the first delivery of the post. */
  head: number;
  title: string;
  /** What the post should be now. */
  rendered: readonly Rendered[];
  /** What a part shows that the post needs no longer. */
  emptied: Payload;
  /** Until the edits go out; without it a few seconds. */
  waitMs?: number;
}

/** Saving a file several times in a row makes one edit. */
const settleMs = 5_000;

/** Gives how many edits and new parts there are; wake the dispatcher then. */
export function revise(db: Db, revision: Revision, now: Temporal.Instant): Promise<number> {
  return together(db, async (transaction) => {
    const parts = await loadParts(transaction, revision.head);
    const [head] = parts;
    if (head === undefined) return 0;
    const { edits, added } = match(parts, revision);
    let count = 0;
    for (const { part, payload } of edits) {
      if (await editPart(transaction, part, payload, revision.waitMs ?? settleMs, now)) count += 1;
    }
    let last = parts.findLast(isCounted) ?? head;
    for (const [index, payload] of added.entries()) {
      const id = await insertDelivery(
        transaction,
        {
          key: deliveryKey(head.key, parts.length + index),
          kind: head.kind,
          schedule: null,
          to: addressOf(head),
          threadTitle: head.thread_root === null ? revision.title : head.thread_title,
          rootId: head.root_id ?? (head.thread_root === null ? head.id : null),
          afterId: last.id,
          payload,
          headId: head.id,
        },
        now,
      );
      last = { ...head, id };
    }
    return count + added.length;
  });
}

interface Matched {
  edits: readonly { part: DeliveryRow; payload: Payload }[];
  added: readonly Payload[];
}

/** Which part shows what. What does not fit into the channel's parts goes on in the thread, so that nothing is lost. */
function match(parts: readonly DeliveryRow[], { rendered, emptied }: Revision): Matched {
  const isInChannel = (part: DeliveryRow): boolean =>
    part.root_id === null && part.thread_root === null;
  const channel = parts.filter(isInChannel);
  const thread = parts.filter((part) => !isInChannel(part));
  const wanted = rendered.map(({ payload }) => payload);
  const forChannel =
    channel.length === 0 ? 0 : rendered.filter(({ to }) => to === "channel").length;
  const inChannel = wanted.slice(0, Math.min(forChannel, channel.length));
  const inThread = wanted.slice(inChannel.length);
  return {
    edits: [
      ...channel.map((part, index) => ({ part, payload: inChannel[index] ?? emptied })),
      ...thread.map((part, index) => ({ part, payload: inThread[index] ?? emptied })),
    ],
    added: inThread.slice(thread.length),
  };
}

/** One edit waits at the most; it brings the newest text. */
async function editPart(
  db: Db,
  part: DeliveryRow,
  payload: Payload,
  waitMs: number,
  now: Temporal.Instant,
): Promise<boolean> {
  if (!isCounted(part)) return false;
  const wanted = JSON.stringify(payload);
  const hash = hashOf(wanted);
  const edits = await loadEdits(db, part.id);
  const [latest, before = part] = edits.filter(isCounted);
  if ((latest ?? part).payload_hash === hash) return false;
  if (latest !== undefined && latest.state === "pending" && latest.attempts === 0) {
    // Taken back before anybody saw it.
    if (before.payload_hash === hash) await dropDelivery(db, latest.id, now);
    else await replacePayload(db, latest.id, wanted);
    return true;
  }
  if (latest?.state === "pending" || latest?.state === "unknown") {
    await replacePayload(db, latest.id, wanted);
    return true;
  }
  await insertDelivery(
    db,
    {
      key: deliveryKey(`${part.key} edit`, edits[0]?.id ?? 0),
      kind: "edit",
      schedule: null,
      to: addressOf(part),
      threadTitle: part.thread_title,
      rootId: part.root_id,
      afterId: part.id,
      payload,
      editsId: part.id,
      notBefore: now.add({ milliseconds: waitMs }),
    },
    now,
  );
  return true;
}

function isCounted({ state }: DeliveryRow): boolean {
  return state !== "failed" && state !== "dropped";
}

function addressOf({ platform, workspace, channel, thread_root, thread_title }: DeliveryRow) {
  const thread = thread_root === null ? {} : { thread: { root: thread_root, title: thread_title } };
  return { platform, workspace, channel, ...thread };
}
