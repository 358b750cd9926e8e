/** `briefing why`: for each channel, what lets a briefing through or stops it. */
import type { Briefing } from "../briefing/briefing.ts";
import { composeWhy } from "../briefing/compose/why.ts";
import { plainText } from "../briefing/plain.ts";
import { findBriefing } from "../chat/library.ts";
import type { Config } from "../config/config.ts";
import type { PlannedSchedule } from "../delivery/planner.ts";
import { explainChannel, type Why } from "../delivery/why.ts";
import { BotError } from "../errors.ts";
import type { ChatSchedule } from "../storage/chat-schedules.ts";
import type { Channel } from "../storage/deliveries.ts";
import type { Db } from "../storage/store.ts";
import { addressIn } from "./addresses.ts";
import { withKnown } from "./known.ts";
import { loadEverySchedule } from "./load-schedules.ts";

export interface ChannelWhy extends Why {
  channel: string;
}

interface Here {
  /** As in the configuration, or with the platform's id. */
  label: string;
  address: Channel;
  schedules: (PlannedSchedule & { name: string; made: ChatSchedule | null })[];
}

/** Without a channel, every one that has a schedule. Throws `input` for what is not known. */
export async function whyIn(
  db: Db,
  path: string,
  config: Config,
  wanted: { name: string; channel?: string },
  now: Temporal.Instant,
): Promise<readonly ChannelWhy[]> {
  return withKnown(db, path, async (known) => {
    const { id } = named(
      known.map(({ briefing }) => briefing),
      wanted.name,
    );
    const told: ChannelWhy[] = [];
    for (const { label, address, schedules } of await channels(db, config, wanted.channel)) {
      const source = { db, known: () => known };
      const why = await explainChannel(source, address, schedules, id, now);
      if (why !== null) told.push({ channel: label, ...why });
    }
    return told;
  });
}

function named(briefings: readonly Briefing[], name: string): Briefing {
  const { briefing, near } = findBriefing(briefings, name);
  if (briefing !== undefined) return briefing;
  const ids = near.map(({ id }) => id);
  throw new BotError("input", `The bot knows no briefing ${JSON.stringify(name)}.`, {
    hint:
      ids.length > 0
        ? `Did you mean ${ids.join(" or ")}?`
        : "A file with errors, or one that the bot has not read yet, is not known: `briefing check` tells.",
  });
}

async function channels(
  db: Db,
  config: Config,
  wanted: string | undefined,
): Promise<readonly Here[]> {
  const all: Here[] = [];
  const at = (address: Channel, label: string): Here => {
    const found = all.find((each) => JSON.stringify(each.address) === JSON.stringify(address));
    const here = found ?? { label, address, schedules: [] };
    if (found === undefined) all.push(here);
    return here;
  };
  for (const channel of config.channels)
    at(await addressIn(db, channel), `${channel.platform}:${channel.name}`);
  for (const { order, ...schedule } of await loadEverySchedule(db, config)) {
    if (order === null) continue;
    const { address } = schedule;
    at(address, `${address.platform}:${address.channel}`).schedules.push({ ...order, ...schedule });
  }
  const here = all.filter(
    ({ label, address, schedules }) =>
      (wanted === undefined && schedules.length > 0) ||
      wanted === label ||
      wanted === `${address.platform}:${address.channel}`,
  );
  if (here.length > 0) return here;
  throw new BotError("input", `There is no channel ${wanted ?? "with a schedule"}.`, {
    hint: `Known are: ${all.map(({ label }) => label).join(", ") || "none"}.`,
  });
}

export function formatWhy(told: readonly ChannelWhy[]): string {
  return told.map((why) => `${why.channel}\n\n${plainText(composeWhy(why).lead)}`).join("\n\n");
}
