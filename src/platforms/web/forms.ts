/** Forms in the chat: opened where the button is, checked, and handed to the bot. Only one person sees them. */
import { z } from "zod";
import type { Choice, Filled, Form } from "../../briefing/form.ts";
import { composeNote } from "../../briefing/compose/notes.ts";
import type { Message } from "../../briefing/message.ts";
import { fieldOf, readFilled } from "./form-values.ts";
import type { StoredMessage } from "./messages.ts";
import { renderPrivate } from "./render.ts";
import { dropAnswer, doOnce, replaceAnswer } from "./sessions.ts";
import type { OpenForm, PrivateAnswer, Session } from "./sessions.ts";
import { elementOf, tellPrivately } from "./tell.ts";
import type { Deps, Visit } from "./tell.ts";
import { callerOf, findRoot, Id, postOf, Request, requestId, WORKSPACE, Zone } from "./visit.ts";
import type { Outcome } from "./visit.ts";

/** What is filled in comes along under names of its own. */
export const SubmitForm = z
  .object({
    answer: z.string(),
    request: Request,
    root: Id.optional(),
    open: Id.optional(),
    zone: Zone,
  })
  .catchall(z.union([z.string(), z.array(z.string())]));
type SubmitForm = z.infer<typeof SubmitForm>;

interface Opening extends Pick<PrivateAnswer, "id" | "root" | "asked">, Pick<OpenForm, "post"> {
  behind?: number | undefined;
}

/** How long a form waits for what it brings into the thread. */
const threadWaitMs = 300;

/** Gives the id of the answer that holds it: of one that is open already, for somebody may be writing in it. */
export function openForm(deps: Deps, visit: Visit, form: Form, opening: Opening): string {
  const { post, ...rest } = opening;
  const isSame = (each: PrivateAnswer): boolean =>
    each.form?.post === post && each.root === opening.root && each.channel === visit.channel;
  const before = visit.session.answers
    .filter(isSame)
    .find((each) => each.form?.form.id === form.id);
  if (before !== undefined) {
    if (JSON.stringify(before.form?.form) === JSON.stringify(form)) return before.id;
    dropAnswer(visit.session, before.id);
  }
  const filled: Filled = Object.fromEntries(
    form.fields.map((each) => [each.name, each.type === "choices" ? each.values : each.value]),
  );
  const message = { title: form.title, notice: form.title, lead: [], thread: [] };
  tellPrivately(deps, visit, { ...rest, message, form: { form, filled, faults: {}, post } });
  return opening.id;
}

/** The id of the answer that holds the form which this request has opened. */
export function formOpenedBy(session: Session, request: string): string | null {
  return session.answers.find(({ id, form }) => id === request && form !== null)?.id ?? null;
}

/** A form that was filled in. What is wrong is told in it; otherwise what the bot answers takes its place. */
export async function submit(deps: Deps, visit: Visit, sent: SubmitForm): Promise<Outcome> {
  const root = sent.root === undefined ? null : findRoot(deps, visit, sent.root);
  const shown = findForm(visit.session, sent.answer);
  const open = sent.open ?? root?.id ?? null;
  let outcome: Outcome = { thread: open, element: elementOf(sent.answer) };
  await doOnce(visit.session, sent.request, async () => {
    if (shown === null) {
      const message = composeNote("This form is not there any more. Open it again.");
      tellPrivately(deps, visit, {
        id: sent.request,
        root: root?.id ?? null,
        asked: null,
        message,
      });
      outcome = { thread: open, element: elementOf(sent.request) };
      return;
    }
    const { form, post } = shown.form;
    const search = (field: string, text: string): Promise<readonly Choice[]> =>
      completeField(deps, visit, form, field, text);
    const { filled, faults } = await readFilled(form, sent, { search, channels: deps.channels });
    const again = (wrong: OpenForm["faults"]): void => {
      replaceAnswer(visit.session, { ...shown, form: { form, post, filled, faults: wrong } });
      deps.changes.announce();
    };
    if (Object.keys(faults).length > 0) return again(faults);
    const under = post === null ? null : deps.messages.get(post);
    const newest = deps.messages.lastId();
    const call = {
      id: requestId(visit, sent.request),
      caller: callerOf(visit, root, sent.zone),
      form: form.id,
      filled,
      ...(under === null ? {} : { post: postOf(under) }),
    };
    if (!(await deps.bot.accept({ kind: "submit", call }))) return;
    const result = await deps.bot.onSubmit(call);
    if (result !== null && "faults" in result) return again(result.faults);
    const reply = await replyUnder(deps, under, newest);
    outcome = reply ?? outcome;
    close(deps, visit, shown, reply === null ? result : null);
  });
  return outcome;
}

/** What the bot suggests while somebody types in a field of a form that is open. */
export async function suggest(
  deps: Deps,
  visit: Visit,
  asked: { answer: string; field: string; text: string },
): Promise<readonly Choice[]> {
  const shown = findForm(visit.session, asked.answer);
  return shown === null ? [] : completeField(deps, visit, shown.form.form, asked.field, asked.text);
}

async function completeField(
  { bot }: Deps,
  visit: Visit,
  form: Form,
  name: string,
  text: string,
): Promise<readonly Choice[]> {
  const field = fieldOf(form, name);
  if (field?.type !== "choice" || !field.searches) return [];
  const address = { platform: "web", workspace: WORKSPACE, channel: visit.channel };
  return bot.onComplete({
    caller: { address, person: visit.session.person },
    command: bot.commands[0]?.name ?? "",
    input: { kind: "form", form: form.id, field: name, text },
  });
}

type Shown = PrivateAnswer & { form: OpenForm };

function findForm(session: Session, id: string): Shown | null {
  const found = session.answers.find((each) => each.id === id);
  return found === undefined || found.form === null ? null : { ...found, form: found.form };
}

/** What came into the thread meanwhile says more than a note that it is there. */
async function replyUnder(
  { messages, changes }: Deps,
  under: StoredMessage | null,
  newest: number,
): Promise<Outcome | null> {
  if (under === null) return null;
  const thread = under.root ?? under.id;
  const firstNew = (): number | null => messages.firstReplyAfter(thread, newest);
  await changes.until(() => firstNew() !== null, threadWaitMs);
  const reply = firstNew();
  return reply === null ? null : { thread, element: `m-${String(reply)}` };
}

function close(deps: Deps, visit: Visit, shown: PrivateAnswer, message: Message | null): void {
  if (message === null) dropAnswer(visit.session, shown.id);
  else
    replaceAnswer(visit.session, {
      ...shown,
      form: null,
      payload: renderPrivate(message),
      answeredAt: deps.now().toString(),
    });
  deps.changes.announce();
}
