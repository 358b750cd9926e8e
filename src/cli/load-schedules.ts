/** Every schedule of the configuration and of chat, as it stands there, without asking the services. */
import { scheduleKey } from "../app/schedules.ts";
import type { Order } from "../chat/digests/desk.ts";
import type { Config } from "../config/config.ts";
import { readEntry } from "../config/read-entry.ts";
import { type ChatSchedule, listChatSchedules } from "../storage/chat-schedules.ts";
import type { Channel } from "../storage/deliveries.ts";
import type { Db } from "../storage/store.ts";
import { addressIn } from "./addresses.ts";

/** One schedule in one channel. */
export interface LoadedSchedule {
  name: string;
  key: string;
  address: Channel;
  /** Null for those of the configuration. */
  made: ChatSchedule | null;
  /** Null: what stands there cannot be read. */
  order: Order | null;
}

/** Those of the configuration first. */
export async function loadEverySchedule(
  db: Db,
  { schedules, timeZone }: Config,
): Promise<readonly LoadedSchedule[]> {
  const all: LoadedSchedule[] = [];
  for (const schedule of schedules) {
    const { name, to, ...order } = schedule;
    for (const channel of to) {
      const address = await addressIn(db, channel);
      all.push({ name, key: scheduleKey(schedule, channel), address, made: null, order });
    }
  }
  for (const made of await listChatSchedules(db)) {
    const { name, key, address, entry } = made;
    all.push({ name, key, address, made, order: readEntry(name, entry, timeZone).order });
  }
  return all;
}
