/** Parse, compose, render and prove for both chats, beside packages that convert the same Markdown for Slack alone. */
import { markdownToBlocks } from "@tryfabric/mack";
import { slackifyMarkdown } from "slackify-markdown";
import { composeBriefing } from "../src/briefing/compose/compose.ts";
import { parseBriefing } from "../src/briefing/parse/parse.ts";
import { findFaults as findDiscordFaults } from "../src/platforms/discord/limits.ts";
import { renderDiscord } from "../src/platforms/discord/render.ts";
import { findFaults as findSlackFaults } from "../src/platforms/slack/faults.ts";
import { renderSlack } from "../src/platforms/slack/render.ts";
import { formatMs, median, type Section } from "./report.ts";
import { makeTexts, type Text } from "./texts.ts";

interface Contender {
  name: string;
  convert(text: Text): unknown;
}

const ours: Contender = { name: "this bot", convert };
const others: readonly Contender[] = [
  { name: "slackify-markdown", convert: ({ markdown }) => slackifyMarkdown(markdown) },
  { name: "@tryfabric/mack", convert: ({ markdown }) => markdownToBlocks(markdown) },
];
const contenders = [ours, ...others];

/** The whole article for Slack and for Discord, every payload proven against the limits; gives the number of payloads. */
function convert({ file, whole }: Text): number {
  const { briefing, problems } = parseBriefing(whole, { file, timeZone: "UTC" });
  if (briefing === null) throw new Error(`${file}: ${problems[0]?.message ?? "no article"}`);
  const message = composeBriefing(briefing, "full");
  const slack = renderSlack(message);
  const discord = renderDiscord(message);
  const faults = [
    ...slack.flatMap(({ payload }) => findSlackFaults(payload)),
    ...discord.flatMap(({ payload }) => findDiscordFaults(payload)),
  ];
  if (faults.length > 0) throw new Error(`${file}: ${faults.join("; ")}`);
  return slack.length + discord.length;
}

async function timeAll({ convert: run }: Contender, texts: readonly Text[]): Promise<number> {
  const since = performance.now();
  for (const text of texts) await run(text);
  return performance.now() - since;
}

/** So many texts in one go: what else the machine does slows everybody alike. */
const turn = 50;

async function timeInTurns(texts: readonly Text[]): Promise<ReadonlyMap<Contender, number>> {
  const taken = new Map(contenders.map((each) => [each, 0]));
  for (let start = 0, first = 0; start < texts.length; start += turn, first += 1) {
    for (let at = 0; at < contenders.length; at += 1) {
      const each = contenders[(at + first) % contenders.length] ?? ours;
      const ms = await timeAll(each, texts.slice(start, start + turn));
      taken.set(each, (taken.get(each) ?? 0) + ms);
    }
  }
  return taken;
}

export interface ConvertOptions {
  texts: number;
  rounds: number;
  say(text: string): void;
}

export async function measureConvert(options: ConvertOptions): Promise<Section> {
  const { rounds, say } = options;
  const texts = makeTexts(options.texts);
  say(`convert: warming up`);
  for (const each of contenders) await timeAll(each, texts.slice(0, 100));
  const times = new Map(contenders.map((each) => [each, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    const taken = await timeInTurns(texts);
    for (const [each, ms] of taken) times.get(each)?.push(ms);
    const told = contenders.map((each) => `${each.name} ${formatMs(taken.get(each) ?? 0)}`);
    say(`convert: round ${round + 1} of ${rounds}: ${told.join(", ")}`);
  }
  const payloads = texts.reduce((sum, text) => sum + convert(text), 0);
  return report(times, texts, rounds, payloads);
}

function report(
  times: ReadonlyMap<Contender, readonly number[]>,
  texts: readonly Text[],
  rounds: number,
  payloads: number,
): Section {
  const of = (each: Contender): number => median(times.get(each) ?? []);
  const value = (each: Contender): string => {
    const all = times.get(each) ?? [];
    return `${formatMs(of(each))} (${formatMs(Math.min(...all))} to ${formatMs(Math.max(...all))})`;
  };
  const command = "npm run bench -- convert";
  const kilobytes = texts.reduce((sum, { markdown }) => sum + Buffer.byteLength(markdown), 0) / 1e3;
  return {
    title: "Parse and render",
    text:
      `${texts.length} articles of ${(kilobytes / texts.length).toFixed(1)} kB on average, no two alike, ${rounds} rounds, taking ` +
      `turns in one process, ${turn} articles at a time; median (best to worst). This bot reads the front matter, validates, composes the whole ` +
      `article, renders it for Slack and for Discord, and proves all ${payloads} payloads against the limits. The ` +
      `packages get the text without front matter and convert it for Slack alone, without proof.`,
    rows: [
      {
        what: `this bot, ${texts.length} articles to Slack and Discord`,
        value: value(ours),
        command,
      },
      ...others.map((each) => ({
        what: `${each.name}, the same articles to Slack`,
        value: value(each),
        command,
      })),
      ...others.map((each) => {
        const ratio = of(ours) / of(each);
        return {
          what: `this bot ÷ ${each.name}`,
          value: ratio.toFixed(2),
          goal: { text: "≤ 1", met: ratio <= 1 },
          command,
        };
      }),
    ],
  };
}
