/** How long people wait for a command, beside the least that answers one; and what servers take of memory. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { Memory } from "./commands-job.ts";
import type { Asked } from "./people/asked.ts";
import { type DiscordPerson, openDiscordPerson } from "./people/discord.ts";
import { openSlackPerson, type SlackPerson } from "./people/slack.ts";
import type { Row, Section } from "./report.ts";
import { makeTexts } from "./texts.ts";

interface CommandsOptions {
  briefings: number;
  rounds: number;
  /** In one turn. */
  commands: number;
  servers: number;
  say(text: string): void;
}

const perSecond = 50;
const command = "npm run bench -- commands";
const mostRatio = 1.3;
const mostCompletionMs = 100;

interface Contender {
  child: Child;
  slack: SlackPerson;
  discord: DiscordPerson;
}

async function openContender(script: string, folder: string): Promise<Contender> {
  const [slack, discord] = [await openSlackPerson(), await openDiscordPerson()];
  const child = startChild(script, ["--expose-gc"]);
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
async function typeEvenly(count: number, type: (at: number) => Asked, into: Waits): Promise<void> {
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
  for (const { askedAtMs, ackAtMs, answerAtMs } of all) {
    into.ack.push((ackAtMs ?? Infinity) - askedAtMs);
    into.answer.push((answerAtMs ?? Infinity) - askedAtMs);
  }
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

type All = Record<Kind, Waits>;
const noWaits = (): All => ({
  slack: { ack: [], answer: [] },
  discord: { ack: [], answer: [] },
  completion: { ack: [], answer: [] },
});

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
    ours: await openContender("commands-bot-child.ts", folder),
    echo: await openContender("commands-echo-child.ts", folder),
  };
  const waits = { ours: noWaits(), echo: noWaits() };
  try {
    // Whoever has just started has compiled nothing yet.
    for (const each of Object.values(contenders)) {
      const lost = noWaits();
      for (const kind of ["slack", "discord", "completion"] as const)
        await typeEvenly(perSecond, typing[kind](each), lost[kind]);
    }
    for (let round = 1; round <= rounds; round += 1) {
      say(`commands: round ${round} of ${rounds}`);
      for (const kind of ["slack", "discord", "completion"] as const)
        for (const who of ["ours", "echo"] as const)
          await typeEvenly(commands, typing[kind](contenders[who]), waits[who][kind]);
    }
    const memory = {
      ours: await memoryOf(contenders.ours, options.servers),
      echo: await memoryOf(contenders.echo, options.servers),
    };
    return report(options, waits, memory);
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

function describe(values: readonly number[]): string {
  const [half, most] = [percentile(values, 0.5), percentile(values, 0.99)];
  return `${most.toFixed(1)} ms (median ${half.toFixed(1)} ms)`;
}

function ratioRow(what: string, ours: readonly number[], echo: readonly number[]): Row {
  const ratio = percentile(ours, 0.99) / percentile(echo, 0.99);
  const goal = { text: `≤ ${mostRatio}`, met: ratio <= mostRatio };
  return { what, value: ratio.toFixed(2), goal, command };
}

function report(
  { briefings, rounds, commands, servers }: CommandsOptions,
  { ours, echo }: Record<"ours" | "echo", All>,
  memory: Record<"ours" | "echo", number>,
): Section {
  const row = (what: string, values: readonly number[]): Row => ({
    what,
    value: describe(values),
    command,
  });
  const completion = percentile(ours.completion.ack, 0.99);
  const mb = (value: number): string => `${value.toFixed(0)} MB`;
  return {
    title: "Commands",
    text:
      `${perSecond} commands a second, a search and a list in turn, with ${briefings.toLocaleString("en-GB")} articles in the archive, ${rounds} rounds of ${commands}; ` +
      `99th percentile and median of what the person's side measures, in turns with the least that answers a command: Bolt and discord.js as they come, which say back what was typed. ` +
      `Both are processes that serve Slack and Discord. The bot puts every request on disk before it acknowledges it, the echo nothing. On Discord the first response of the bot is "thinking", that of the echo the answer itself. ` +
      `Memory is what the heap has grown after ${servers.toLocaleString("en-GB")} servers more of 30 channels, 12 roles and 20 emojis, with the same intents, garbage collected before and after.`,
    rows: [
      row("Slack, to the acknowledgement, this bot", ours.slack.ack),
      row("beside it: Bolt echo", echo.slack.ack),
      ratioRow("this bot ÷ Bolt echo, to the acknowledgement", ours.slack.ack, echo.slack.ack),
      row("Slack, to the answer, this bot", ours.slack.answer),
      row("beside it: Bolt echo", echo.slack.answer),
      row("Discord, to the first response, this bot", ours.discord.ack),
      row("beside it: discord.js echo", echo.discord.ack),
      ratioRow(
        "this bot ÷ discord.js echo, to the first response",
        ours.discord.ack,
        echo.discord.ack,
      ),
      row("Discord, to the answer, this bot", ours.discord.answer),
      {
        ...row("Discord, suggestions while typing, this bot", ours.completion.ack),
        goal: { text: `< ${mostCompletionMs} ms`, met: completion < mostCompletionMs },
      },
      row("beside it: discord.js echo", echo.completion.ack),
      {
        what: `${servers.toLocaleString("en-GB")} servers, this bot`,
        value: mb(memory.ours),
        command,
      },
      { what: "beside it: discord.js", value: mb(memory.echo), command },
    ],
  };
}
