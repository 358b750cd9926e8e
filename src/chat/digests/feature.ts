/** `/digest` and its buttons and forms. Whoever changes something is asked for at the platform when it is done. */
import { composeNote } from "../../briefing/compose/notes.ts";
import { composeDone, composeSure } from "../../briefing/compose/schedules.ts";
import { composeSchedule, composeSchedules } from "../../briefing/compose/schedule-list.ts";
import type { Message } from "../../briefing/message.ts";
import { parseUntil } from "../../schedule/until.ts";
import type { ActionCall, Caller, CommandCall } from "../../platforms/platform.ts";
import { removeChatSchedule } from "../../storage/chat-schedules.ts";
import { holdSchedule, loadHolds, unholdSchedule } from "../../storage/schedule-holds.ts";
import { loadSchedule } from "../../storage/schedules.ts";
import type { BotParts, Feature, Options } from "../feature.ts";
import { createApproval } from "./approval.ts";
import { actorOf, createGuards } from "./authority.ts";
import type { ChannelSchedule } from "./desk.ts";
import { findByName, findByRef, notThere, refOf } from "./find.ts";
import { composeDigestHelp } from "./help.ts";
import { createDigestHome } from "./home.ts";
import { createChangeLog } from "./log.ts";
import { type Call, createRuns, type Deed } from "./runs.ts";
import { follows, runsOf, viewSchedules } from "./views.ts";
import { createWriting } from "./writing.ts";

export function createDigests(parts: BotParts): Feature {
  const { schedules: desk, now } = parts;
  const { db } = desk;
  const guards = createGuards(parts);
  const { guarded, inFile } = guards;
  const writing = createWriting(parts, guards);
  const log = createChangeLog(parts);
  const { preview, post, skip } = createRuns(parts);

  async function list({ address }: Caller, page = "1"): Promise<Message> {
    return composeSchedules(await viewSchedules(desk, await desk.here(address), now()), page);
  }

  /** Of those made in chat alone. */
  const ofChat =
    (deed: Deed): Deed =>
    async (schedule, ...rest) =>
      schedule.made === null ? inFile(schedule) : deed(schedule, ...rest);

  async function pause(
    schedule: ChannelSchedule,
    { caller }: Call,
    { until = "" }: Options,
  ): Promise<Message> {
    const at = now();
    const zone = caller.timeZone ?? schedule.rule.timezone;
    const end = until === "" ? null : parseUntil(until, zone, at);
    await holdSchedule(db, schedule, end, actorOf(caller), at);
    await desk.settle();
    const { name } = schedule;
    if (end === null)
      return composeNote(`“${name}” rests. \`/digest resume ${name}\` lets it go on.`);
    return composeDone(
      `“${name}” rests and goes on by itself. What comes meanwhile is in its first post then.`,
      {
        runs: runsOf(schedule, end.subtract({ seconds: 1 })).slice(0, 1),
        follows: follows(schedule),
      },
    );
  }

  async function resume(schedule: ChannelSchedule, { caller }: Call): Promise<Message> {
    const { name } = schedule;
    const at = now();
    if (!(await unholdSchedule(db, schedule, actorOf(caller), at)))
      return composeNote(`“${name}” does not rest.`);
    await desk.settle();
    return composeDone(`“${name}” goes on.`, {
      runs: runsOf(schedule, at),
      follows: follows(schedule),
    });
  }

  /** What the operator let rest, the operator lets go on; one whose channel was closed goes on by anybody who manages it. */
  const reopen: Deed = async (schedule, call) => {
    const isHeld = ((await loadHolds(db)).get(schedule.key)?.paused ?? null) !== null;
    const isClosed = ((await loadSchedule(db, schedule.key))?.paused ?? null) !== null;
    if (schedule.made === null && (isHeld || !isClosed)) return inFile(schedule);
    const why = isClosed ? await parts.whyNotPost(call.caller) : null;
    return why === null
      ? resume(schedule, call)
      : composeNote(`“${schedule.name}” cannot go on yet. ${why}`);
  };

  async function askRemoval(schedule: ChannelSchedule): Promise<Message> {
    const { name } = schedule;
    return composeSure(`Take the schedule “${name}” away? What it has posted stays.`, {
      type: "button",
      id: `digest-removed:${refOf(schedule)}`,
      label: "Remove it",
    });
  }

  async function remove(schedule: ChannelSchedule, { caller }: Call): Promise<Message> {
    if (schedule.made === null) return inFile(schedule);
    await removeChatSchedule(db, schedule.made.id, actorOf(caller), now());
    await desk.settle();
    return composeNote(`The schedule “${schedule.name}” is gone. What it has posted stays.`);
  }

  /** By its name. */
  const named =
    (deed: Deed): ((call: CommandCall, options: Options) => Promise<Message>) =>
    async (call, options) => {
      const [, typed = "", until = ""] =
        /^(.*?)(?:(?:^|\s)until:?\s+(.+))?$/su.exec(options["schedule"] ?? "") ?? [];
      const found = findByName(await desk.here(call.caller.address), typed.trim());
      if (found.state === "not") return composeNote(found.text);
      return deed(found.schedule, call, until === "" ? options : { ...options, until });
    };

  /** By what a button carries. Its message may be old, and somebody else may press it. */
  const pressed =
    (deed: Deed): ((call: ActionCall, ref: string) => Promise<Message>) =>
    async (call, ref) => {
      const schedule = findByRef(await desk.here(call.caller.address), ref);
      if (schedule === undefined) return notThere;
      return { ...(await deed(schedule, call, {})), inPlace: true };
    };

  return {
    commands: {
      "digest list": ({ caller }) => list(caller),
      "digest help": () => composeDigestHelp(),
      "digest pause": guarded(named(ofChat(pause))),
      "digest resume": guarded(named(reopen)),
      "digest remove": guarded(named(ofChat(askRemoval))),
      "digest preview": named((schedule) => preview(schedule, "1")),
      "digest now": guarded(named(post)),
      "digest skip": guarded((call, options) => {
        // Whoever says "skip next" means the next run, unless a schedule is called so.
        const typed = options["schedule"] ?? "";
        const isName = desk.remembered(call.caller.address).some(({ name }) => name === typed);
        const name = isName ? typed : typed.replace(/^next\b\s*/iu, "");
        return named(skip)(call, { ...options, schedule: name });
      }),
      ...writing.commands,
      ...log.commands,
    },
    actions: {
      "digest-list": async ({ caller }, page) => ({ ...(await list(caller, page)), inPlace: true }),
      "digest-one": pressed(async (schedule) => {
        const [view] = await viewSchedules(desk, [schedule], now());
        return view === undefined ? composeSchedules([], 1) : composeSchedule(view);
      }),
      "digest-pause": guarded(pressed(ofChat(pause))),
      "digest-resume": guarded(pressed(reopen)),
      "digest-remove": guarded(pressed(ofChat(askRemoval))),
      "digest-removed": guarded(pressed(remove)),
      "digest-preview": pressed((schedule) => preview(schedule, "1")),
      "digest-page": (call, rest) => {
        const [page = "", ref = ""] = rest.split(":");
        return pressed((schedule) => preview(schedule, page))(call, ref);
      },
      "digest-now": guarded(pressed(post)),
      "digest-skip": guarded((call, rest: string) => {
        const [ref = "", seconds] = rest.split(":");
        const slot = seconds === undefined ? {} : { slot: seconds };
        return pressed((schedule) => skip(schedule, call, slot))(call, ref);
      }),
      ...writing.actions,
      ...log.actions,
      ...createApproval(parts).actions,
    },
    openers: writing.openers,
    submits: writing.submits,
    home: createDigestHome(parts),
  };
}
