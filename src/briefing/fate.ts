/** Where a briefing stands in its story, and what became of it since it was posted. */
import { isPublic, type Briefing } from "./briefing.ts";

interface Named {
  id: string;
  title: string;
}

export interface Fate {
  /** The earlier one that it is an update of, where that is known. */
  earlier?: Named;
  /** The newest update that readers were told of. */
  updatedBy?: Named;
  /** Since when readers shall not rely on it any more; ISO 8601 in UTC. */
  withdrawnAt?: string;
}

export interface Standing {
  briefing: Briefing;
  fate: Fate;
}

/** Whether its posts follow it: what is a draft again, or under embargo, is shown to nobody. */
export function isTold({ briefing, fate }: Standing, at: Temporal.Instant): boolean {
  return fate.withdrawnAt !== undefined || isPublic(briefing, at);
}
