/** Whether somebody has to see a digest before it goes out, who, and how long before. Pure. */
import { BotError } from "../errors.ts";

export interface Approval {
  /** `required`: it goes out only when approved. `veto`: it goes out unless somebody stops it. */
  needs: "required" | "veto";
  /** A person by the platform's id, or a channel as platform:name; null: whoever made it, or the channel itself. */
  approver: { person: string } | { channel: string } | null;
  /** The question is asked so long before the slot, or later where nothing was there to show. */
  leadMs: number;
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longestLeadMs = 7 * unitMs.d;
export const defaultLead = "1h";

/** "30m before", "2 hours". Throws a BotError of kind `input`. */
export function parseLead(text: string): number {
  const match =
    /^(?<count>\d{1,5})\s*(?:(?<m>m|min|minutes?)|(?<h>h|hours?)|(?<d>d|days?))(?:\s+before)?$/iu.exec(
      text.trim(),
    );
  const { count, m, h } = match?.groups ?? {};
  const leadMs = Number(count) * unitMs[m !== undefined ? "m" : h !== undefined ? "h" : "d"];
  if (leadMs >= unitMs.m && leadMs <= longestLeadMs) return leadMs;
  throw new BotError("input", `"${text}" does not say how long before.`, {
    hint: 'Write for example "30m before" or "2h before"; at least a minute, at most 7 days.',
  });
}

/** "approved by slack:review before it goes out, asked 1 hour before". */
export function describeApproval({ needs, approver, leadMs }: Approval): string {
  const who =
    approver === null ? "" : ` by ${"person" in approver ? approver.person : approver.channel}`;
  const deed = needs === "required" ? `only when approved${who}` : `unless vetoed${who}`;
  return `${deed}, asked ${describeLead(leadMs)} before`;
}

function describeLead(ms: number): string {
  const [unit, word] =
    ms % unitMs.d === 0
      ? [unitMs.d, "day"]
      : ms % unitMs.h === 0
        ? [unitMs.h, "hour"]
        : [unitMs.m, "minute"];
  const count = ms / unit;
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
