/** Which briefings may be told of in a channel, where the operator has not opened the whole archive to it. */
import type { Briefing } from "../briefing/briefing.ts";
import type { BotParts } from "../chat/feature.ts";
import { everyBriefing } from "../chat/library.ts";
import type { AnswerMode } from "../config/config.ts";
import type { Address } from "../platforms/platform.ts";
import { isWanted, type Filter } from "../schedule/filter.ts";
import { briefingsIn } from "../storage/posted.ts";
import type { Db } from "../storage/store.ts";
import type { Schedules } from "./schedules.ts";

interface VisibilityOptions {
  db: Db;
  schedules: Pick<Schedules, "here">;
  modeOf(place: Address): Promise<AnswerMode>;
}

/** With `posted`: what was posted in the channel, and what one of its schedules would let through. */
export function createVisibility({
  db,
  schedules,
  modeOf,
}: VisibilityOptions): BotParts["visibleIn"] {
  const wants = remember(isWanted);
  return async (place) => {
    if ((await modeOf(place)) === "archive") return everyBriefing;
    const posted = await briefingsIn(db, place);
    const here = await schedules.here(place);
    return (briefing) =>
      posted.has(briefing.id) || here.some(({ selection }) => wants(selection.filter, briefing));
  };
}

/** A filter may look for words in the whole text, and that of ten thousand briefings is not read for every question. */
function remember(
  decide: (filter: Filter, briefing: Briefing) => boolean,
): (filter: Filter, briefing: Briefing) => boolean {
  const known = new WeakMap<Filter, WeakMap<Briefing, boolean>>();
  return (filter, briefing) => {
    const decided = known.get(filter) ?? new WeakMap<Briefing, boolean>();
    known.set(filter, decided);
    const before = decided.get(briefing);
    if (before !== undefined) return before;
    const is = decide(filter, briefing);
    decided.set(briefing, is);
    return is;
  };
}
