/** The bot's side of the port, with the outbox and the database behind it. */
import { createBot } from "../chat/bot.ts";
import type { BotParts } from "../chat/feature.ts";
import type { Answering } from "../chat/inbox.ts";
import { createQuestions } from "../chat/questions.ts";
import type { Dispatcher } from "../delivery/dispatcher.ts";
import { enqueue } from "../delivery/enqueue.ts";
import { BotError } from "../errors.ts";
import type { Log, Platform } from "../platforms/platform.ts";
import { loadDelivery } from "../storage/deliveries.ts";
import { briefingsOfPost } from "../storage/posted.ts";
import type { Store } from "../storage/store.ts";
import type { Shelf } from "./shelf.ts";

const notAMember =
  "I can answer you here, but post nothing: I am no member of this server. Whoever manages it can add me.";

export interface Parts {
  store: Store;
  shelf: Shelf;
  platforms: ReadonlyMap<string, Platform>;
  dispatcher: Dispatcher;
  now(): Temporal.Instant;
  log: Log;
}

/** An answer, or the form for a question, has to be there within three seconds of which this is the smaller part. */
const arrivalMs = 1_000;

export function createSpeaker(
  parts: Parts & Pick<BotParts, "status" | "schedules" | "visibleIn" | "hearsUnasked">,
): Answering {
  const {
    store,
    shelf,
    platforms,
    dispatcher,
    status,
    schedules,
    visibleIn,
    hearsUnasked,
    now,
    log,
  } = parts;
  return createBot({
    known: () => shelf.known(),
    find: (id) => shelf.find(id),
    index: shelf.index,
    catchingUp: () => shelf.catchingUp(),
    status,
    schedules,
    visibleIn,
    hearsUnasked,
    questions: createQuestions(store.db, now, log),
    now,
    log,
    managersOf: (platform) => platforms.get(platform)?.managers ?? "",
    mayManage: async (caller) =>
      (await platforms.get(caller.address.platform)?.mayManage(caller)) ?? false,
    whyNotPost: async (caller) =>
      caller.isGuest
        ? notAMember
        : ((await platforms.get(caller.address.platform)?.whyNotPost?.(caller)) ?? null),
    whyNotReply: async (to) => (await platforms.get(to.platform)?.whyNotReply?.(to)) ?? null,
    briefingsOf: async ({ address, message }) => {
      const ids = await briefingsOfPost(store.db, address, message);
      if (ids.length > 0) return ids;
      await dispatcher.arrival(address, arrivalMs);
      return briefingsOfPost(store.db, address, message);
    },
    enqueue: async ({ message, ...request }) => {
      const rendered = rendererOf(platforms, request.to.platform)(message);
      const { ids, added } = await enqueue(
        store.db,
        { ...request, title: message.title, rendered },
        now(),
      );
      dispatcher.wake();
      if (added) return "created";
      const parts = await Promise.all(ids.map((id) => loadDelivery(store.db, id)));
      return parts.some((part) => part?.state === "failed") ? "lost" : "known";
    },
  });
}

export function rendererOf(
  platforms: ReadonlyMap<string, Platform>,
  name: string,
): Platform["render"] {
  const platform = platforms.get(name);
  if (platform !== undefined) return (message) => platform.render(message);
  throw new BotError("unreachable", `The platform ${name} is not connected.`, {
    hint: "Try again in a moment.",
  });
}
