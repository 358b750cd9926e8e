/** `briefing schedules log`: who changed what, the newest first. */
import { formatTime } from "../app/status.ts";
import { plainSpans } from "../briefing/plain.ts";
import { describeChange, nameOfKey, whoDid } from "../chat/digests/change-words.ts";
import { listChanges, type ScheduleChange } from "../storage/schedule-changes.ts";
import type { Db } from "../storage/store.ts";

/** What `--json` prints of each. Instants are ISO 8601 in UTC. */
export interface LoggedChange {
  at: string;
  name: string;
  /** What deliveries name it by. */
  key: string;
  platform: string;
  workspace: string;
  channel: string;
  deed: string;
  by: { kind: string; person: string | null; name: string };
  /** Entries as in config/bot.yaml, or a word. */
  before: unknown;
  after: unknown;
}

/** `name` is also a key, or that of a schedule which is gone. */
export function loadLog(
  db: Db,
  { name, limit }: { name: string | undefined; limit: number },
): Promise<readonly ScheduleChange[]> {
  return listChanges(db, { limit, ...(name === undefined ? {} : { schedule: name }) });
}

export function listLog(changes: readonly ScheduleChange[]): readonly LoggedChange[] {
  return changes.map((change) => {
    const { at, schedule, address, deed, by } = change;
    const { platform, workspace, channel } = address;
    const person = by.kind === "person" ? by.person : null;
    return {
      at: at.toString(),
      name: nameOfKey(schedule),
      key: schedule,
      platform,
      workspace,
      channel,
      deed,
      by: { kind: by.kind, person, name: whoDid(change) },
      before: valueOf(change.before),
      after: valueOf(change.after),
    };
  });
}

function valueOf(text: string | null): unknown {
  return text?.startsWith("{") ? JSON.parse(text) : text;
}

export function formatLog(changes: readonly ScheduleChange[], timeZone: string): string {
  if (changes.length === 0) return "Nothing was changed so far.";
  const time = (at: Temporal.Instant): string => formatTime(at.toZonedDateTimeISO(timeZone));
  return changes
    .map((change) => {
      const { platform, channel } = change.address;
      const what = describeChange(change).map((span) =>
        "at" in span ? time(Temporal.Instant.from(span.at)) : plainSpans([span]),
      );
      return `${time(change.at)}  ${nameOfKey(change.schedule)} → ${platform}:${channel}\n  ${what.join("")}`;
    })
    .join("\n");
}
