/** What is said to one person alone. */
import { composeNote } from "../../briefing/compose/notes.ts";
import type { Message } from "../../briefing/message.ts";
import type { Bot, Log } from "../platform.ts";
import type { Changes } from "./changes.ts";
import type { Messages } from "./messages.ts";
import { renderPrivate } from "./render.ts";
import { addAnswer, replaceAnswer } from "./sessions.ts";
import type { Channel } from "./view.ts";
import type { OpenForm, PrivateAnswer, Session } from "./sessions.ts";

export interface Deps {
  bot: Bot;
  messages: Messages;
  changes: Changes;
  channels: readonly Channel[];
  now: () => Temporal.Instant;
  log: Log;
}

/** Who does something, where, and what the browser tells about them. */
export interface Visit {
  session: Session;
  channel: string;
  locale: string | undefined;
}

interface Told extends Pick<PrivateAnswer, "id" | "root" | "asked"> {
  message: Message;
  /** The message it belongs to; the newest one when left out. */
  behind?: number | undefined;
  form?: OpenForm;
}

/** Shows something to this person alone, and gives the id of the element it is shown in. */
export function tellPrivately(deps: Deps, visit: Visit, told: Told): string {
  const { message, behind, form = null, ...rest } = told;
  addAnswer(visit.session, {
    ...rest,
    form,
    revision: 0,
    channel: visit.channel,
    after: behind ?? deps.messages.lastId(),
    payload: renderPrivate(message),
    answeredAt: deps.now().toString(),
  });
  deps.changes.announce();
  return elementOf(rest.id);
}

/** Shows something in the place of what only this person sees. */
export function retell(deps: Deps, visit: Visit, answer: PrivateAnswer, message: Message): void {
  replaceAnswer(visit.session, { ...answer, payload: renderPrivate(message) });
  deps.changes.announce();
}

export function elementOf(answerId: string): string {
  return `a-${answerId}`;
}

/** Once in a channel and session: more would be nagging. */
export function giveHint(deps: Deps, visit: Visit, id: string): void {
  const { session, channel } = visit;
  if (session.hinted.has(channel)) return;
  session.hinted.add(channel);
  const names = deps.bot.commands.map(({ name }) => name);
  const first = names[0] ?? "";
  const text = `I listen in threads, to /${names.join(", /")} and when somebody writes @${first}. To ask about a briefing, reply in its thread.`;
  tellPrivately(deps, visit, { id, root: null, asked: null, message: composeNote(text) });
}

export function unknownCommand(bot: Bot, command: string): Message {
  const known = bot.commands.map(({ name }) => `/${name}`).join(", ");
  return composeNote(`There is no command /${command} here. What I know: ${known}.`);
}
