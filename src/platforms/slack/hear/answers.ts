/** Answers for one person alone: beside what they did, in place of it, or in a window of their own. */
import { z } from "zod";
import type { Form } from "../../../briefing/form.ts";
import type { Message } from "../../../briefing/message.ts";
import { BotError } from "../../../errors.ts";
import type { Log } from "../../platform.ts";
import { isDirect } from "../api/addresses.ts";
import { sendBlocks } from "../api/api.ts";
import type { Call } from "../api/client.ts";
import { respond } from "../api/respond.ts";
import { explainSlackError, reasonOf } from "../errors.ts";
import { renderSlackPrivate } from "../render.ts";
import { findViewFaults, type HomeView, type ModalView } from "../forms/view-limits.ts";
import { formView, messageView, type Place } from "../forms/views.ts";

/** How a person can be reached about what they did. */
export interface Reach {
  person: string;
  /** Where they did it; null for what has no channel, such as the App Home. */
  place: Omit<Place, "form"> | null;
  /** Opens a window within three seconds (https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses). */
  trigger?: string;
  /** The window they did it in. */
  modal?: string;
  /** Whether it was done to a message that only they see. */
  isAlone: boolean;
}

/** In whose name. */
export interface Voice {
  call: Call;
  log: Log;
}

const Nothing = z.object({});

/** Never rejects: what cannot be delivered is logged. */
export async function answer(voice: Voice, reach: Reach, message: Message): Promise<void> {
  try {
    if (reach.place === null) await showMessage(voice, reach, message);
    else await whisper(voice, reach, reach.place, message);
  } catch (error) {
    voice.log.warn(
      { platform: "slack", reason: reasonOf(error) },
      "An answer could not be delivered",
    );
  }
}

/** A response_url takes five messages in half an hour (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
async function whisper(
  { call, log }: Voice,
  { person, isAlone }: Reach,
  { channel, root, respond: url }: NonNullable<Reach["place"]>,
  message: Message,
): Promise<void> {
  const inThread = root === undefined ? {} : { thread_ts: root };
  for (const [at, payload] of renderSlackPrivate(message).entries()) {
    await sendBlocks(payload, log, async (body) => {
      const replaces = at === 0 && isAlone && message.inPlace === true;
      const more = { ...inThread, response_type: "ephemeral", replace_original: replaces };
      if (url !== undefined && (await postTo(url, { ...body, ...more }))) return;
      const { text, blocks = [] } = body;
      const to = isDirect(channel) ? { channel } : { channel, user: person };
      const method = isDirect(channel) ? "chat.postMessage" : "chat.postEphemeral";
      const words = { ...to, ...inThread, text, blocks, unfurl_links: false, unfurl_media: false };
      await call(method, words, Nothing, `answer in ${channel}`);
    });
  }
}

/** False where the address is used up; throws where Slack does not take the words, or cannot be reached. */
async function postTo(url: string, body: object): Promise<boolean> {
  const { isTaken, text } = await respond(url, body).catch((error: unknown) => {
    throw explainSlackError(error, "answer");
  });
  if (isTaken) return true;
  const code = /[a-z_]*(?:blocks|too_long)[a-z_]*/.exec(text)?.[0];
  if (code === undefined) return false;
  throw new BotError("refused", `Slack: could not answer: ${code}.`);
}

/** A window over the App Home, or over the window in which something was pressed. */
async function showMessage(voice: Voice, reach: Reach, message: Message): Promise<void> {
  const view = checked(voice.log, messageView(message));
  const { call } = voice;
  const { trigger, modal } = reach;
  if (modal !== undefined && message.inPlace === true) return update(voice, modal, view);
  if (trigger === undefined) return whisper(voice, reach, { channel: reach.person }, message);
  const method = modal === undefined ? "views.open" : "views.push";
  try {
    await call(method, { trigger_id: trigger, view }, Nothing, "open a window");
  } catch (error) {
    // Three windows on top of each other are the most; and it may have taken too long.
    if (modal !== undefined) return update(voice, modal, view);
    voice.log.info({ platform: "slack", reason: reasonOf(error) }, "A window could not be opened");
    await whisper(voice, reach, { channel: reach.person }, message);
  }
}

/** https://docs.slack.dev/reference/methods/views.update */
async function update({ call }: Voice, modal: string, view: ModalView): Promise<void> {
  await call("views.update", { view_id: modal, view }, Nothing, "update a window");
}

export async function replaceModal(voice: Voice, modal: string, message: Message): Promise<void> {
  try {
    await update(voice, modal, checked(voice.log, messageView(message)));
  } catch (error) {
    voice.log.warn(
      { platform: "slack", reason: reasonOf(error) },
      "An answer could not be delivered",
    );
  }
}

const tooLate = /expired_trigger_id|exchanged_trigger_id|no answer in time/;

/** Null when it is open; else why not, for the person. The log says more. */
export async function openForm(voice: Voice, reach: Reach, form: Form): Promise<string | null> {
  const place = { ...(reach.place ?? { channel: reach.person }), form: form.id };
  const view = checked(voice.log, formView(form, place));
  const method = reach.modal === undefined ? "views.open" : "views.push";
  try {
    await voice.call(method, { trigger_id: reach.trigger ?? "", view }, Nothing, "open a form");
    return null;
  } catch (error) {
    const reason = reasonOf(error);
    voice.log.warn({ platform: "slack", reason }, "A form could not be opened");
    return tooLate.test(reason)
      ? "The form could not be opened: Slack gives it three seconds. Please try once more."
      : "Slack did not open the form; the bot's log says why. What it does can be typed as well: `/briefing help` shows how.";
  }
}

/** What breaks a limit is our defect; Slack has the last word on it. */
export function checked<View extends ModalView | HomeView>(log: Log, view: View): View {
  const faults = findViewFaults(view);
  if (faults.length > 0)
    log.error({ platform: "slack", faults }, "This view breaks Slack's limits");
  return view;
}
