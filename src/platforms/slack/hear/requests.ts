/** What Slack delivers, as the bot is asked. Presses and forms are read in `interactions.ts`. Pure. */
import { z } from "zod";
import type { CommandCall, CommandSpec, Inbound } from "../../platform.ts";
import { addressOf } from "../api/addresses.ts";
import type { Identity } from "../api/api.ts";
import { readInteraction } from "./interactions.ts";
import { plainOfMarkup } from "./markup.ts";

const Id = z.object({ id: z.string() }).nullish();

/** Who vouches for a request; slash commands have everything as text, and name it differently. */
const Origin = z.object({
  is_enterprise_install: z.union([z.boolean(), z.enum(["true", "false"])]).nullish(),
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  team: Id,
  enterprise: Id,
  user: z.object({ team_id: z.string().optional() }).nullish(),
  authorizations: z
    .array(
      z.object({
        team_id: z.string().nullish(),
        enterprise_id: z.string().nullish(),
        is_enterprise_install: z.boolean().nullish(),
      }),
    )
    .nullish(),
});

/**
 * The workspace a request comes from, or the organisation where the app is installed in all of its workspaces
 * (https://docs.slack.dev/enterprise/organization-ready-apps). Null where the request does not say.
 */
export function workspaceOf(body: unknown): string | null {
  const parsed = Origin.safeParse(body);
  if (!parsed.success) return null;
  const { data } = parsed;
  const [authorized] = data.authorizations ?? [];
  const isOrg = authorized?.is_enterprise_install ?? data.is_enterprise_install;
  if (isOrg === true || isOrg === "true") {
    return authorized?.enterprise_id ?? data.enterprise_id ?? data.enterprise?.id ?? null;
  }
  const team = authorized?.team_id ?? data.team_id ?? data.team?.id ?? data.user?.team_id;
  // Where the organisation takes the app away, nothing authorizes the request any more, and it names no workspace.
  return team ?? data.enterprise_id ?? null;
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
const Command = z.object({
  trigger_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  user_name: z.string().min(1).optional(),
  command: z.string().startsWith("/"),
  text: z.string().default(""),
});

/** https://docs.slack.dev/apis/events-api#callback-field */
const Event = z.object({ type: z.literal("event_callback"), event: z.unknown() });

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

/** Null for what the bot has nothing to do with, and for what comes from another workspace than ours. */
export function readRequest(
  body: unknown,
  me: Identity,
  commands: readonly CommandSpec[],
): Inbound | null {
  if (workspaceOf(body) !== me.workspace) return null;
  return readCommand(body, me) ?? readInteraction(body, me) ?? readSaid(body, me, commands);
}

function readCommand(body: unknown, me: Identity): Inbound | null {
  const command = Command.safeParse(body);
  if (!command.success) return null;
  const {
    trigger_id: id,
    channel_id: channel,
    user_id: person,
    user_name: name,
    command: word,
    text,
  } = command.data;
  const address = addressOf(me, channel);
  return {
    kind: "command",
    call: {
      id,
      caller: { address, person, ...(name === undefined ? {} : { name }) },
      command: word.slice(1),
      input: { kind: "line", text: text.trim() },
    },
  };
}

/** A mention under a post of ours arrives as two events; the time of the message makes them one request. */
function readSaid(body: unknown, me: Identity, commands: readonly CommandSpec[]): Inbound | null {
  const event = Event.safeParse(body);
  if (!event.success) return null;
  const said = Said.safeParse(event.data.event);
  if (!said.success || !isForUs(said.data, me)) return null;
  const { channel, ts, thread_ts: root, user: person, text } = said.data;
  const id = `${channel}:${ts}`;
  const caller = { address: addressOf(me, channel, root), person };
  const words = plainOfMarkup(text, me.user);
  const isDirect = said.data.channel_type === "im";
  const line = isDirect && root === undefined ? typedCommand(words, commands) : null;
  if (line !== null) return { kind: "command", call: { id, caller, ...line } };
  const rooted = { address: addressOf(me, channel), message: root ?? ts };
  const call = { id, caller, text: words, root: rooted };
  if (isDirect) return { kind: "reply", call: { ...call, isDirect } };
  // Without the mention this is the only one of its events.
  const isUnasked = said.data.type === "message" && !text.includes(`<@${me.user}`);
  return { kind: "reply", call: isUnasked ? { ...call, isUnasked } : call };
}

type Typed = Pick<CommandCall, "command" | "input">;

/**
 * In a direct message a command may be written as words, "briefing latest" or "latest" alone: Slack sends no message
 * that begins with "/". Null for everything else, which is a question.
 */
function typedCommand(words: string, commands: readonly CommandSpec[]): Typed | null {
  const [first = "", ...rest] = words.toLowerCase().split(/\s+/u);
  const spec = commands.find(({ name }) => name === first.replace(/^\//u, ""));
  const isSub = (each: CommandSpec, word: string | undefined): boolean =>
    each.subcommands.some(({ name }) => name === word);
  if (spec === undefined) {
    const [main] = commands;
    const isAlone = rest.length === 0 && main !== undefined && isSub(main, first);
    return isAlone ? { command: main.name, input: { kind: "line", text: first } } : null;
  }
  if (!first.startsWith("/") && rest.length > 0 && !isSub(spec, rest[0])) return null;
  const text = words.slice(first.length).trim();
  return { command: spec.name, input: { kind: "line", text } };
}

/** A mention anywhere, a direct message, or a reply under a message of ours. */
function isForUs(said: Said, me: Identity): boolean {
  if (said.user === me.user) return false;
  if (said.type === "app_mention" || said.channel_type === "im") return true;
  return said.thread_ts !== undefined && said.parent_user_id === me.user;
}
