/** Tells whoever made a schedule in chat that it rests because its channel is closed to the bot, once for each time. */
import { composeNote } from "../briefing/compose/notes.ts";
import { enqueue } from "../delivery/enqueue.ts";
import type { Platform } from "../platforms/platform.ts";
import { listPausedSchedules } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import type { Schedules } from "./schedules.ts";

interface NoticeParts {
  db: Db;
  schedules: Pick<Schedules, "known">;
  platforms: ReadonlyMap<string, Platform>;
  now(): Temporal.Instant;
  /** Wakes what sends. */
  wake(): void;
}

export function createOwnerNotices(parts: NoticeParts): () => Promise<void> {
  const { db, schedules, platforms, now, wake } = parts;
  const told = new Set<string>();

  return async () => {
    for (const { key, paused } of await listPausedSchedules(db)) {
      const wish = JSON.stringify(["closed", key, paused?.at.toString()]);
      const made = schedules.known().find((schedule) => schedule.key === key)?.made;
      if (paused === null || !made || told.has(wish)) continue;
      told.add(wish);
      const { address, createdBy, name } = made;
      const platform = platforms.get(address.platform);
      const to = platform?.directTo(createdBy.person, address.workspace) ?? null;
      if (platform === undefined || to === null) continue;
      const message = composeNote(
        `Your schedule “${name}” rests, because I cannot post to its channel: ${sentence(paused.reason)} It goes on by itself when I can; \`/digest list\` there shows how it is.`,
      );
      const rendered = platform.render(message);
      const notice = { title: message.title, rendered, briefings: [] };
      const { added } = await enqueue(db, { ...notice, key: wish, kind: "notice", to }, now());
      if (added) wake();
    }
  };
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
