/** What only the person who pressed or typed something sees. */
import { Routes } from "discord.js";
import type { Message } from "../../../briefing/message.ts";
import type { Json, JsonObject, Payload } from "../../platform.ts";
import type { Api } from "../api/api.ts";
import { componentsBody, messageFlags, textDisplay } from "../draw/components.ts";
import { discordLimits, findFaults } from "../limits.ts";
import { lastBody } from "../post/payload.ts";
import { renderDiscord } from "../render.ts";

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type */
const callbackType = { deferredMessage: 5, deferredUpdate: 6, choices: 8, modal: 9 } as const;

/** What Discord needs to know about a request of a person: it is answered by its own secret, for 15 minutes. */
export interface Request {
  id: string;
  token: string;
  applicationId: string;
}

/** The rest of an answer that is longer than what Discord shows in reply to one request. */
const cutShort: Payload = componentsBody([
  textDisplay("-# The rest does not fit into one answer on Discord."),
]);

function bodyOf(payload: Payload): JsonObject {
  const { content: _none, ...body } = lastBody(payload);
  return body;
}

/** Bodies to be sent one after the other, at most `most`. */
function renderAnswer(message: Message, most: number): readonly JsonObject[] {
  const bodies = renderDiscord(message, { pushText: false })
    .map(({ payload }) => bodyOf(payload))
    .filter((body) => findFaults(body).length === 0);
  return bodies.length <= most ? bodies : [...bodies.slice(0, most - 1), cutShort];
}

async function callBack(request: Request, type: number, data: Json, api: Api): Promise<void> {
  await api.send({
    method: "POST",
    route: Routes.interactionCallback(request.id, request.token),
    body: { type, data },
    what: `acknowledging request ${request.id}`,
    isSigned: false,
  });
}

/** Shows that the answer is being made. Only this flag is allowed here. */
export async function deferAnswer(request: Request, api: Api): Promise<void> {
  await callBack(request, callbackType.deferredMessage, { flags: messageFlags.ephemeral }, api);
}

/** Takes note of a pressed button without changing what is shown. */
export async function acknowledge(request: Request, api: Api): Promise<void> {
  await callBack(request, callbackType.deferredUpdate, {}, api);
}

export async function offer(request: Request, choices: readonly Json[], api: Api): Promise<void> {
  await callBack(request, callbackType.choices, { choices }, api);
}

/** Has to be the first response: none follows a deferral. */
export async function openModal(request: Request, modal: JsonObject, api: Api): Promise<void> {
  await callBack(request, callbackType.modal, modal, api);
}

async function followUp(request: Request, body: JsonObject, api: Api): Promise<void> {
  await api.send({
    method: "POST",
    route: Routes.webhook(request.applicationId, request.token),
    body: { ...body, flags: messageFlags.componentsV2 | messageFlags.ephemeral },
    what: `answering request ${request.id}`,
    isSigned: false,
  });
}

/** After `acknowledge`. */
export async function answerBeside(request: Request, message: Message, api: Api): Promise<void> {
  for (const body of renderAnswer(message, discordLimits.followUps)) {
    await followUp(request, body, api);
  }
}

/** After `deferAnswer`, when there is nothing to say; after `acknowledge`, takes the message away that only the caller sees. */
export async function withdraw(request: Request, api: Api): Promise<void> {
  await api.send({
    method: "DELETE",
    route: Routes.webhookMessage(request.applicationId, request.token),
    what: `taking back the answer to request ${request.id}`,
    isSigned: false,
  });
}

/** After `deferAnswer`; after `acknowledge`, in place of the message of the button or form. */
export async function answerDeferred(
  request: Request,
  message: Message,
  api: Api,
  adapt: (body: JsonObject) => JsonObject = (body) => body,
): Promise<void> {
  const [first, ...rest] = renderAnswer(message, discordLimits.followUps + 1).map(adapt);
  await api.send({
    method: "PATCH",
    route: Routes.webhookMessage(request.applicationId, request.token),
    body: first ?? componentsBody([textDisplay("-# There is nothing to show.")]),
    what: `answering request ${request.id}`,
    isSigned: false,
  });
  for (const body of rest) await followUp(request, body, api);
}
