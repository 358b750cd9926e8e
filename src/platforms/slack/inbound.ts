/** What people do in Slack, handed to the bot: put on disk, acknowledged, and then worked on. */
import type { App, RespondFn } from "@slack/bolt";
import type { Message } from "../../briefing/message.ts";
import type { Bot, Log } from "../platform.ts";
import type { Identity } from "./api.ts";
import { reasonOf } from "./errors.ts";
import { renderSlackPrivate } from "./render.ts";
import { readRequest } from "./requests.ts";

interface Ears {
  app: App;
  bot: Bot;
  me: Identity;
  log: Log;
}

export function listen(ears: Ears): void {
  acceptFirst(ears);
  hearCommands(ears);
  hearButtons(ears);
  hearWords(ears);
  ears.app.error((error) => {
    ears.log.error({ platform: "slack", reason: reasonOf(error) }, "A request from Slack failed");
    return Promise.resolve();
  });
}

const sorry: Message = {
  title: "Something went wrong on our side.",
  notice: "Something went wrong on our side.",
  lead: [
    {
      type: "paragraph",
      spans: [{ text: "Something went wrong on our side. It is noted in the bot's log." }],
    },
  ],
  thread: [],
};

/** For the person alone; a response_url takes five messages (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). */
async function answer(
  { log }: Ears,
  respond: RespondFn,
  work: () => Promise<Message | null>,
  thread?: string,
): Promise<void> {
  const message = await work().catch((error: unknown) => {
    log.error({ platform: "slack", reason: reasonOf(error) }, "The bot could not answer");
    return sorry;
  });
  if (message === null) return;
  const inThread = thread === undefined ? {} : { thread_ts: thread };
  try {
    for (const payload of renderSlackPrivate(message)) {
      await respond({
        ...payload,
        ...inThread,
        response_type: "ephemeral",
        replace_original: false,
      });
    }
  } catch (error) {
    log.warn({ platform: "slack", reason: reasonOf(error) }, "An answer could not be delivered");
  }
}

/**
 * The SDK acknowledges an event before any listener or middleware sees it, and knows no event again. So requests
 * pass here first, when their signature or their connection has vouched for them.
 */
function acceptFirst({ app, bot, me }: Ears): void {
  const work = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    const request = readRequest(event.body, me);
    if (request === null || (await bot.accept(request))) await work(event);
    else await event.ack();
  };
}

function hearCommands(ears: Ears): void {
  const { app, bot, me } = ears;
  app.command(/^\//, async ({ ack, body, respond }) => {
    await ack();
    const request = readRequest(body, me);
    if (request?.kind !== "command") return;
    await answer(ears, respond, () => bot.onCommand(request.call));
  });
}

function hearButtons(ears: Ears): void {
  const { app, bot, me } = ears;
  app.action({ type: "block_actions" }, async ({ ack, body, respond }) => {
    await ack();
    const request = readRequest(body, me);
    if (request?.kind !== "action") return;
    const { call } = request;
    await answer(ears, respond, () => bot.onAction(call), call.caller.address.thread?.root);
  });
}

function hearWords(ears: Ears): void {
  const { app, bot, me, log } = ears;
  const hear = async ({ body }: { body: unknown }): Promise<void> => {
    const request = readRequest(body, me);
    if (request?.kind !== "reply") return;
    try {
      await bot.onReply(request.call);
    } catch (error) {
      log.error({ platform: "slack", reason: reasonOf(error) }, "The bot could not answer");
    }
  };
  app.event("app_mention", hear);
  app.event("message", hear);
}
