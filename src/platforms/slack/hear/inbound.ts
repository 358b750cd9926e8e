/** What people do in Slack, handed to the bot: put on disk, acknowledged, and then worked on. */
import { setImmediate as turn } from "node:timers/promises";
import type { App } from "@slack/bolt";
import { composeNote } from "../../../briefing/compose/notes.ts";
import type { Form, FormFaults } from "../../../briefing/form.ts";
import type { Message } from "../../../briefing/message.ts";
import type { Bot, Inbound, Log, Opener } from "../../platform.ts";
import { answer, openForm, replaceModal, type Reach, type Voice } from "./answers.ts";
import type { Identity } from "../api/api.ts";
import type { Call } from "../api/client.ts";
import { reasonOf } from "../errors.ts";
import { optionsOf } from "../forms/fields.ts";
import { keepHomes, type Homes } from "./homes.ts";
import { readHomeOpened, readSuggestion } from "./interactions.ts";
import { knowPeople, type People } from "../api/people.ts";
import { reachOf } from "./reach.ts";
import { readRequest, workspaceOf } from "./requests.ts";
import { messageView } from "../forms/views.ts";

/** A workspace in which the app is installed. */
export interface Tenant {
  me: Identity;
  call: Call;
  /** Of its bot. */
  token: string;
}

interface Ears {
  app: App;
  bot: Bot;
  /** By what `workspaceOf` gives; undefined where we are not installed. */
  tenantOf(workspace: string): Tenant | undefined;
  log: Log;
}

interface Room extends Ears {
  homes: Homes;
  people: People;
}

/** What people see of it unasked is the App Home. */
export function listen(ears: Ears): Homes {
  const homes = keepHomes(ears.bot);
  const room = { ...ears, homes, people: knowPeople(ears.log) };
  acceptFirst(room);
  hearOpeners(room);
  hearForms(room);
  hearTyping(room);
  hearEvents(room);
  ears.app.error((error) => {
    ears.log.error({ platform: "slack", reason: reasonOf(error) }, "A request from Slack failed");
    return Promise.resolve();
  });
  return homes;
}

/** Null for what is not for us. */
function read(
  { bot, tenantOf }: Ears,
  body: unknown,
): { tenant: Tenant; request: Inbound | null } | null {
  const workspace = workspaceOf(body);
  const tenant = workspace === null ? undefined : tenantOf(workspace);
  if (tenant === undefined) return null;
  return { tenant, request: readRequest(body, tenant.me, bot.commands) };
}

/**
 * The SDK acknowledges an event before any listener or middleware sees it, and knows no event again. So requests
 * pass here first, when their signature or their connection has vouched for them.
 */
function acceptFirst(ears: Ears): void {
  const { app, bot } = ears;
  const work = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    const request = read(ears, event.body)?.request ?? null;
    if (request === null || (await bot.accept(request))) await work(event);
    else await event.ack();
  };
}

/** Commands, presses and shortcuts: each may open a form instead of being answered. */
function hearOpeners(room: Room): void {
  const hear = async ({
    ack,
    body,
  }: {
    ack: () => Promise<void>;
    body: unknown;
  }): Promise<void> => {
    await ack();
    // Whoever else is waiting to be acknowledged comes before the work.
    await turn();
    await serve(room, body);
  };
  room.app.command(/^\//, hear);
  room.app.action({ type: "block_actions" }, hear);
  room.app.shortcut({ type: "message_action" }, hear);
}

async function serve(room: Room, body: unknown): Promise<void> {
  const { tenant, request } = read(room, body) ?? {};
  if (tenant === undefined || request === null || request === undefined) return;
  if (request.kind !== "command" && request.kind !== "action") return;
  const { bot, homes, log } = room;
  const voice = { call: tenant.call, log };
  const reach = reachOf(body, request);
  const opener = await described(room, tenant, request);
  const form = reach.trigger === undefined ? null : await bot.formFor(opener);
  if (form === null) await tell(voice, reach, () => ask(bot, opener));
  else await openOrSay(voice, reach, form);
  await homes.refresh(voice, opener.call.caller);
}

async function described(room: Room, { call }: Tenant, opener: Opener): Promise<Opener> {
  const caller = await room.people.describe(call, opener.call.caller);
  return opener.kind === "command"
    ? { kind: "command", call: { ...opener.call, caller } }
    : { kind: "action", call: { ...opener.call, caller } };
}

function ask(bot: Bot, opener: Opener): Promise<Message | null> {
  return opener.kind === "command" ? bot.onCommand(opener.call) : bot.onAction(opener.call);
}

async function openOrSay(voice: Voice, reach: Reach, form: Form): Promise<void> {
  const why = await openForm(voice, reach, form);
  if (why !== null) await answer(voice, reach, composeNote(why));
}

async function tell(
  voice: Voice,
  reach: Reach,
  work: () => Promise<Message | null>,
): Promise<void> {
  const message = await attempt(voice.log, work);
  if (message !== null) await answer(voice, reach, message);
}

async function attempt<T>(log: Log, work: () => Promise<T>): Promise<T | Message> {
  try {
    return await work();
  } catch (error) {
    log.error({ platform: "slack", reason: reasonOf(error) }, "The bot could not answer");
    return composeNote("Something went wrong on our side. It is noted in the bot's log.");
  }
}

/** Slack waits three seconds for the verdict on a form. */
const verdictMs = 2_000;

function hearForms(room: Room): void {
  room.app.view({ type: "view_submission" }, async ({ ack, body, view }) => {
    const { tenant, request } = read(room, body) ?? {};
    if (tenant === undefined || request?.kind !== "submit") {
      await ack();
      return;
    }
    const voice = { call: tenant.call, log: room.log };
    const caller = await room.people.describe(tenant.call, request.call.caller);
    const reach = reachOf(body, request);
    const work = attempt(room.log, () => room.bot.onSubmit({ ...request.call, caller }));
    const first = await Promise.race([work, pause(verdictMs)]);
    const inputs = view.blocks.flatMap((block) =>
      block.type === "input" && block.block_id !== undefined ? [block.block_id] : [],
    );
    if (first !== "late" && first !== null && "faults" in first) {
      await ack({ response_action: "errors", errors: errorsOf(first, inputs) });
      return;
    }
    if (reach.place !== null) {
      await ack();
      const outcome = sayFaults(await work);
      if (outcome !== null) await answer(voice, reach, outcome);
    } else if (first === "late") {
      await ack({ response_action: "update", view: messageView(composeNote("One moment …")) });
      await replaceModal(voice, view.id, sayFaults(await work) ?? composeNote("Done."));
    } else if (first === null) {
      await ack();
    } else {
      await ack({ response_action: "update", view: messageView(first) });
    }
    await room.homes.refresh(voice, caller);
  });
}

async function pause(ms: number): Promise<"late"> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
  return "late";
}

/** Beside the fields; what is said of a field that is not shown stands at the first. */
function errorsOf({ faults }: FormFaults, inputs: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [name, fault] of Object.entries(faults)) {
    const at = inputs.includes(name) ? name : (inputs[0] ?? name);
    errors[at] = errors[at] === undefined ? fault : `${errors[at]} ${fault}`;
  }
  return errors;
}

/** The form is closed by then. */
function sayFaults(outcome: Message | FormFaults | null): Message | null {
  if (outcome === null || !("faults" in outcome)) return outcome;
  const faults = Object.values(outcome.faults).join(" ");
  return composeNote(`Nothing was changed. ${faults} Please open the form once more.`);
}

/** Selects that search ask with every letter (https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload). */
function hearTyping(room: Room): void {
  room.app.options(/^/, async ({ ack, body }) => {
    const { tenant } = read(room, body) ?? {};
    const call = tenant === undefined ? null : readSuggestion(body, tenant.me);
    const choices = call === null ? [] : await room.bot.onComplete(call);
    await ack({ options: optionsOf(choices) });
  });
}

function hearEvents(room: Room): void {
  const { app, bot, log } = room;
  const hear = async ({ body }: { body: unknown }): Promise<void> => {
    const { request } = read(room, body) ?? {};
    if (request?.kind === "command") await serve(room, body);
    if (request?.kind !== "reply") return;
    try {
      await bot.onReply(request.call);
    } catch (error) {
      log.error({ platform: "slack", reason: reasonOf(error) }, "The bot could not answer");
    }
  };
  app.event("app_mention", hear);
  app.event("message", hear);
  app.event("app_home_opened", async ({ body }) => {
    const { tenant } = read(room, body) ?? {};
    const caller = tenant === undefined ? null : readHomeOpened(body, tenant.me);
    if (tenant !== undefined && caller !== null)
      await room.homes.open({ call: tenant.call, log }, caller);
  });
}
