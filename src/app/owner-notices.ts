/** Tells people, once for each time, what a schedule of theirs needs that it cannot do by itself. */
import { composeNote } from "../briefing/compose/notes.ts";
import { endSentence } from "../briefing/words.ts";
import type { ChannelSchedule } from "../chat/digests/desk.ts";
import { enqueue } from "../delivery/enqueue.ts";
import type { Address, Platform } from "../platforms/platform.ts";
import { pendingApprovals } from "../storage/approvals.ts";
import { listPausedSchedules } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import { isSameChannel, type Schedules } from "./schedules.ts";

interface NoticeParts {
  db: Db;
  schedules: Pick<Schedules, "known" | "placeToAsk">;
  platforms: ReadonlyMap<string, Platform>;
  now(): Temporal.Instant;
  /** Wakes what sends. */
  wake(): void;
}

export function createOwnerNotices(parts: NoticeParts): () => Promise<void> {
  const { db, schedules, platforms, now, wake } = parts;
  const told = new Set<string>();

  async function tell(wish: string, to: Address, text: string): Promise<void> {
    if (told.has(wish)) return;
    told.add(wish);
    const platform = platforms.get(to.platform);
    if (platform === undefined) return;
    const message = composeNote(text);
    const rendered = platform.render(message);
    const notice = { title: message.title, rendered, briefings: [] };
    const { added } = await enqueue(db, { ...notice, key: wish, kind: "notice", to }, now());
    if (added) wake();
  }

  /** Whoever made it in chat hears that its channel is closed to the bot. */
  async function tellClosed(of: (key: string) => ChannelSchedule | undefined): Promise<void> {
    for (const { key, paused } of await listPausedSchedules(db)) {
      const made = of(key)?.made;
      if (paused === null || !made) continue;
      const { address, createdBy, name } = made;
      const platform = platforms.get(address.platform);
      const to = platform?.directTo(createdBy.person, address.workspace) ?? null;
      if (to === null) continue;
      const channel = (await platform?.nameOf?.(address)) ?? "its channel";
      await tell(
        JSON.stringify(["closed", key, paused.at.toString()]),
        to,
        `Your schedule “${name}” rests, because I cannot post to ${channel}: ${endSentence(paused.reason)} It goes on by itself when I can, or at once with \`/digest resume ${name}\` there.`,
      );
    }
  }

  /** Where the approver cannot be written to, the channel hears that somebody has to decide; the digest is not shown there. */
  async function tellUnreached(of: (key: string) => ChannelSchedule | undefined): Promise<void> {
    for (const { schedule: key, slotAt, unreached } of await pendingApprovals(db)) {
      const schedule = of(key);
      if (unreached === null || schedule?.approval === undefined) continue;
      const { name, address } = schedule;
      const place = schedules.placeToAsk(schedule);
      if (place === null || isSameChannel(place, address)) continue;
      await tell(
        JSON.stringify(["unreached", key, slotAt.toString()]),
        address,
        `A digest of “${name}” waits for a decision, and I cannot write to its approver. Those who manage this channel decide under \`/digest list\`.`,
      );
    }
  }

  return async () => {
    const byKey = new Map(schedules.known().map((schedule) => [schedule.key, schedule]));
    const of = (key: string): ChannelSchedule | undefined => byKey.get(key);
    await tellClosed(of);
    await tellUnreached(of);
  };
}
