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
        const filter = { channel: caller.address, since, limit: mostRows };
        const rows = await countReading(parts.schedules.db, filter);
        const titles = await Promise.all(
          rows.map(async ({ briefing }) => (await parts.find(briefing))?.title ?? briefing),
        );
        return composeStats(
          rows.map((row, index) => ({
            ...row,
            title: titles[index] ?? row.briefing,
            postedAt: row.postedAt.toString(),
          })),
          days,
        );
      },
    },
    actions: {},
    openers: {},
    submits: {},
  };
}
