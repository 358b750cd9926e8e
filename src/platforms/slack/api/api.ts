/** What we ask of Slack's Web API: who we are, where channels are, posting, editing and finding. */
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Address, Found, Log, Payload, Post } from "../../platform.ts";
import type { Call } from "./client.ts";
import { findFaults } from "../faults.ts";

/** Who we are, as https://docs.slack.dev/reference/methods/auth.test says. */
export interface Identity {
  workspace: string;
  user: string;
  bot: string | undefined;
  /** For the operator: "@briefing in Acme". */
  title: string;
}

const AuthTest = z.object({
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  user: z.string().optional(),
  team: z.string().optional(),
});

export async function askIdentity(call: Call): Promise<Identity> {
  const answer = await call("auth.test", {}, AuthTest, "sign in");
  const { team_id: workspace, user_id: user, bot_id: bot } = answer;
  return { workspace, user, bot, title: `@${answer.user ?? user} in ${answer.team ?? workspace}` };
}

const eventType = "briefing_posted";

const Posted = z.object({ ts: z.string(), channel: z.string() });

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export async function postMessage(
  call: Call,
  log: Log,
  payload: Payload,
  to: Address,
  key: string,
): Promise<Post> {
  const where = {
    channel: to.channel,
    ...(to.thread === undefined ? {} : { thread_ts: to.thread.root }),
    // Readable by every app of the workspace, so nothing but our key.
    metadata: { event_type: eventType, event_payload: { id: key } },
  };
  const doing = `post to ${to.channel}`;
  const answer = await sendBlocks(payload, log, (body) =>
    call("chat.postMessage", { ...body, ...where }, Posted, doing),
  );
  return { address: { ...to, channel: answer.channel }, message: answer.ts };
}

/** https://docs.slack.dev/reference/methods/chat.update */
export async function updateMessage(
  call: Call,
  log: Log,
  payload: Payload,
  { address, message }: Post,
): Promise<void> {
  const doing = `edit ${message} in ${address.channel}`;
  await sendBlocks(payload, log, ({ text, blocks }) => {
    const args = { channel: address.channel, ts: message, text, blocks: blocks ?? [] };
    return call("chat.update", args, Posted, doing);
  });
}

const refusedBlocks = /: (?:invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long)/;

/** Blocks that Slack does not take are our defect; the words have to arrive all the same. */
export async function sendBlocks<Answer>(
  payload: Payload,
  log: Log,
  send: (body: Payload) => Promise<Answer>,
): Promise<Answer> {
  const faults = findFaults(payload);
  if (faults.length === 0) {
    try {
      return await send(payload);
    } catch (error) {
      if (!(error instanceof BotError && refusedBlocks.test(error.message))) throw error;
      log.error({ platform: "slack", reason: error.message }, "Slack refused our blocks");
    }
  } else {
    log.error({ platform: "slack", faults }, "This payload breaks Slack's limits");
  }
  const { blocks: _, ...words } = payload;
  return send(words);
}

const ownMessage = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.object({ id: z.unknown() }) })
    .optional()
    .catch(undefined),
});

const Page = z.object({
  messages: z.array(ownMessage),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** More messages than this since then, and we cannot tell. */
const mostPages = 10;

/**
 * Looks through https://docs.slack.dev/reference/methods/conversations.history, or
 * https://docs.slack.dev/reference/methods/conversations.replies in a thread. Slack's clock and ours may differ by a little.
 */
export async function findMessage(
  call: Call,
  me: Identity,
  key: string,
  to: Address,
  since: Temporal.Instant,
): Promise<Found> {
  const method = to.thread === undefined ? "conversations.history" : "conversations.replies";
  const args = {
    channel: to.channel,
    ...(to.thread === undefined ? {} : { ts: to.thread.root }),
    oldest: (since.epochMilliseconds / 1_000 - 5).toFixed(6),
    include_all_metadata: true,
    limit: 200,
  };
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { messages, response_metadata: more } = await call(
      method,
      cursor === undefined ? args : { ...args, cursor },
      Page,
      `look for ${key} in ${to.channel}`,
    );
    const own = messages.find(
      ({ user, bot_id: bot, metadata }) =>
        (user === me.user || (bot !== undefined && bot === me.bot)) &&
        metadata?.event_type === eventType &&
        metadata.event_payload.id === key,
    );
    if (own !== undefined) return { state: "posted", post: { address: to, message: own.ts } };
    cursor = more?.next_cursor;
    if (cursor === undefined || cursor === "") return { state: "absent" };
  }
  return { state: "unknown", reason: `More than ${mostPages * 200} messages in ${to.channel}.` };
}
