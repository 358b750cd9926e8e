/** Who has to see a digest before it goes out, as a schedule says it. */
import { BotError } from "../errors.ts";
import { type Approval, defaultLead, parseLead } from "../schedule/approval.ts";
import type { ConfiguredChannel, ScheduleEntry } from "./config.ts";
import type { Issue } from "./yaml.ts";

interface Around {
  path: readonly string[];
  follows: boolean;
  findChannel(reference: string): ConfiguredChannel | undefined;
  unknownChannel(path: readonly string[], reference: string): Issue;
}

/** No value: nobody is asked. */
export function readApproval(
  { approval: needs, approver, ask }: ScheduleEntry,
  { path, follows, findChannel, unknownChannel }: Around,
): { value?: Approval; issues: readonly Issue[] } {
  if (needs === undefined) {
    const lonely = approver !== undefined ? "approver" : ask !== undefined ? "ask" : null;
    if (lonely === null) return { issues: [] };
    const message = `"${lonely}" says something only where a digest is approved.`;
    return {
      issues: [
        { path: [...path, lonely], message, hint: "Add approval: required, or approval: veto." },
      ],
    };
  }
  const issues: Issue[] = [];
  if (follows) {
    const message = "Approval belongs to posts that have their times.";
    issues.push({ path: [...path, "approval"], message, hint: "Add at, when or cron." });
  }
  const isChannel = approver?.includes(":") ?? false;
  if (approver !== undefined && isChannel && findChannel(approver) === undefined)
    issues.push(unknownChannel([...path, "approver"], approver));
  let leadMs = 0;
  try {
    leadMs = parseLead(ask ?? defaultLead);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    issues.push({ path: [...path, "ask"], message: error.message, hint: error.hint ?? "" });
  }
  if (issues.length > 0) return { issues };
  const who =
    approver === undefined ? null : isChannel ? { channel: approver } : { person: approver };
  return { value: { needs, approver: who, leadMs }, issues: [] };
}
