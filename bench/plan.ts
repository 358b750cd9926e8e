/** Very many schedules due in the same minute. */
import { z } from "zod";
import { startChild } from "./child.ts";
import { formatMs, median, type Section } from "./report.ts";

const Timed = z.object({ ms: z.number(), planned: z.number() });
const Result = z.object({
  first: Timed,
  slot: Timed,
  idle: Timed,
  beforeMb: z.number(),
  mostMb: z.number(),
});

interface PlanOptions {
  schedules: number;
  rounds: number;
  say(text: string): void;
}

const command = "npm run bench -- plan";
const digestSize = 3;

export async function measurePlan({ schedules, rounds, say }: PlanOptions): Promise<Section> {
  const results: z.infer<typeof Result>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const child = startChild("plan-child.ts");
    try {
      results.push(Result.parse(await child.ask({ schedules, digestSize })));
    } finally {
      await child.stop();
    }
    say(`plan: round ${round} of ${rounds}: ${formatMs(results.at(-1)?.slot.ms ?? Number.NaN)}`);
  }
  if (results.some(({ slot }) => slot.planned !== schedules))
    throw new Error("Not every schedule was planned.");
  const value = (pick: (result: z.infer<typeof Result>) => number): string => {
    const all = results.map(pick);
    return `${formatMs(median(all))}, worst ${formatMs(Math.max(...all))}`;
  };
  const grown = results.map(({ beforeMb, mostMb }) => mostMb - beforeMb);
  const most = results.map(({ mostMb }) => mostMb);
  const count = schedules.toLocaleString("en-GB");
  return {
    title: `${count} schedules due in the same minute`,
    text:
      `One planner, ${count} schedules in as many channels, all due at 09:00 with a digest of ${digestSize} articles, ${rounds} rounds in a process of ` +
      `their own; median and worst. Planning works out what is due, composes and renders every digest and puts it into the outbox, in transactions of a hundred schedules, ` +
      `each on disk; what is on disk is sent while the rest is still being planned. Memory is what the process holds resident at its highest meanwhile.`,
    rows: [
      { what: `to plan ${count} that are due`, value: value(({ slot }) => slot.ms), command },
      {
        what: `to meet ${count} for the first time`,
        value: value(({ first }) => first.ms),
        command,
      },
      { what: "a minute later, when nothing is due", value: value(({ idle }) => idle.ms), command },
      {
        what: "memory meanwhile",
        value: `${Math.round(median(most))} MB, ${Math.round(median(grown))} MB more than before`,
        command,
      },
    ],
  };
}
