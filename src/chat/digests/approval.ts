/** The buttons under a digest that was shown to its approver. */
import { composeDecision } from "../../briefing/compose/approval.ts";
import { composeNote } from "../../briefing/compose/notes.ts";
import type { Message } from "../../briefing/message.ts";
import type { ActionCall, Address, Caller } from "../../platforms/platform.ts";
import { type AskedApproval, decideApproval, findApproval } from "../../storage/approvals.ts";
import type { BotParts, Feature } from "../feature.ts";
import { actorOf } from "./authority.ts";
import type { ChannelSchedule } from "./desk.ts";

export function createApproval(parts: BotParts): Pick<Feature, "actions"> {
  const { schedules: desk, mayManage, managersOf, now } = parts;
  const { db } = desk;

  /** The approver who is named, and those who manage the channel where it is posted. */
  async function mayDecide(caller: Caller, schedule: ChannelSchedule): Promise<boolean> {
    const { approval, address, made } = schedule;
    const isAtHome = isSame(caller.address, address, "workspace");
    const named = approval?.approver ?? (made && { person: made.createdBy.person });
    const place = desk.placeToAsk(schedule);
    // Direct messages may be a workspace of their own, in which the ids of people are the same.
    const isWhereAsked = isAtHome || (place && isSame(caller.address, place, "workspace"));
    if (named !== null && "person" in named && isWhereAsked && caller.person === named.person)
      return true;
    if (named !== null && "channel" in named && place && isSame(caller.address, place, "channel"))
      if (await mayManage(caller)) return true;
    if (isSame(caller.address, address, "channel")) return mayManage(caller);
    const { platform, workspace, channel } = address;
    const there = { platform, workspace, channel };
    return isAtHome && mayManage({ ...caller, address: there, isElsewhere: true });
  }

  function isNear({ address }: Caller, schedule: ChannelSchedule): boolean {
    const place = desk.placeToAsk(schedule);
    return [schedule.address, ...(place ? [place] : [])].some((each) =>
      isSame(address, each, "workspace"),
    );
  }

  const decide =
    (what: "approved" | "vetoed") =>
    async (call: ActionCall, rest: string): Promise<Message> => {
      const { caller } = call;
      const asked = await findApproval(db, Number(rest));
      const schedule = desk.all().find(({ key }) => key === asked?.schedule);
      // Of another workspace not even its name is told.
      if (asked === null || schedule?.approval === undefined || !isNear(caller, schedule))
        return composeNote("That schedule is not there any more, or needs no approval now.");
      if (!(await mayDecide(caller, schedule))) {
        const { platform } = schedule.address;
        return composeNote(
          `This is for the approver of “${schedule.name}” and for those who manage its channel. ${managersOf(platform)}`,
        );
      }
      const decided = await decideApproval(db, asked, what, {
        by: actorOf(caller),
        byName: caller.name ?? caller.person,
        address: schedule.address,
        now: now(),
      });
      if (decided.state === "done") await desk.settle();
      return answer(schedule, decided.state, decided.asked, now());
    };

  return { actions: { "digest-approve": decide("approved"), "digest-veto": decide("vetoed") } };
}

function answer(
  { name }: ChannelSchedule,
  state: "done" | "decided" | "over",
  { decision, slotAt }: AskedApproval,
  now: Temporal.Instant,
): Message {
  if (state === "over" || decision === null) {
    return composeDecision(
      `Too late: the run of “${name}” was dealt with, left out, or its schedule was changed. What was not posted waits for the next digest.`,
      slotAt.toString(),
    );
  }
  const { what, by } = decision;
  if (state === "decided") return composeDecision(`“${name}” was ${what} already, by ${by}.`, null);
  if (what === "vetoed") {
    return composeDecision(
      `“${name}” is not posted this time. Its briefings wait for the next digest.`,
      slotAt.toString(),
    );
  }
  const isLate = Temporal.Instant.compare(slotAt, now) <= 0;
  return isLate
    ? composeDecision(`Approved: “${name}” goes out now.`, null)
    : composeDecision(`Approved: “${name}” goes out at its time.`, slotAt.toString());
}

function isSame(a: Address, b: Address, to: "workspace" | "channel"): boolean {
  const isInWorkspace = a.platform === b.platform && a.workspace === b.workspace;
  return isInWorkspace && (to === "workspace" || a.channel === b.channel);
}
