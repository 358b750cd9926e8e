/** The next run of a schedule: what it would post, posting it now, leaving it out. */
import { composeNote } from "../../briefing/compose/notes.ts";
import { composeNothingNew } from "../../briefing/compose/nothing-new.ts";
import { composeDone, composePreview } from "../../briefing/compose/schedules.ts";
import type { Message } from "../../briefing/message.ts";
import { counted } from "../../briefing/words.ts";
import { nextRun } from "../../delivery/preview.ts";
import type { NothingNew } from "../../delivery/nothing-new.ts";
import type { ActionCall, CommandCall } from "../../platforms/platform.ts";
import { loadHolds, skipRun } from "../../storage/schedule-holds.ts";
import { loadSchedule } from "../../storage/schedules.ts";
import type { BotParts, Options } from "../feature.ts";
import { actorOf } from "./authority.ts";
import type { ChannelSchedule } from "./desk.ts";
import { refOf } from "./find.ts";
import { follows, runsOf } from "./views.ts";

export type Call = CommandCall | ActionCall;
/** What is done with a schedule; `options` are those of the command or of the button. */
export type Deed = (schedule: ChannelSchedule, call: Call, options: Options) => Promise<Message>;

interface Runs {
  preview(schedule: ChannelSchedule, page: string): Promise<Message>;
  post: Deed;
  skip: Deed;
}

export function createRuns({ schedules: desk, whyNotPost, now }: BotParts): Runs {
  const { db } = desk;

  async function preview(schedule: ChannelSchedule, page: string): Promise<Message> {
    const at = now();
    const hold = (await loadHolds(db)).get(schedule.key);
    const closed = (await loadSchedule(db, schedule.key))?.paused ?? null;
    const next = nextRun(schedule, hold, at);
    const { told, embargoed, approval } = await desk.foresee(schedule, next ?? at);
    const messages = told === null ? [] : desk.compose(schedule, next ?? at, told);
    const { name } = schedule;
    return composePreview(
      {
        name,
        ref: refOf(schedule),
        next: next?.toString() ?? null,
        follows: follows(schedule),
        embargoed,
        isNews: told?.occasion === "news" && told.briefings.length > 0,
        page,
        paused: (hold?.paused ?? closed) !== null,
        approval,
        // Everybody may look, and drafts are for those who manage the channel.
        nothing:
          messages.length > 0
            ? null
            : { ...viewOf(await desk.countNothing(schedule)), heldBack: 0 },
      },
      messages,
    );
  }

  async function post(schedule: ChannelSchedule, call: Call): Promise<Message> {
    const refusal = await whyNotPost(call.caller);
    if (refusal !== null) return composeNote(refusal);
    const count = await desk.postNow(schedule, call.id, actorOf(call.caller));
    if (count === 0)
      return composeNothingNew(schedule.name, viewOf(await desk.countNothing(schedule)));
    return composeNote(
      `Posted to this channel: ${counted(count, "briefing")}. The next run leaves ${count === 1 ? "it" : "them"} out.`,
    );
  }

  async function skip(
    schedule: ChannelSchedule,
    { caller }: Call,
    { slot }: Options,
  ): Promise<Message> {
    const at = now();
    const { name } = schedule;
    if (follows(schedule)) {
      return composeNote(
        `“${name}” posts whenever a briefing is ready and has no next run. \`/digest pause ${name}\` lets it rest.`,
      );
    }
    const next = nextRun(schedule, undefined, at);
    if (next === null) return composeNote(`“${name}” has no run to come.`);
    if (slot !== undefined && Number(slot) !== Math.floor(next.epochMilliseconds / 1_000)) {
      return composeDone(
        `That run of “${name}” is over, or its schedule was changed: nothing was left out.`,
        { runs: runsOf(schedule, at).slice(0, 1), follows: false },
      );
    }
    await skipRun(db, schedule, next, actorOf(caller), at);
    await desk.settle();
    const runs = runsOf(schedule, next).slice(0, 1);
    const text = `“${name}” leaves one run out, and what it would have posted comes with the one after it. Left out:`;
    return composeDone(text, { runs, follows: false, at: next.toString() });
  }

  return { preview, post, skip };
}

function viewOf({ since, ...counts }: NothingNew) {
  return { ...counts, since: since?.toString() ?? null };
}
