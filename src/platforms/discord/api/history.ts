/** Reading back what stands in a channel. */
import { Routes } from "discord.js";
import { z } from "zod";
import type { Api } from "./api.ts";
import { smallestId } from "./places.ts";

const Messages = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    components: z.json().optional(),
    flags: z.int().default(0),
  }),
);
const pageSize = 100;

interface Page {
  /** Newest first; the last ones may be older than what is looked for. */
  messages: z.infer<typeof Messages>;
  /** What the next page lies before; null where nothing of that time is left. */
  next: string | null;
}

/**
 * One page of the messages since that instant. Without the permission Read Message History Discord gives an empty list:
 * https://discord.com/developers/docs/resources/message#get-channel-messages
 */
export async function readPage(
  channel: string,
  { since, before }: { since: Temporal.Instant; before: string | null },
  what: string,
  api: Api,
): Promise<Page> {
  const messages = Messages.parse(
    await api.get(Routes.channelMessages(channel), what, {
      limit: String(pageSize),
      ...(before === null ? {} : { before }),
    }),
  );
  const last = messages.at(-1);
  const isLast =
    last === undefined || messages.length < pageSize || BigInt(last.id) < smallestId(since);
  return { messages, next: isLast ? null : last.id };
}
