/** `briefing deliveries`, `resend` and `drop`: the outbox as an operator sees it, also beside a running bot. */
import { formatTime } from "../app/status.ts";
import { BotError } from "../errors.ts";
import {
  countDeliveries,
  listDeliveries,
  loadDelivery,
  type Delivery,
} from "../storage/deliveries.ts";
import { dropDelivery, resendDelivery } from "../storage/outbox.ts";
import { deliveryStates, type DeliveryState } from "../storage/schema.ts";
import { type Environment, withDatabase } from "./database.ts";

/** What `--json` prints of each. Instants are ISO 8601 in UTC. */
export interface ListedDelivery {
  id: number;
  state: DeliveryState;
  kind: string;
  schedule: string | null;
  platform: string;
  workspace: string;
  channel: string;
  /** The message that starts the thread it belongs to. */
  thread: string | null;
  attempts: number;
  createdAt: string;
  /** Not tried before. */
  notBeforeAt: string | null;
  settledAt: string | null;
  /** The platform's id of what it shows. */
  message: string | null;
  error: { kind: string; text: string } | null;
}

export interface Listing {
  /** The newest first. */
  deliveries: readonly ListedDelivery[];
  /** How many there are of each state, whatever was asked for. */
  counts: Readonly<Record<DeliveryState, number>>;
}

/** Throws a BotError of kind `input` when there is no database, `storage` when it cannot be read. */
export function listOutbox(
  env: Environment,
  filter: { states?: readonly DeliveryState[]; limit: number },
): Promise<Listing> {
  return withDatabase(env, async (db) => {
    const deliveries = await listDeliveries(db, filter);
    return { deliveries: deliveries.map(listed), counts: await countDeliveries(db) };
  });
}

/** Gives a sentence. Throws `input` when there is no such delivery, or it is in no state to be sent again. */
export function resend(env: Environment, id: number): Promise<string> {
  return withDatabase(env, async (db) => {
    const delivery = await loadDelivery(db, id);
    if (delivery?.error?.kind === "blocked") {
      throw new BotError("input", `Delivery ${id} waits for delivery ${delivery.afterId}.`, {
        hint: `Send that one again, and this one follows: briefing resend ${delivery.afterId}`,
      });
    }
    await explained(resendDelivery(db, id));
    return `Delivery ${id} is sent again: in a moment where the bot runs, otherwise at its next start.`;
  });
}

/** Gives a sentence. Throws `input` when there is no such delivery, or it is in no state to be dropped. */
export function drop(env: Environment, id: number, now: Temporal.Instant): Promise<string> {
  return withDatabase(env, async (db) => {
    await explained(dropDelivery(db, id, now));
    return `Delivery ${id} is dropped and will not be sent.`;
  });
}

async function explained(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof BotError) || error.kind !== "input") throw error;
    throw new BotError("input", error.message, {
      hint: "List them with their numbers and states: briefing deliveries",
      cause: error,
    });
  }
}

function listed(delivery: Delivery): ListedDelivery {
  const { id, state, kind, schedule, to, attempts, createdAt, post, error } = delivery;
  return {
    id,
    state,
    kind,
    schedule,
    platform: to.platform,
    workspace: to.workspace,
    channel: to.channel,
    thread: to.thread?.root ?? null,
    attempts,
    createdAt: createdAt.toString(),
    notBeforeAt: delivery.notBeforeAt?.toString() ?? null,
    settledAt: delivery.settledAt?.toString() ?? null,
    message: post?.message ?? null,
    error,
  };
}

/** A line for each, with its reason below, and a last line that counts. */
export function formatOutbox({ deliveries, counts }: Listing, timeZone: string): string {
  const lines = deliveries.flatMap((each) => {
    const at = Temporal.Instant.from(each.settledAt ?? each.createdAt);
    const place = `${each.platform}:${each.channel}${each.thread === null ? "" : " (thread)"}`;
    const cells = [
      String(each.id).padStart(6),
      each.state.padEnd(9),
      formatTime(at.toZonedDateTimeISO(timeZone)),
      each.kind.padEnd(9),
      each.schedule ?? place,
    ];
    const line = cells.join("  ");
    return each.error === null ? [line] : [line, `${" ".repeat(8)}${each.error.text}`];
  });
  const total = deliveryStates
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`);
  lines.push(total.length === 0 ? "Nothing was ever to be sent." : `In all: ${total.join(", ")}.`);
  const held = deliveries.find(({ state }) => state === "uncertain");
  if (held !== undefined) {
    lines.push(
      `Nobody can tell whether an uncertain one arrived. Look into the channel, then: briefing drop ${held.id} (it is there) or briefing resend ${held.id} (it is not).`,
    );
  }
  return lines.join("\n");
}
