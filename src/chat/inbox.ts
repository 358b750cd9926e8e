/**
 * Every request of a person is taken once: it is written down before it is acknowledged, and worked on after that.
 *
 * A reply that was acknowledged is answered, also when the process dies in between: what was said stays in the
 * inbox until the answer is in the outbox. A command or a press that is cut off is lost where the person sees it
 * and can repeat it; working on it later could post twice what was asked for twice.
 */
import { z } from "zod";
import { BotError } from "../errors.ts";
import type { Bot, Inbound, Log, ReplyCall } from "../platforms/platform.ts";
import { acceptEvent, finishEvent, listUnfinishedEvents } from "../storage/inbox.ts";
import type { Db } from "../storage/store.ts";

/** The bot's side of the port without the inbox; here `onReply` rejects when it could not answer. */
export type Answering = Omit<Bot, "accept">;

export interface Inbox {
  readonly bot: Bot;
  /** Answers what was accepted and not answered, by this process or one before it. Throws as the database does. */
  workOff(): Promise<void>;
}

interface InboxOptions {
  db: Db;
  answering: Answering;
  /** What was said on a platform that is not connected waits. */
  isConnected(platform: string): boolean;
  now(): Temporal.Instant;
  log: Log;
}

/** Services want an answer within three seconds; whoever has not handed a reply on by now never will. */
const handOverMs = 30_000;

/** So many are worked off at a time; the rest has its turn a minute later. */
const mostAtOnce = 200;

const Address = z.strictObject({
  platform: z.string(),
  workspace: z.string(),
  channel: z.string(),
  thread: z.strictObject({ root: z.string(), title: z.string() }).exactOptional(),
});

const StoredReply: z.ZodType<ReplyCall> = z.strictObject({
  id: z.string(),
  caller: z.strictObject({
    address: Address,
    person: z.string(),
    name: z.string().exactOptional(),
    locale: z.string().exactOptional(),
    timeZone: z.string().exactOptional(),
  }),
  text: z.string(),
  root: z.strictObject({ address: Address, message: z.string() }),
  isDirect: z.literal(true).exactOptional(),
  isUnasked: z.literal(true).exactOptional(),
});

export function createInbox({ db, answering, isConnected, now, log }: InboxOptions): Inbox {
  /** When replies were accepted that their platform has still to hand on. */
  const expected = new Map<string, Temporal.Instant>();
  /** Replies that are being answered. */
  const underWay = new Set<string>();

  async function accept(inbound: Inbound): Promise<boolean> {
    const id = eventId(inbound);
    try {
      if (inbound.kind !== "reply") return await acceptEvent(db, id, now());
      const isNew = await acceptEvent(db, id, now(), inbound.call);
      if (isNew) expected.set(id, now());
      return isNew;
    } catch (error) {
      log.error({ id, err: error }, "a request of a person could not be put on disk");
      if (inbound.kind === "reply") throw error;
      // Who waits for an answer gets one: what is for them alone needs no disk, and for the rest the outbox says why not.
      return true;
    }
  }

  async function answer(id: string, call: ReplyCall): Promise<void> {
    try {
      await answering.onReply(call);
    } catch (error) {
      log.error({ id: call.id, err: error }, "a reply could not be answered");
      // A defect of ours would only repeat itself.
      if (mayPass(error)) return;
    }
    await finishEvent(db, id);
  }

  async function onReply(call: ReplyCall): Promise<void> {
    const id = eventId({ kind: "reply", call });
    expected.delete(id);
    underWay.add(id);
    try {
      await answer(id, call);
    } catch (error) {
      log.error({ id: call.id, err: error }, "what became of a reply could not be written down");
    } finally {
      underWay.delete(id);
    }
  }

  /** A platform that cannot acknowledge what was accepted does not hand it on either; and then nobody else would. */
  function isExpected(id: string): boolean {
    const acceptedAt = expected.get(id);
    if (acceptedAt === undefined) return false;
    return now().epochMilliseconds - acceptedAt.epochMilliseconds < handOverMs;
  }

  async function workOff(): Promise<void> {
    for (const { eventId: id, call: text } of await listUnfinishedEvents(db, mostAtOnce)) {
      if (underWay.has(id) || isExpected(id)) continue;
      const call = StoredReply.safeParse(JSON.parse(text));
      if (!call.success) {
        log.error({ id }, "a reply of another version cannot be read and is left unanswered");
        await finishEvent(db, id);
      } else if (isConnected(call.data.root.address.platform)) {
        await onReply(call.data);
      }
    }
  }

  return { bot: { ...answering, accept, onReply }, workOff };
}

function mayPass(error: unknown): boolean {
  return error instanceof BotError && (error.kind === "storage" || error.kind === "unreachable");
}

function eventId({ kind, call }: Inbound): string {
  const { platform, workspace } = call.caller.address;
  return JSON.stringify([platform, workspace, kind, call.id]);
}
