/** Presses, shortcuts, filled-in forms and letters typed into them, as Slack delivers them. Pure. */
import { z } from "zod";
import type { Address, Caller, CompletionCall, Inbound, Post } from "../../platform.ts";
import { addressOf } from "../api/addresses.ts";
import type { Identity } from "../api/api.ts";
import { filledOf, StateValues } from "../forms/fields.ts";
import { formCallback, readPlace } from "../forms/views.ts";

/** `name` is what the person signs in with; what others call them is asked for. */
const User = z.object({ id: z.string(), name: z.string().min(1).optional() });

function callerOf(user: z.infer<typeof User>, address: Address): Caller {
  return { address, person: user.id, ...(user.name === undefined ? {} : { name: user.name }) };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const Press = z.object({
  type: z.literal("block_actions"),
  trigger_id: z.string(),
  user: User,
  container: z.union([
    z.object({
      channel_id: z.string(),
      message_ts: z.string(),
      thread_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    }),
    z.object({ type: z.literal("view"), view_id: z.string() }),
  ]),
  // Links have no value; Slack tells of presses on them all the same.
  actions: z.tuple([z.object({ value: z.string() })], z.unknown()),
});

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
const Shortcut = z.object({
  type: z.literal("message_action"),
  callback_id: z.string(),
  trigger_id: z.string(),
  user: User,
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }),
});

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const Submission = z.object({
  type: z.literal("view_submission"),
  trigger_id: z.string(),
  user: User,
  view: z.object({
    callback_id: z.literal(formCallback),
    private_metadata: z.string(),
    state: z.object({ values: StateValues }),
  }),
});

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
const Suggestion = z.object({
  type: z.literal("block_suggestion"),
  user: User,
  action_id: z.string(),
  value: z.string(),
  view: z.object({ private_metadata: z.string() }),
});

export function readInteraction(body: unknown, me: Identity): Inbound | null {
  return readPress(body, me) ?? readShortcut(body, me) ?? readSubmission(body, me);
}

/** What is pressed in a view belongs to no channel: its address is the person's own. */
function readPress(body: unknown, me: Identity): Inbound | null {
  const press = Press.safeParse(body);
  if (!press.success) return null;
  const { trigger_id: id, user, container, actions } = press.data;
  const action = actions[0].value;
  if ("view_id" in container) {
    return {
      kind: "action",
      call: { id, caller: callerOf(user, addressOf(me, user.id)), action },
    };
  }
  const address = addressOf(me, container.channel_id, container.thread_ts);
  const post: Post = { address, message: container.message_ts };
  const call = { id, caller: callerOf(user, address), action };
  return { kind: "action", call: container.is_ephemeral === true ? call : { ...call, post } };
}

/** The callback is the button it stands for. */
function readShortcut(body: unknown, me: Identity): Inbound | null {
  const shortcut = Shortcut.safeParse(body);
  if (!shortcut.success) return null;
  const { trigger_id: id, callback_id: action, user, channel, message } = shortcut.data;
  const root = message.thread_ts === message.ts ? undefined : message.thread_ts;
  const address = addressOf(me, channel.id, root);
  const post: Post = { address, message: message.ts };
  return { kind: "action", call: { id, caller: callerOf(user, address), action, post } };
}

function readSubmission(body: unknown, me: Identity): Inbound | null {
  const submission = Submission.safeParse(body);
  if (!submission.success) return null;
  const { trigger_id: id, user, view } = submission.data;
  const place = readPlace(view.private_metadata);
  if (place === null) return null;
  const address = addressOf(me, place.channel, place.root);
  const post = place.message === undefined ? {} : { post: { address, message: place.message } };
  const filled = filledOf(view.state.values);
  return {
    kind: "submit",
    call: { id, caller: callerOf(user, address), form: place.form, filled, ...post },
  };
}

/** Null for what is none of ours. */
export function readSuggestion(body: unknown, me: Identity): CompletionCall | null {
  const suggestion = Suggestion.safeParse(body);
  if (!suggestion.success) return null;
  const { user, action_id: field, value: text, view } = suggestion.data;
  const place = readPlace(view.private_metadata);
  if (place === null) return null;
  return {
    caller: callerOf(user, addressOf(me, place.channel, place.root)),
    command: "",
    input: { kind: "form", form: place.form, field, text },
  };
}

/** https://docs.slack.dev/reference/events/app_home_opened */
const HomeOpened = z.object({
  event: z.object({
    type: z.literal("app_home_opened"),
    user: z.string(),
    tab: z.literal("home"),
  }),
});

export function readHomeOpened(body: unknown, me: Identity): Caller | null {
  const opened = HomeOpened.safeParse(body);
  if (!opened.success) return null;
  const { user: person } = opened.data.event;
  return { address: addressOf(me, person), person };
}
