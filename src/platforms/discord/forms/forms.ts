/** Forms: opened as the first response to a request, and taken in when they come back. */
import type { ButtonInteraction, Interaction, ModalSubmitInteraction } from "discord.js";
import { composeNote } from "../../../briefing/compose/notes.ts";
import type { Form, FormFaults } from "../../../briefing/form.ts";
import type { Block, Message } from "../../../briefing/message.ts";
import { BotError } from "../../../errors.ts";
import type { Caller, Post, SubmitCall } from "../../platform.ts";
import {
  acknowledge,
  answerBeside,
  answerDeferred,
  deferAnswer,
  openModal,
  withdraw,
} from "../hear/answers.ts";
import { parseCustomId } from "../draw/buttons.ts";
import { messageFlags } from "../draw/components.ts";
import type { Draft } from "./drafts.ts";
import { prefill, readFilled, renderModal } from "./modal.ts";
import type { Submitted } from "./modal.ts";
import { findModalFaults } from "./modal-limits.ts";
import { ask, callerOf, isAcknowledged } from "../hear/requests.ts";
import type { Desk } from "../hear/requests.ts";

/** The id of the button that leads back into a form; ours, and so none of the bot's. */
const mendPrefix = "mend:";

const unknownForm = composeNote(
  "This form is not one that I know, or it brought more than fits into it. Please start again.",
);
const forgotten = composeNote(
  "I do not have what you filled in any more: I keep it for 15 minutes, and not when I am started anew. Please start again.",
);

/** Tells apart what one person has open: the same form under different messages, or from a command. */
function openKey(person: string, form: string, message: string | undefined): string {
  return JSON.stringify(["open", person, form, message ?? ""]);
}

/** What a request that opens a form may come from. */
type Opening = Interaction & { message?: { id: string } | null };

/** Rejects where Discord would refuse the form. */
export async function openForm(
  interaction: Opening,
  { form, ...rest }: Draft,
  { api, log, drafts }: Desk,
): Promise<void> {
  const modal = renderModal(form);
  const faults = findModalFaults(modal);
  if (faults.length > 0) {
    throw new BotError("refused", `Discord would refuse form ${form.id}: ${faults.join("; ")}.`);
  }
  drafts.keep(openKey(interaction.user.id, form.id, interaction.message?.id), { form, ...rest });
  await isAcknowledged(openModal(interaction, modal, api), interaction, log);
}

/**
 * The post that a message of ours is; absent where only the caller sees the message. The first message of a forum's
 * thread has the thread's id, and is a post of the forum.
 */
export function postOf(
  message: ButtonInteraction["message"] | null,
  { address }: Caller,
): { post?: Post } {
  if (message === null || message.flags.has(messageFlags.ephemeral)) return {};
  const { thread, ...channel } = address;
  const isFirst = message.id === thread?.root;
  return { post: { address: isFirst ? channel : address, message: message.id } };
}

/** Only what stands in labels was asked; a component in anything else was not. */
function submittedFields({ components }: ModalSubmitInteraction): readonly Submitted[] {
  return components.flatMap((each): Submitted[] => {
    if (!("component" in each)) return [];
    const { component } = each;
    const { customId } = component;
    if ("value" in component) {
      const { value } = component;
      return typeof value === "boolean" ? [] : [{ customId, value }];
    }
    return "values" in component ? [{ customId, values: component.values }] : [];
  });
}

/** Discord shows no fault inside a modal, so they stand beside a way back into it. */
function describeFaults(
  { faults }: FormFaults,
  form: Form | undefined,
  mend: string | null,
): Message {
  const labels = new Map(form?.fields.map(({ name, label }) => [name, label]));
  const title = "Not done yet; this has to be mended first.";
  const items = Object.entries(faults).map(([name, fault]) => [
    { text: `${labels.get(name) ?? name}: `, style: { bold: true as const } },
    { text: fault },
  ]);
  const way: Block =
    mend === null
      ? {
          type: "paragraph",
          spans: [{ text: "I no longer have what you filled in. Please start again." }],
        }
      : {
          type: "actions",
          items: [{ type: "button", id: mendPrefix + mend, label: "Edit", primary: true }],
        };
  return {
    title,
    notice: title,
    lead: [
      { type: "paragraph", spans: [{ text: title }] },
      ...items.map((spans): Block => ({ type: "paragraph", spans })),
      way,
    ],
    thread: [],
  };
}

/** Where the answer to a filled-in form goes. */
async function deliver(
  interaction: ModalSubmitInteraction,
  answer: Message | null,
  opened: Draft | null,
  { api }: Desk,
): Promise<void> {
  const { message } = interaction;
  const isOurs = message?.flags.has(messageFlags.ephemeral) === true;
  const takesPlace = isOurs && (opened?.mends === true || answer?.inPlace === true);
  if (message === null || takesPlace) {
    if (answer === null) await withdraw(interaction, api);
    else await answerDeferred(interaction, answer, api);
  } else if (answer !== null) {
    await answerBeside(interaction, answer, api);
  }
}

export async function onSubmit(interaction: ModalSubmitInteraction, desk: Desk): Promise<void> {
  const { bot, api, log, drafts } = desk;
  const { id, message, user } = interaction;
  const form = parseCustomId(interaction.customId);
  const filled = readFilled(submittedFields(interaction));
  const caller = await callerOf(interaction, desk);
  const opened = drafts.recall(openKey(user.id, form ?? "", message?.id));
  const under = opened?.post === undefined ? {} : { post: opened.post };
  const call: SubmitCall = {
    id,
    caller,
    form: form ?? "",
    filled: filled ?? {},
    ...(message === null || opened?.mends ? under : postOf(message, caller)),
  };
  if (!(await bot.accept({ kind: "submit", call }))) return;
  const acknowledging =
    message === null ? deferAnswer(interaction, api) : acknowledge(interaction, api);
  if (!(await isAcknowledged(acknowledging, interaction, log))) return;
  if (form === null || filled === null) return deliver(interaction, unknownForm, opened, desk);
  const answer = await ask(() => bot.onSubmit(call), interaction, log);
  if (answer === null || !("faults" in answer)) return deliver(interaction, answer, opened, desk);
  if (opened !== null) {
    drafts.keep(id, { ...opened, form: prefill(opened.form, filled) });
  }
  const told = describeFaults(answer, opened?.form, opened === null ? null : id);
  await deliver(interaction, told, opened, desk);
}

/** Whether this button leads back into a form; then it was done. Only what one person sees has such a button. */
export async function mends(interaction: ButtonInteraction, desk: Desk): Promise<boolean> {
  const action = parseCustomId(interaction.customId);
  const isPrivate = interaction.message.flags.has(messageFlags.ephemeral);
  if (!isPrivate || action?.startsWith(mendPrefix) !== true) return false;
  const draft = desk.drafts.recall(action.slice(mendPrefix.length));
  if (draft !== null) {
    await openForm(interaction, { ...draft, mends: true }, desk);
  } else if (await isAcknowledged(acknowledge(interaction, desk.api), interaction, desk.log)) {
    await answerDeferred(interaction, forgotten, desk.api);
  }
  return true;
}
