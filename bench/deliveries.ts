/** How many deliveries a second the outbox carries when the service has no limits, beside what the disk can do. */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild } from "./child.ts";
import { openLimitedSlack } from "./limited/slack.ts";
import { median, type Section } from "./report.ts";

interface DeliveriesOptions {
  deliveries: number;
  rounds: number;
  say(text: string): void;
}

const command = "npm run bench -- deliveries";

/** One page appended and synced after the other, as the log of a database is. */
function syncsPerSecond(ms: number): number {
  const folder = mkdtempSync(join(tmpdir(), "briefing-bench-"));
  const file = openSync(join(folder, "log"), "w");
  const page = Buffer.alloc(4_096, 1);
  const since = performance.now();
  let syncs = 0;
  for (; performance.now() - since < ms; syncs += 1) {
    writeSync(file, page);
    fsyncSync(file);
  }
  const taken = performance.now() - since;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return (syncs / taken) * 1_000;
}

/** So many requests are under way at a time, the bot's as well as those of the loops. */
const workspaces = 16;

async function deliverAll(script: string, deliveries: number): Promise<number> {
  const slack = await Promise.all(
    Array.from({ length: workspaces }, () => openLimitedSlack(deliveries / workspaces, false)),
  );
  const child = startChild(script);
  try {
    const targets = slack.map(({ url, channels }) => ({ url, channels: [...channels] }));
    await child.ask({ order: "prepare", job: { discord: null, slack: targets, isPaced: false } });
    const since = performance.now();
    await child.ask({ order: "go" });
    const seen = slack.map((each) => each.verdict());
    if (seen.some(({ lost, duplicated }) => lost + duplicated > 0))
      throw new Error("Not every delivery is shown once.");
    const lastAtMs = Math.max(...seen.map((each) => each.lastAtMs));
    return (deliveries / (lastAtMs - since)) * 1_000;
  } finally {
    await child.stop();
    for (const each of slack) each.close();
  }
}

export async function measureDeliveries(options: DeliveriesOptions): Promise<Section> {
  const { deliveries, rounds, say } = options;
  const rates = { syncs: [] as number[], ours: [] as number[], bare: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    rates.syncs.push(syncsPerSecond(1_000));
    rates.ours.push(await deliverAll("fanout-bot-child.ts", deliveries));
    rates.bare.push(await deliverAll("fanout-bare-child.ts", deliveries));
    const told = [rates.syncs, rates.ours, rates.bare].map((each) => Math.round(each.at(-1) ?? 0));
    say(`deliveries: round ${round} of ${rounds}: ${told.join(", ")} a second`);
  }
  const value = (all: readonly number[]): string =>
    `${Math.round(median(all))} a second (${Math.round(Math.min(...all))} to ${Math.round(Math.max(...all))})`;
  return {
    title: "Durable deliveries",
    text: `${deliveries} deliveries to channels of 16 Slack workspaces that set no limits and answer at once, ${rounds} rounds; median (least to most). Every delivery is claimed on disk before its request leaves, and settled on disk after its answer. Beside it, in the same rounds, one page after the other written and synced to the same disk, and the same posts by the Web API's client with nothing on disk. 16 requests are under way at a time, the bot's as well as the client's.`,
    rows: [
      { what: "this bot", value: value(rates.ours), command },
      { what: "beside it: write and fsync of 4 kB", value: value(rates.syncs), command },
      { what: "beside it: @slack/web-api, nothing on disk", value: value(rates.bare), command },
    ],
  };
}
