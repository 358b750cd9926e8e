/** Messages and lists as the fake Slack answers with them. */
import { isFields } from "./slack-blocks.ts";
import type { StoredMessage } from "./slack-reading.ts";

export function describe(
  message: StoredMessage,
  withMetadata = false,
): Readonly<Record<string, unknown>> {
  const { linksNames: _, isEdited, metadata, ...plain } = message;
  const edited = isEdited ? { edited: { user: message.user } } : {};
  const meta = withMetadata && isFields(metadata) ? { metadata } : {};
  return { type: "message", ...plain, ...edited, ...meta };
}

export function pageOf<Item>(
  all: readonly Item[],
  args: ReadonlyMap<string, string>,
): { items: readonly Item[]; more: Readonly<Record<string, unknown>> } {
  const start = Number(args.get("cursor") ?? 0);
  const end = start + Number(args.get("limit") ?? 100);
  const cursor = end < all.length ? String(end) : "";
  return {
    items: all.slice(start, end),
    more: { has_more: cursor !== "", response_metadata: { next_cursor: cursor } },
  };
}
