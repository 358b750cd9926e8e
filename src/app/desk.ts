/** What the commands about digests work with, over the database and the planner's own functions. */
import type { Desk } from "../chat/digests/desk.ts";
import { fatesAmong } from "../chat/library.ts";
import { readEntry } from "../config/read-entry.ts";
import { countNothing } from "../delivery/nothing-new.ts";
import { foresee, postNowFor } from "../delivery/preview.ts";
import type { Address, Caller, Platform } from "../platforms/platform.ts";
import type { KnownBriefing } from "../schedule/digest.ts";
import type { Db } from "../storage/store.ts";
import { composeSlot, isSameChannel, type Schedules, slotPosts } from "./schedules.ts";

interface DeskParts {
  db: Db;
  timeZone: string;
  schedules: Schedules;
  known(): readonly KnownBriefing[];
  rendererOf(platform: string): Platform["render"];
  /** Wakes what sends. */
  wake(): void;
  settle(): Promise<void>;
  now(): Temporal.Instant;
  /** The channels that somebody is in; null where the platform does not tell. */
  channelsOf(caller: Caller): Promise<ReadonlySet<string> | null>;
  /** What people call a channel; its id where nobody tells. */
  nameOf(channel: Address): Promise<string>;
  rolesOf(platform: string): Platform["roles"];
}

const noRoles = "Posts here can notify no role; on Discord they can.";

export function createDesk(parts: DeskParts): Desk {
  const { db, timeZone, schedules, known, now } = parts;
  const fateOf = fatesAmong(known, now);
  return {
    db,
    timeZone,
    settle: parts.settle,
    channelsOf: parts.channelsOf,
    nameOf: parts.nameOf,
    roleName: (place, role) => parts.rolesOf(place.platform)?.nameOf(place, role) ?? null,
    whyNotPing: async (caller, role) => {
      const roles = parts.rolesOf(caller.address.platform);
      return roles === undefined ? noRoles : roles.whyNotPing(caller, role);
    },
    all: () => schedules.known(),
    placeToAsk: (schedule) => schedules.placeToAsk(schedule),
    here: (channel) => schedules.here(channel),
    remembered: (channel) =>
      schedules.known().filter(({ address }) => isSameChannel(address, channel)),
    madeBy: ({ address: { platform, workspace }, person }) =>
      schedules
        .known()
        .filter(
          ({ made }) =>
            made?.createdBy.person === person &&
            made.address.platform === platform &&
            made.address.workspace === workspace,
        ),
    everywhere: async (place) => {
      await schedules.here(place);
      return schedules
        .known()
        .filter(
          ({ address: { platform, workspace } }) =>
            platform === place.platform && workspace === place.workspace,
        );
    },
    read: (name, entry) => readEntry(name, entry, timeZone),
    foresee: (schedule, slot) => foresee({ db, known }, schedule, slot, now()),
    compose: (schedule, slot, told) =>
      slotPosts(schedule, slot, told, fateOf).map(({ message }) => message),
    countNothing: (schedule) => countNothing({ db, known }, schedule, now()),
    async postNow(schedule, wish, by) {
      const render = parts.rendererOf(schedule.address.platform);
      const compose = (...slot: Parameters<Desk["compose"]>) =>
        composeSlot(...slot, { render, fateOf });
      const ids = await postNowFor({ db, known, compose }, schedule, { wish, by }, now());
      parts.wake();
      return ids.length;
    },
  };
}
