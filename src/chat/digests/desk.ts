/** What the commands about digests work with. */
import type { Message } from "../../briefing/message.ts";
import type { Told } from "../../delivery/empty-slot.ts";
import type { NothingNew } from "../../delivery/nothing-new.ts";
import type { PlannedSchedule } from "../../delivery/planner.ts";
import type { Foreseen } from "../../delivery/preview.ts";
import type { Address, Caller } from "../../platforms/platform.ts";
import type { ChatSchedule, StoredEntry } from "../../storage/chat-schedules.ts";
import type { Actor } from "../../storage/schedule-changes.ts";
import type { Db } from "../../storage/store.ts";

/** One schedule in one channel. */
export interface ChannelSchedule extends PlannedSchedule {
  name: string;
  form: "digest" | "each";
  /** The heading of a digest. */
  title: string;
  /** The platform's id of a role that is notified of what is new. */
  ping?: string;
  /** Null: it stands in config/bot.yaml, and only there it can be changed. */
  made: ChatSchedule | null;
}

/** What an entry says, without the channel it is for. */
export type Order = Omit<ChannelSchedule, "key" | "address" | "name" | "made">;

/** What is wrong with an entry. */
export interface EntryIssue {
  /** Begins in the entry: ["at"]. */
  path: readonly PropertyKey[];
  message: string;
  hint: string;
}

export interface Desk {
  db: Db;
  /** For those who have none of their own. */
  timeZone: string;
  /** The channels that somebody is in; null where the platform does not tell. */
  channelsOf(caller: Caller): Promise<ReadonlySet<string> | null>;
  /** What people call a channel; its id where nobody tells. */
  nameOf(channel: Address): Promise<string>;
  /** What people there call a role, such as "@news"; null where the platform does not tell. */
  roleName(place: Address, role: string): string | null;
  /** Why this person may not have a role notified by posts in the channel of the request; null: they may. Asked of the platform. */
  whyNotPing(caller: Caller, role: string): Promise<string | null>;
  /** The schedules of a channel, the configuration's first. */
  here(channel: Address): Promise<readonly ChannelSchedule[]>;
  /** Those somebody has made in chat, in all channels of the workspace. */
  madeBy(caller: Caller): readonly ChannelSchedule[];
  /** Those of all channels, as last looked at. */
  all(): readonly ChannelSchedule[];
  /** Where the approver of this one is asked; null: nobody can be asked there now. */
  placeToAsk(schedule: ChannelSchedule): Address | null;
  /** Those of a channel, as last looked at. */
  remembered(channel: Address): readonly ChannelSchedule[];
  /** Those of all channels of the workspace that a place belongs to. */
  everywhere(place: Address): Promise<readonly ChannelSchedule[]>;
  read(name: string, entry: StoredEntry): { order: Order | null; issues: readonly EntryIssue[] };
  foresee(schedule: ChannelSchedule, slot: Temporal.Instant): Promise<Foreseen>;
  /** What one run posts, before it is rendered. Pure. */
  compose(schedule: ChannelSchedule, slot: Temporal.Instant, told: Told): readonly Message[];
  /** Why there is nothing to post. */
  countNothing(schedule: ChannelSchedule): Promise<NothingNew>;
  /** Posts what is new, once per `wish`; gives how many briefings these are. */
  postNow(schedule: ChannelSchedule, wish: string, by: Actor): Promise<number>;
  /** Plans with what has changed. */
  settle(): Promise<void>;
}
