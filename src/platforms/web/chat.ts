/** What people do in the chat, handed to the bot. */
import { z } from "zod";
import { composeNote } from "../../briefing/compose/notes.ts";
import type { Message } from "../../briefing/message.ts";
import { plainSpans } from "../../briefing/plain.ts";
import type { Bot } from "../platform.ts";
import { buttonsOf, LIMITS } from "./limits.ts";
import { BOT } from "./messages.ts";
import type { StoredMessage } from "./messages.ts";
import { formOpenedBy, openForm } from "./forms.ts";
import type { WebPayload } from "./payload.ts";
import { renderPerson } from "./render.ts";
import { doOnce, dropAnswer, type PrivateAnswer } from "./sessions.ts";
import { elementOf, giveHint, retell, tellPrivately, unknownCommand } from "./tell.ts";
import type { Deps, Visit } from "./tell.ts";
import { callerOf, findRoot, Id, postOf, Request, requestId, Zone } from "./visit.ts";
import type { Outcome } from "./visit.ts";

export const SayForm = z.object({
  text: z.string(),
  request: Request,
  /** The thread it is said in. */
  root: Id.optional(),
  /** The thread that is open beside the channel. */
  open: Id.optional(),
  zone: Zone,
});

export const PressForm = z.object({
  action: z.string().min(1).max(90),
  request: Request,
  message: Id.optional(),
  answer: z.string().optional(),
  root: Id.optional(),
  open: Id.optional(),
  zone: Zone,
});

export const DismissForm = z.object({
  answer: z.string(),
  root: Id.optional(),
  open: Id.optional(),
});

/** How long a press waits for what it brings into the thread: when nothing else answers it, and when something does. */
const THREAD_WAIT_MS = 2_000;
const ANSWERED_WAIT_MS = 300;

/** A typed line: a command, something said in a thread, or talk. */
export async function say(
  deps: Deps,
  visit: Visit,
  form: z.infer<typeof SayForm>,
): Promise<Outcome> {
  const text = form.text.trim();
  const root = form.root === undefined ? null : findRoot(deps, visit, form.root);
  const place = { root: root?.id ?? null, open: form.open ?? root?.id ?? null };
  const stay: Outcome = { thread: place.open, element: null };
  if (text === "") return stay;
  let answerId = form.request;
  const tell = (message: Message, asked: string | null): Outcome => {
    const id = tellPrivately(deps, visit, { id: answerId, root: place.root, asked, message });
    return { thread: place.open, element: id };
  };
  if (form.root !== undefined && root === null)
    return tell(composeNote("This thread is not there any more."), text);
  if (text.length > LIMITS.personText) {
    return tell(
      composeNote(`That is too long: at most ${String(LIMITS.personText)} characters.`),
      null,
    );
  }
  const line = /^\/([\p{L}\p{N}_-]+)(?:\s+(.*))?$/su.exec(text);
  if (line === null) return speak(deps, visit, { text, root, open: place.open, form });
  const [, typed = "", rest = ""] = line;
  const command = typed.toLowerCase();
  if (!deps.bot.commands.some(({ name }) => name === command)) {
    return tell(unknownCommand(deps.bot, command), text);
  }
  await doOnce(visit.session, form.request, async () => {
    const call = {
      id: requestId(visit, form.request),
      caller: callerOf(visit, root, form.zone),
      command,
      input: { kind: "line", text: rest.trim() },
    } as const;
    if (!(await deps.bot.accept({ kind: "command", call }))) return;
    const wanted = await deps.bot.formFor({ kind: "command", call });
    const asking = { id: answerId, root: place.root, asked: text, post: null };
    if (wanted === null) tell(await deps.bot.onCommand(call), text);
    else answerId = openForm(deps, visit, wanted, asking);
  });
  return { thread: place.open, element: elementOf(answerId) };
}

interface Said {
  text: string;
  root: StoredMessage | null;
  open: number | null;
  form: z.infer<typeof SayForm>;
}

/** Everybody sees it; the bot hears it when it is said in a thread or mentions the bot. */
async function speak(deps: Deps, visit: Visit, { text, root, open, form }: Said): Promise<Outcome> {
  const { messages, changes, bot, now, log } = deps;
  const key = `said-${visit.session.person}-${form.request}`;
  const place = messages.append({
    channel: visit.channel,
    root: root?.id ?? null,
    author: visit.session.person,
    key,
    payload: renderPerson(text),
    postedAt: now().toString(),
  });
  changes.announce();
  const plain = withoutMention(text, bot);
  if (root === null && plain === text) {
    giveHint(deps, visit, form.request);
    return { thread: open, element: `m-${String(place.id)}` };
  }
  const call = {
    id: requestId(visit, form.request),
    caller: callerOf(visit, root, form.zone),
    text: plain,
    root: postOf(root ?? place),
  };
  if (await bot.accept({ kind: "reply", call })) {
    bot.onReply(call).catch((error: unknown) => {
      log.error({ error, request: call.id }, "The bot failed on a message of the local chat");
    });
  }
  return { thread: root === null ? open : root.id, element: `m-${String(place.id)}` };
}

/** A pressed button. What it brings into the thread, or what it once brought there, makes the thread open. */
export async function press(
  deps: Deps,
  visit: Visit,
  form: z.infer<typeof PressForm>,
): Promise<Outcome> {
  const { messages, changes, bot } = deps;
  const root = form.root === undefined ? null : findRoot(deps, visit, form.root);
  const open = form.open ?? root?.id ?? null;
  const pressed = findPressed(deps, visit, form);
  const here = { root: root?.id ?? null, behind: pressed?.after };
  const tell = (message: Message, where = here): void => {
    tellPrivately(deps, visit, { id: form.request, asked: null, message, ...where });
  };
  const there = { thread: open, element: elementOf(form.request) };
  // Sent twice, it may have replaced itself the first time.
  if (pressed === null && visit.session.requests.has(form.request)) return there;
  if (pressed === null) {
    tell(
      composeNote("This button is not there any more. Reload the page to see the newest messages."),
    );
    return there;
  }
  const newest = messages.lastId();
  const post = pressed.message?.id ?? null;
  const answers: Message[] = [];
  let isAnswered = true;
  let formId = formOpenedBy(visit.session, form.request);
  await doOnce(visit.session, form.request, async () => {
    const call = {
      id: requestId(visit, form.request),
      caller: callerOf(visit, root, form.zone),
      action: form.action,
      ...(pressed.message === null ? {} : { post: postOf(pressed.message) }),
    };
    if (!(await bot.accept({ kind: "action", call }))) return;
    const opened = await bot.formFor({ kind: "action", call });
    const message = opened === null ? await bot.onAction(call) : null;
    isAnswered = message !== null;
    if (message !== null) answers.push(message);
    const opening = { id: form.request, asked: null, post, ...here };
    if (opened !== null) formId = openForm(deps, visit, opened, opening);
  });
  if (formId !== null) return { thread: open, element: elementOf(formId) };
  if (pressed.message === null) {
    const { answer } = pressed;
    if (answer !== null && answers.some(({ inPlace }) => inPlace === true)) {
      for (const message of answers) retell(deps, visit, answer, message);
      return { thread: open, element: elementOf(answer.id) };
    }
    for (const message of answers) tell(message);
    return there;
  }
  const thread = pressed.message.root ?? pressed.message.id;
  const firstNew = (): number | null => messages.firstReplyAfter(thread, newest);
  await changes.until(() => firstNew() !== null, isAnswered ? ANSWERED_WAIT_MS : THREAD_WAIT_MS);
  const text = findNamesake(deps, pressed.message, form.action);
  if (text !== null && text > newest) return { thread, element: `m-${String(text)}` };
  const above = text === null ? here : { root: thread, behind: text - 1 };
  for (const message of answers) tell(message, above);
  const reply = firstNew();
  if (reply !== null) return { thread, element: `m-${String(reply)}` };
  if (text !== null) return { ...there, thread };
  return isAnswered
    ? there
    : { thread: pressed.message.replies > 0 ? thread : open, element: null };
}

/** The newest message of ours in the thread with the title of what the button belongs to, its card or its post. */
function findNamesake(deps: Deps, post: StoredMessage, action: string): number | null {
  const card = post.payload?.blocks.find(
    (block) => block.type === "card" && buttonsOf(block).some(({ id }) => id === action),
  );
  // What a button of a reply brings has no text in the thread: the reply stands in it itself.
  if (card === undefined && post.root !== null) return null;
  const title = card?.type === "card" ? plainSpans(card.title) : post.payload?.title;
  const thread = deps.messages.readThread(post.root ?? post.id, null, LIMITS.pageMessages);
  const namesake = thread.messages.findLast(
    ({ author, payload }) => author === BOT && payload?.title === title,
  );
  return namesake?.id ?? null;
}

export function dismiss(deps: Deps, visit: Visit, form: z.infer<typeof DismissForm>): Outcome {
  dropAnswer(visit.session, form.answer);
  deps.changes.announce();
  return { thread: form.open ?? form.root ?? null, element: null };
}

interface Pressed {
  /** Null when the button stood in a private answer. */
  message: StoredMessage | null;
  answer: PrivateAnswer | null;
  after: number;
}

/** Only buttons that the person can see can be pressed. */
function findPressed(deps: Deps, visit: Visit, form: z.infer<typeof PressForm>): Pressed | null {
  const has = (payload: WebPayload | null): boolean =>
    payload?.blocks.some((block) => buttonsOf(block).some(({ id }) => id === form.action)) ?? false;
  if (form.message !== undefined) {
    const message = deps.messages.get(form.message);
    const isHere = message !== null && message.channel === visit.channel && message.author === BOT;
    return isHere && has(message.payload) ? { message, answer: null, after: message.id } : null;
  }
  const shown = visit.session.answers.find(({ id }) => id === form.answer);
  return shown !== undefined && has(shown.payload)
    ? { message: null, answer: shown, after: shown.after }
    : null;
}

/** The text itself when it mentions nobody. */
function withoutMention(text: string, bot: Bot): string {
  const name = bot.commands[0]?.name ?? "";
  const words = text.split(/(\s+)/);
  const others = words.filter((word) => !new RegExp(`^@${name}[,:]?$`, "i").test(word));
  return others.length === words.length ? text : others.join("").trim();
}
