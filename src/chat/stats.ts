/** `/briefing stats`: what became of the posts of this channel. */
import { composeStats } from "../briefing/compose/stats.ts";
import { countReading } from "../storage/reading.ts";
import type { BotParts, Feature } from "./feature.ts";

const days = 30;
const mostRows = 15;

export function createStats(parts: BotParts): Feature {
  return {
    commands: {
      "briefing stats": async ({ caller }) => {
        const since = parts.now().subtract({ hours: 24 * days });
        const all = await countReading(parts.schedules.db, { channel: caller.address, since });
        const rows = all.slice(0, mostRows);
        const titles = await Promise.all(
          rows.map(async ({ briefing }) => (await parts.find(briefing))?.title ?? briefing),
        );
        return composeStats(
          rows.map((row, index) => ({
            ...row,
            title: titles[index] ?? row.briefing,
            postedAt: row.postedAt.toString(),
          })),
          { days, total: all.length },
        );
      },
    },
    actions: {},
    openers: {},
    submits: {},
  };
}
