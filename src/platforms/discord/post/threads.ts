/** Threads: opened under messages, and as posts of forums. */
import { Routes } from "discord.js";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Address, JsonObject } from "../../platform.ts";
import { beforehand } from "../api/api.ts";
import type { Api } from "../api/api.ts";
import { shorten } from "../draw/buttons.ts";
import { discordCodes, hasCode } from "../errors.ts";
import { isMarked, requireMessage } from "./key.ts";
import { discordLimits } from "../limits.ts";
import { smallestId } from "../api/places.ts";

/** Minutes until a thread without messages leaves the list of channels. */
const archiveAfterMinutes = 1_440;

const Forum = z.object({
  flags: z.int().optional(),
  available_tags: z
    .array(z.object({ id: z.string(), name: z.string(), moderated: z.boolean().optional() }))
    .default([]),
});
const Threads = z.object({
  threads: z.array(
    z.object({
      id: z.string(),
      parent_id: z.string().nullish(),
      owner_id: z.string().nullish(),
    }),
  ),
});
const Starter = z.object({
  id: z.string(),
  flags: z.int().optional(),
  components: z.json().optional(),
});
const Id = z.object({ id: z.string() });

/** https://discord.com/developers/docs/resources/channel#channel-object-channel-flags */
const requireTag = 1 << 4;

function threadName(title: string): string {
  const name = shorten(title.replaceAll(/\s+/g, " ").trim(), discordLimits.threadName);
  return name === "" ? "…" : name;
}

/** Opens the thread under a message, if it is not open already. Throws `gone` where that message was deleted. */
export async function openThread(
  channel: string,
  { root, title }: NonNullable<Address["thread"]>,
  api: Api,
): Promise<void> {
  requireMessage(root);
  try {
    // Opening it twice does no harm.
    await beforehand(
      api.send({
        method: "POST",
        route: Routes.threads(channel, root),
        body: { name: threadName(title), auto_archive_duration: archiveAfterMinutes },
        what: `opening a thread under message ${root}`,
      }),
    );
  } catch (error) {
    if (hasCode(error, discordCodes.threadExists)) return;
    if (hasCode(error, discordCodes.unknownMessage)) {
      throw new BotError(
        "gone",
        `Message ${root} was deleted before a thread was opened under it.`,
      );
    }
    throw error;
  }
}

/** Whether no thread can be opened there: the bot may not, the server takes no more, or in threads and voice channels. */
export function mayNotOpenThread(error: unknown): boolean {
  return hasCode(
    error,
    discordCodes.missingPermissions,
    discordCodes.wrongKindOfChannel,
    discordCodes.tooManyThreads,
    discordCodes.tooManyAnnouncementThreads,
  );
}

/** How a message is filed in a forum. */
export interface Filing {
  title: string;
  topics: readonly string[];
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}

/** By name; where the forum wants a tag and none fits, its first. Tags for moderators are none of ours. */
async function chooseTags(
  forum: string,
  topics: readonly string[],
  api: Api,
): Promise<readonly string[]> {
  const { flags = 0, available_tags: tags } = Forum.parse(
    await api.get(Routes.channel(forum), `reading the tags of forum ${forum}`),
  );
  const free = tags.filter(({ moderated }) => moderated !== true);
  const wanted = new Set(topics.map(plain));
  const fitting = free.filter(({ name }) => wanted.has(plain(name)));
  const chosen = fitting.length === 0 && (flags & requireTag) !== 0 ? free.slice(0, 1) : fitting;
  return chosen.slice(0, discordLimits.forumTags).map(({ id }) => id);
}

/** Gives the id of the thread, which is also that of its first message. */
export async function openForumPost(
  message: JsonObject,
  forum: string,
  { title, topics }: Filing,
  api: Api,
): Promise<string> {
  const tags = await beforehand(chooseTags(forum, topics, api));
  const thread = Id.parse(
    await api.send({
      method: "POST",
      route: Routes.threads(forum),
      body: {
        name: threadName(title),
        auto_archive_duration: archiveAfterMinutes,
        ...(tags.length === 0 ? {} : { applied_tags: tags }),
        message,
      },
      what: `posting to forum ${forum}`,
    }),
  );
  return thread.id;
}

export interface ForumPost {
  id: string;
  flags: number;
}

/**
 * The post of a forum with this marker, since that instant; null where there is none. Discord de-duplicates no thread
 * by a nonce, so this is asked before one is opened as well.
 */
export async function findForumPost(
  marker: number,
  { workspace, channel }: Address,
  { self, since }: { self: string; since: Temporal.Instant },
  api: Api,
): Promise<ForumPost | null> {
  const what = `looking for a post in forum ${channel}`;
  const lists = [Routes.guildActiveThreads(workspace), Routes.channelThreads(channel, "public")];
  for (const list of lists) {
    const { threads } = Threads.parse(await api.get(list, what));
    const ours = threads.filter(
      ({ id, parent_id: parent, owner_id: owner }) =>
        parent === channel && owner === self && BigInt(id) >= smallestId(since),
    );
    for (const { id } of ours.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))) {
      const starter = await readStarter(id, api);
      if (starter !== null && isMarked(starter.components, marker)) {
        return { id, flags: starter.flags ?? 0 };
      }
    }
  }
  return null;
}

async function readStarter(thread: string, api: Api): Promise<z.infer<typeof Starter> | null> {
  try {
    const route = Routes.channelMessage(thread, thread);
    return Starter.parse(await api.get(route, `reading the first message of thread ${thread}`));
  } catch (error) {
    if (hasCode(error, discordCodes.unknownMessage, discordCodes.unknownChannel)) return null;
    throw error;
  }
}
