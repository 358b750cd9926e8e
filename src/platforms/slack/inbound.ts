/** What people do in Slack, handed to the bot: commands, buttons, and what is said to it. */
import type { App, RespondFn } from "@slack/bolt";
import { z } from "zod";
import type { Message } from "../../briefing/message.ts";
import type { Address, Bot, Log, Post } from "../platform.ts";
import type { Identity } from "./api.ts";
import { reasonOf } from "./errors.ts";
import { plainOfMarkup } from "./markup.ts";
import { renderSlackPrivate } from "./render.ts";

interface Inbound {
  app: App;
  bot: Bot;
  me: Identity;
  log: Log;
}

export function listen(inbound: Inbound): void {
  hearCommands(inbound);
  hearButtons(inbound);
  hearWords(inbound);
  inbound.app.error((error) => {
    inbound.log.error(
      { platform: "slack", reason: reasonOf(error) },
      "A request from Slack failed",
    );
    return Promise.resolve();
  });
}

const sorry: Message = {
  title: "Something went wrong on our side.",
  notice: "Something went wrong on our side.",
  lead: [
    {
      type: "paragraph",
      spans: [{ text: "Something went wrong on our side. It is noted in the bot's log." }],
    },
  ],
  thread: [],
};

/** For the person alone; a response_url takes five messages (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
async function answer(
  { log }: Inbound,
  respond: RespondFn,
  work: () => Promise<Message | null>,
  thread?: string,
): Promise<void> {
  const message = await work().catch((error: unknown) => {
    log.error({ platform: "slack", reason: reasonOf(error) }, "The bot could not answer");
    return sorry;
  });
  if (message === null) return;
  const inThread = thread === undefined ? {} : { thread_ts: thread };
  try {
    for (const payload of renderSlackPrivate(message)) {
      await respond({
        ...payload,
        ...inThread,
        response_type: "ephemeral",
        replace_original: false,
      });
    }
  } catch (error) {
    log.warn({ platform: "slack", reason: reasonOf(error) }, "An answer could not be delivered");
  }
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
function hearCommands(inbound: Inbound): void {
  const { app, bot, me } = inbound;
  app.command(/^\//, async ({ ack, body, respond }) => {
    await ack();
    const call = {
      id: body.trigger_id,
      caller: { address: addressOf(me, body.channel_id), person: body.user_id },
      command: body.command.slice(1),
      input: { kind: "line" as const, text: body.text.trim() },
    };
    await answer(inbound, respond, () => bot.onCommand(call));
  });
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const Press = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  container: z.object({
    channel_id: z.string(),
    message_ts: z.string(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  actions: z.array(z.object({ value: z.string().optional() })).min(1),
});

function hearButtons(inbound: Inbound): void {
  const { app, bot, me, log } = inbound;
  app.action({ type: "block_actions" }, async ({ ack, body, respond }) => {
    await ack();
    const press = Press.safeParse(body);
    if (!press.success) {
      log.warn({ platform: "slack" }, "Slack told of a press that is not on a message");
      return;
    }
    const { trigger_id: id, user, container, actions } = press.data;
    // Links have no value; Slack tells of presses on them all the same.
    const action = actions[0]?.value;
    if (action === undefined) return;
    const { thread_ts: root } = container;
    const address = addressOf(me, container.channel_id, root);
    const post: Post = { address, message: container.message_ts };
    const call = { id, caller: { address, person: user.id }, action };
    const work = (): Promise<Message | null> =>
      bot.onAction(container.is_ephemeral === true ? call : { ...call, post });
    await answer(inbound, respond, work, root);
  });
}

/** https://docs.slack.dev/reference/events/app_mention and https://docs.slack.dev/reference/events/message */
const Said = z.object({
  type: z.enum(["app_mention", "message"]),
  channel: z.string(),
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  thread_ts: z.string().optional(),
  parent_user_id: z.string().optional(),
  channel_type: z.string().optional(),
  bot_id: z.undefined().optional(),
  /** Everything else is an edit, a deletion, or the channel's own news. */
  subtype: z.enum(["thread_broadcast", "file_share"]).optional(),
});
type Said = z.infer<typeof Said>;

function hearWords(inbound: Inbound): void {
  const { app, bot, me, log } = inbound;
  const isNew = firstOfTwo();
  const hear = async (event: unknown): Promise<void> => {
    const said = Said.safeParse(event);
    if (!said.success || !isForUs(said.data, me)) return;
    const { channel, ts, thread_ts: root, user, text, type } = said.data;
    const id = `${channel}:${ts}`;
    if (!isNew(id, type)) return;
    const caller = { address: addressOf(me, channel, root), person: user };
    const post: Post = { address: addressOf(me, channel), message: root ?? ts };
    try {
      await bot.onReply({ id, caller, text: plainOfMarkup(text, me.user), root: post });
    } catch (error) {
      log.error({ platform: "slack", reason: reasonOf(error) }, "The bot could not answer");
    }
  };
  app.event("app_mention", ({ event }) => hear(event));
  app.event("message", ({ event }) => hear(event));
}

/** A mention anywhere, a direct message, or a reply under a message of ours. */
function isForUs(said: Said, me: Identity): boolean {
  if (said.user === me.user) return false;
  if (said.type === "app_mention" || said.channel_type === "im") return true;
  return said.thread_ts !== undefined && said.parent_user_id === me.user;
}

/** A mention under a post of ours arrives as two events. The same event delivered again passes: the bot knows it by its id. */
function firstOfTwo(): (id: string, type: string) => boolean {
  const seen = new Map<string, string>();
  return (id, type) => {
    const first = seen.get(id);
    if (first !== undefined) return first === type;
    seen.set(id, type);
    const [oldest] = seen.keys();
    if (seen.size > 1_000 && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}

function addressOf(me: Identity, channel: string, root?: string): Address {
  const thread = root === undefined ? {} : { thread: { root, title: "" } };
  return { platform: "slack", workspace: me.workspace, channel, ...thread };
}
