/** What Slack delivers, as the bot is asked: commands, presses, and what is said to it. Pure. */
import { z } from "zod";
import type { Address, Inbound, Post } from "../platform.ts";
import type { Identity } from "./api.ts";
import { plainOfMarkup } from "./markup.ts";

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
const Command = z.object({
  team_id: z.string(),
  trigger_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  command: z.string().startsWith("/"),
  text: z.string().default(""),
});

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const Press = z.object({
  type: z.literal("block_actions"),
  team: z.object({ id: z.string() }).nullish(),
  trigger_id: z.string(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  container: z.object({
    channel_id: z.string(),
    message_ts: z.string(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  // Links have no value; Slack tells of presses on them all the same.
  actions: z.tuple([z.object({ value: z.string() })], z.unknown()),
});

/** https://docs.slack.dev/apis/events-api#callback-field */
const Event = z.object({
  type: z.literal("event_callback"),
  team_id: z.string().optional(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).optional(),
  event: z.unknown(),
});

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

/** Null for what the bot has nothing to do with, and for what comes from another workspace. */
export function readRequest(body: unknown, me: Identity): Inbound | null {
  return readCommand(body, me) ?? readPress(body, me) ?? readSaid(body, me);
}

function readCommand(body: unknown, me: Identity): Inbound | null {
  const command = Command.safeParse(body);
  if (!command.success || command.data.team_id !== me.workspace) return null;
  const {
    trigger_id: id,
    channel_id: channel,
    user_id: person,
    command: name,
    text,
  } = command.data;
  return {
    kind: "command",
    call: {
      id,
      caller: { address: addressOf(me, channel), person },
      command: name.slice(1),
      input: { kind: "line", text: text.trim() },
    },
  };
}

function readPress(body: unknown, me: Identity): Inbound | null {
  const press = Press.safeParse(body);
  if (!press.success) return null;
  const { team, trigger_id: id, user, container, actions } = press.data;
  if ((team?.id ?? user.team_id) !== me.workspace) return null;
  const address = addressOf(me, container.channel_id, container.thread_ts);
  const post: Post = { address, message: container.message_ts };
  const call = { id, caller: { address, person: user.id }, action: actions[0].value };
  return { kind: "action", call: container.is_ephemeral === true ? call : { ...call, post } };
}

/** A mention under a post of ours arrives as two events; the time of the message makes them one request. */
function readSaid(body: unknown, me: Identity): Inbound | null {
  const event = Event.safeParse(body);
  if (!event.success) return null;
  const { team_id: team, authorizations } = event.data;
  if ((authorizations?.[0]?.team_id ?? team) !== me.workspace) return null;
  const said = Said.safeParse(event.data.event);
  if (!said.success || !isForUs(said.data, me)) return null;
  const { channel, ts, thread_ts: root, user: person, text } = said.data;
  return {
    kind: "reply",
    call: {
      id: `${channel}:${ts}`,
      caller: { address: addressOf(me, channel, root), person },
      text: plainOfMarkup(text, me.user),
      root: { address: addressOf(me, channel), message: root ?? ts },
    },
  };
}

/** A mention anywhere, a direct message, or a reply under a message of ours. */
function isForUs(said: Said, me: Identity): boolean {
  if (said.user === me.user) return false;
  if (said.type === "app_mention" || said.channel_type === "im") return true;
  return said.thread_ts !== undefined && said.parent_user_id === me.user;
}

function addressOf(me: Identity, channel: string, root?: string): Address {
  const thread = root === undefined ? {} : { thread: { root, title: "" } };
  return { platform: "slack", workspace: me.workspace, channel, ...thread };
}
