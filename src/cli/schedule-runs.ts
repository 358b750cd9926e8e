/** `briefing schedules preview`, `now` and `skip`: the next run, seen, had now or left out, beside a running bot. */
import { randomUUID } from "node:crypto";
import { composeSlot, slotPosts } from "../app/schedules.ts";
import { formatTime } from "../app/status.ts";
import { nothingNew } from "../briefing/compose/nothing-new.ts";
import { plainText } from "../briefing/plain.ts";
import { counted } from "../briefing/words.ts";
import type { ChannelSchedule } from "../chat/digests/desk.ts";
import { fatesAmong } from "../chat/library.ts";
import { countNothing } from "../delivery/nothing-new.ts";
import { foresee, nextRun, postNowFor } from "../delivery/preview.ts";
import { BotError } from "../errors.ts";
import { platformNames, platformRegistry } from "../platforms/index.ts";
import type { KnownBriefing } from "../schedule/digest.ts";
import { type Hold, skipRun } from "../storage/schedule-holds.ts";
import { withKnown } from "./known.ts";
import { type Deed, find, operator, soon } from "./schedules.ts";

interface Where {
  channel?: string;
}

/** What `--json` prints. `posts` are requests of the platform, as `briefing preview` prints them. */
export interface ForeseenRun {
  key: string;
  nextAt: string | null;
  briefings: readonly string[];
  /** More that are under embargo now and will be out by then. */
  embargoed: number;
  posts: readonly { to: string; payload: unknown }[];
  /** For people. */
  text: string;
}

interface Wanted {
  schedule: ChannelSchedule;
  hold: Hold | undefined;
}

async function wanted(deed: Deed, name: string, { channel }: Where): Promise<Wanted> {
  const { order, key, address, made, name: its, hold } = await find(deed, name, channel);
  if (order !== null) return { schedule: { ...order, key, address, made, name: its }, hold };
  throw new BotError("input", `${key} cannot be read.`, { hint: "The log of the bot says why." });
}

async function rendererFor({ address }: ChannelSchedule) {
  const platform = platformNames.find((each) => each === address.platform);
  if (platform === undefined) throw new TypeError(`no platform ${address.platform}`);
  return platformRegistry[platform].renderer();
}

function time(at: Temporal.Instant, { config }: Deed): string {
  return formatTime(at.toZonedDateTimeISO(config.timeZone));
}

/** What the next run would post, by the code that posts it. Throws `input`. */
export async function previewRun(
  deed: Deed,
  path: string,
  name: string,
  where: Where,
): Promise<ForeseenRun> {
  const { db, now } = deed;
  const { schedule, hold } = await wanted(deed, name, where);
  const render = await rendererFor(schedule);
  return withKnown(db, path, async (all) => {
    const known = () => all;
    const next = nextRun(schedule, hold, now);
    const { told, embargoed } = await foresee({ db, known }, schedule, next ?? now, now);
    const fateOf = fatesAmong(known, () => now);
    const made = told === null ? [] : slotPosts(schedule, next ?? now, told, fateOf);
    const texts = made.flatMap(({ message: { lead, thread } }) => [lead, thread].map(plainText));
    const posts =
      made.length > 0
        ? texts.filter((text) => text !== "")
        : ["Nothing would be posted.", await whyNothing(deed, schedule, all)];
    const when = next === null ? "No run is to come." : `The run of ${time(next, deed)}:`;
    return {
      key: schedule.key,
      nextAt: next?.toString() ?? null,
      briefings: told?.briefings.map(({ id }) => id) ?? [],
      embargoed,
      posts: made.flatMap(({ message }) => render(message)),
      text: [
        when,
        ...posts,
        ...(embargoed > 0
          ? [`${counted(embargoed, "more briefing")} will join it, under embargo until then.`]
          : []),
      ].join("\n\n"),
    };
  });
}

async function whyNothing(
  { db, now }: Deed,
  schedule: ChannelSchedule,
  all: readonly KnownBriefing[],
): Promise<string> {
  const nothing = await countNothing({ db, known: () => all }, schedule, now);
  return plainText(nothingNew({ ...nothing, since: nothing.since?.toString() ?? null }));
}

/** Gives a sentence. The running bot sends it. Throws `input`. */
export async function postRun(
  deed: Deed,
  path: string,
  name: string,
  where: Where,
): Promise<string> {
  const { db, now } = deed;
  const { schedule } = await wanted(deed, name, where);
  const { key, address } = schedule;
  if (address.workspace === "") {
    throw new BotError(
      "input",
      `The bot has not posted to ${key} yet, and does not know where it is.`,
      {
        hint: "Post it in that channel, with /digest now.",
      },
    );
  }
  const render = await rendererFor(schedule);
  return withKnown(db, path, async (all) => {
    const known = () => all;
    const fateOf = fatesAmong(known, () => now);
    const posted = await postNowFor(
      { db, known, compose: (...slot) => composeSlot(...slot, { render, fateOf }) },
      schedule,
      { wish: randomUUID(), by: operator },
      now,
    );
    if (posted.length > 0) {
      return `${key} posts ${counted(posted.length, "briefing")}: in a moment where the bot runs, otherwise at its next start.`;
    }
    return `Nothing was posted: ${key} has nothing new.\n${await whyNothing(deed, schedule, all)}`;
  });
}

/** Gives a sentence. Throws `input`, also when that run is left out already. */
export async function skipNext(deed: Deed, name: string, where: Where): Promise<string> {
  const { schedule } = await wanted(deed, name, where);
  const { key } = schedule;
  if ("ready" in schedule.rule) {
    throw new BotError("input", `${key} posts whenever a briefing is ready, and has no next run.`, {
      hint: "briefing schedules pause lets it rest.",
    });
  }
  const next = nextRun(schedule, undefined, deed.now);
  if (next === null) return `${key} has no run to come.`;
  await skipRun(deed.db, schedule, next, operator, deed.now);
  return `${key} leaves out the run of ${time(next, deed)}. What it would have posted comes with the one after it. ${soon}`;
}
