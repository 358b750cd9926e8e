/** The schedules made in chat, read from the database again when one has changed, also by another process. */
import type { ChannelSchedule, Order } from "../chat/digests/desk.ts";
import { readEntry } from "../config/read-entry.ts";
import type { Log } from "../platforms/platform.ts";
import { type ChatSchedule, listChatSchedules } from "../storage/chat-schedules.ts";
import { latestChange } from "../storage/schedule-changes.ts";
import type { Db } from "../storage/store.ts";

interface ChatSchedules {
  look(): Promise<void>;
  /** As last looked at. */
  known(): readonly ChannelSchedule[];
}

export function createChatSchedules(options: {
  db: Db;
  timeZone: string;
  log: Log;
}): ChatSchedules {
  const { db, timeZone, log } = options;
  let seen = -1;
  let known: readonly ChannelSchedule[] = [];
  let orders = new Map<string, Order>();

  /** The same order for the same entry, because the planner remembers by it what is due. */
  function orderOf({ key, name, entry }: ChatSchedule): readonly [string, Order] | null {
    const id = JSON.stringify([key, entry]);
    const before = orders.get(id);
    if (before !== undefined) return [id, before];
    const { order, issues } = readEntry(name, entry, timeZone);
    if (order === null) log.error({ schedule: key, issues }, "a schedule cannot be read; it rests");
    return order === null ? null : [id, order];
  }

  return {
    known: () => known,
    async look() {
      const latest = await latestChange(db);
      if (latest === seen) return;
      const read = (await listChatSchedules(db)).map((made) => ({ made, order: orderOf(made) }));
      orders = new Map(read.flatMap(({ order }) => (order === null ? [] : [order])));
      known = read.flatMap(({ made, order }) => {
        const { key, name, address } = made;
        return order === null ? [] : [{ ...order[1], key, name, address, made }];
      });
      seen = latest;
    },
  };
}
