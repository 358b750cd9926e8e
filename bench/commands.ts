/** How long people wait for a command, beside the least that answers one; and what servers take of memory. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type Child, startChild } from "./child.ts";
import { Memory } from "./commands-job.ts";
import type { Asked } from "./people/asked.ts";
import { type DiscordPerson, openDiscordPerson } from "./people/discord.ts";
import { openSlackPerson, type SlackPerson } from "./people/slack.ts";
import { median, type Row, type Section } from "./report.ts";
import { makeTexts } from "./texts.ts";
import { counted } from "../src/briefing/words.ts";

interface CommandsOptions {
  briefings: number;
  rounds: number;
  /** Of each kind, in one round: a multiple of `atATime`. */
  commands: number;
  servers: number;
  say(text: string): void;
}

const perSecond = 50;
/** Typed before it is the other's turn. */
const atATime = 100;
const command = "npm run bench -- commands";
const mostRatio = 1.3;
const mostCompletionMs = 100;

interface Contender {
  child: Child;
  slack: SlackPerson;
  discord: DiscordPerson;
}

const Package = z.object({ scripts: z.object({ start: z.string() }) });

/** What `npm start` gives to Node. */
function startOptions(): readonly string[] {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return Package.parse(JSON.parse(text)).scripts.start.match(/--\S+/gu) ?? [];
}

async function openContender(
  script: string,
  nodeOptions: readonly string[],
  folder: string,
): Promise<Contender> {
  const [slack, discord] = [await openSlackPerson(), await openDiscordPerson()];
  const child = startChild(script, ["--expose-gc", ...nodeOptions]);
  const { url, token } = discord;
  await child.ask({ order: "start", slack: slack.url, discord: { url, token }, folder });
  await Promise.all([slack.connected, discord.connected]);
  return { child, slack, discord };
}

async function writeArticles(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "briefing-bench-"));
  const texts = makeTexts(count);
  for (let start = 0; start < count; start += 200) {
    const some = texts.slice(start, start + 200);
    await Promise.all(
      some.map(({ whole }, at) => writeFile(join(folder, `sample-${start + at}.md`), whole)),
    );
  }
  return folder;
}

/** What people ask, in turn; words that many articles have, and a title. */
const searches = ["bridge", "water quality", "satellites in orbit", "battery", "reading habits"];

interface Waits {
  ack: number[];
  answer: number[];
}

/** Evenly, whether or not the bot keeps up, as people do. */
async function typeEvenly(count: number, type: (at: number) => Asked): Promise<Waits> {
  const since = performance.now();
  const all: Asked[] = [];
  for (let at = 0; at < count; at += 1) {
    const dueMs = since + (at * 1_000) / perSecond;
    await new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, dueMs - performance.now()));
    });
    all.push(type(at));
  }
  const patience = new Promise<void>((resolve) => {
    setTimeout(resolve, 10_000).unref();
  });
  await Promise.race([Promise.all(all.map(({ done }) => done)), patience]);
  return {
    ack: all.map(({ askedAtMs, ackAtMs }) => (ackAtMs ?? Infinity) - askedAtMs),
    answer: all.map(({ askedAtMs, answerAtMs }) => (answerAtMs ?? Infinity) - askedAtMs),
  };
}

type Kind = "slack" | "discord" | "completion";

const typing: Readonly<Record<Kind, (contender: Contender) => (at: number) => Asked>> = {
  slack:
    ({ slack }) =>
    (at) =>
      slack.type("/briefing", at % 2 === 0 ? `search ${wordsAt(at)}` : "list"),
  discord:
    ({ discord }) =>
    (at) =>
      at % 2 === 0 ? discord.type("search", { words: wordsAt(at) }) : discord.type("list", {}),
  completion:
    ({ discord }) =>
    (at) =>
      discord.complete("show", "name", wordsAt(at).slice(0, 2 + (at % 8))),
};

function wordsAt(at: number): string {
  return searches[Math.floor(at / 2) % searches.length] ?? "";
}

const whos = ["ours", "echo"] as const;
type Who = (typeof whos)[number];
const kinds = ["slack", "discord", "completion"] as const;
/** One turn each. */
type Round = Record<Kind, Record<Who, Waits>>;

/**
 * One after the other, so that never both have something to do; a few at a time, so that what else the machine does
 * meets both. Who comes first changes from round to round.
 */
async function takeTurns(
  contenders: Record<Who, Contender>,
  commands: number,
  order: readonly Who[],
): Promise<Round> {
  const nothing = (): Record<Who, Waits> => ({
    ours: { ack: [], answer: [] },
    echo: { ack: [], answer: [] },
  });
  const round = { slack: nothing(), discord: nothing(), completion: nothing() };
  for (const kind of kinds)
    for (let done = 0; done < commands; done += atATime)
      for (const who of order) {
        const { ack, answer } = await typeEvenly(atATime, typing[kind](contenders[who]));
        round[kind][who].ack.push(...ack);
        round[kind][who].answer.push(...answer);
      }
  return round;
}

async function memoryOf({ child, discord }: Contender, servers: number): Promise<number> {
  const before = Memory.parse(await child.ask({ order: "memory" }));
  discord.join(servers);
  // One more command is answered after all of them were taken in.
  await discord.type("list", {}).done;
  const after = Memory.parse(await child.ask({ order: "memory" }));
  return after.heapMb - before.heapMb;
}

export async function measureCommands(options: CommandsOptions): Promise<Section> {
  const { rounds, commands, say } = options;
  say(`commands: writing and reading ${options.briefings} articles`);
  const folder = await writeArticles(options.briefings);
  const contenders = {
    ours: await openContender("commands-bot-child.ts", startOptions(), folder),
    echo: await openContender("commands-echo-child.ts", [], folder),
  };
  try {
    // Whoever has just started has compiled nothing yet.
    await takeTurns(contenders, commands, whos);
    const measured: Round[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const order = round % 2 === 0 ? whos : whos.toReversed();
      const turns = await takeTurns(contenders, commands, order);
      measured.push(turns);
      const told = kinds.map((kind) => `${kind} ${ratioOf(turns[kind]).toFixed(2)}`);
      say(`commands: round ${round} of ${rounds}: ${told.join(", ")} of the echo's p99`);
    }
    const memory = {
      ours: await memoryOf(contenders.ours, options.servers),
      echo: await memoryOf(contenders.echo, options.servers),
    };
    return report(options, measured, memory);
  } finally {
    for (const { child, slack, discord } of Object.values(contenders)) {
      await child.stop();
      slack.close();
      discord.close();
    }
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of every hundred people, how long all but the slowest wait. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

const p99 = (values: readonly number[]): number => percentile(values, 0.99);

function ratioOf({ ours, echo }: Record<Who, Waits>): number {
  return p99(ours.ack) / p99(echo.ack);
}

function describe(rounds: readonly (readonly number[])[]): string {
  const [most, half] = [rounds.map(p99), rounds.map(median)];
  return `${spread(most, 1)} ms; half of them ${median(half).toFixed(1)} ms`;
}

function spread(values: readonly number[], digits: number): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

function ratioRow(what: string, turns: readonly Record<Who, Waits>[]): Row {
  const ratios = turns.map(ratioOf);
  const goal = { text: `≤ ${mostRatio}`, met: median(ratios) <= mostRatio };
  return { what, value: spread(ratios, 2), goal, command };
}

function report(
  { briefings, rounds, commands, servers }: CommandsOptions,
  measured: readonly Round[],
  memory: Record<Who, number>,
): Section {
  const turnsOf = (kind: Kind): readonly Record<Who, Waits>[] =>
    measured.map((round) => round[kind]);
  const waitsOf = (kind: Kind, who: Who, until: keyof Waits): readonly (readonly number[])[] =>
    turnsOf(kind).map((turn) => turn[who][until]);
  const row = (what: string, kind: Kind, who: Who, until: keyof Waits): Row => ({
    what,
    value: describe(waitsOf(kind, who, until)),
    command,
  });
  const completion = Math.max(...waitsOf("completion", "ours", "ack").map(p99));
  const mb = (value: number): string => `${value.toFixed(0)} MB`;
  return {
    title: "Commands",
    text:
      `${perSecond} commands a second, a search and a list in turn, with ${briefings.toLocaleString("en-GB")} articles in the archive, ${counted(rounds, "round")} of ${commands} after one to warm up. ` +
      `The bot takes turns of ${atATime} with the least that answers a command: Bolt and discord.js as they come, which say back what was typed; whoever's turn it is not has nothing to do. ` +
      `What the person's side measures: of each round the 99th percentile; the median of the rounds (least to most), and what half of the commands take. The ratio is taken within each round. ` +
      `Both are processes that serve Slack and Discord, the bot with the options that \`npm start\` gives to Node, the echo with none. The bot writes down every request before it acknowledges it, the echo nothing. On Discord the first response of the bot is "thinking", that of the echo the answer itself. ` +
      `Some 0.2 ms of the difference are the writing down; the rest is garbage that is collected in between, more of it as there is more to answer. ` +
      `Memory is what the heap has grown after ${servers.toLocaleString("en-GB")} servers more of 30 channels, 12 roles and 20 emojis, with the same intents, garbage collected before and after.`,
    rows: [
      row("Slack, to the acknowledgement, this bot", "slack", "ours", "ack"),
      row("beside it: Bolt echo", "slack", "echo", "ack"),
      ratioRow("this bot ÷ Bolt echo, to the acknowledgement", turnsOf("slack")),
      row("Slack, to the answer, this bot", "slack", "ours", "answer"),
      row("beside it: Bolt echo", "slack", "echo", "answer"),
      row("Discord, to the first response, this bot", "discord", "ours", "ack"),
      row("beside it: discord.js echo", "discord", "echo", "ack"),
      ratioRow("this bot ÷ discord.js echo, to the first response", turnsOf("discord")),
      row("Discord, to the answer, this bot", "discord", "ours", "answer"),
      {
        ...row("Discord, suggestions while typing, this bot", "completion", "ours", "ack"),
        goal: { text: `< ${mostCompletionMs} ms`, met: completion < mostCompletionMs },
      },
      row("beside it: discord.js echo", "completion", "echo", "ack"),
      {
        what: `${servers.toLocaleString("en-GB")} servers, this bot`,
        value: mb(memory.ours),
        command,
      },
      { what: "beside it: discord.js", value: mb(memory.echo), command },
    ],
  };
}
