/** What became of a briefing since it was posted. */
import { isPublic, type Briefing } from "./briefing.ts";

export interface Fate {
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
