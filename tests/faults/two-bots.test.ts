/** Two bots on one database, as processes: only one of them ever sends. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Bot } from "./bot.ts";
import type { SeedOptions } from "./options.ts";
import { sumOf } from "./report.ts";
import { isSettled, summarise } from "./seed.ts";
import { openStage, type Stage, until } from "./stage.ts";

const boundMs = 60_000;

const options: SeedOptions = {
  seed: 301,
  platforms: ["slack"],
  articles: 2,
  paragraphs: 40,
  everyMinutes: 2,
  channels: { slack: 4, discord: 0 },
  kills: 0,
  factor: 20,
  blind: false,
  faulty: false,
};

async function open(): Promise<Stage> {
  const stage = await openStage(options);
  onTestFinished(() => {
    stage.close();
    stage.discard();
  });
  return stage;
}

async function start(stage: Stage): Promise<{ bot: Bot; isUp: boolean }> {
  const bot = stage.spawn();
  onTestFinished(async () => {
    bot.signal("SIGCONT");
    await bot.kill();
  });
  await bot.prepared();
  bot.go({ crash: null });
  return { bot, isUp: await bot.up() };
}

function logOf(stage: Stage): string {
  return readFileSync(join(stage.folder, "bot.log"), "utf8");
}

async function expectAllOnce(stage: Stage): Promise<void> {
  expect(await until(() => isSettled(stage.ledger(), stage.servers, options), boundMs)).toBe(true);
  const { platforms } = summarise(options, stage.servers, null);
  expect(sumOf(platforms)).toMatchObject({ lost: 0, duplicated: 0, wrong: 0 });
}

it("the second is refused with a sentence, also while the first is stopped for longer than anything waits", async () => {
  const stage = await open();
  const first = await start(stage);
  expect(first.isUp).toBe(true);
  first.bot.signal("SIGSTOP");
  const second = await start(stage);
  expect(second.isUp).toBe(false);
  expect(second.bot.alive).toBe(false);
  expect(logOf(stage)).toMatch(/Process \d+ already runs the bot on .*bot\.db/);
  first.bot.signal("SIGCONT");
  await expectAllOnce(stage);
}, 150_000);

it("one whose lock was taken away from it while it was stopped sends no more and says so", async () => {
  const stage = await open();
  const first = await start(stage);
  const marks = (): number => sumOf(summarise(options, stage.servers, null).platforms).posts;
  expect(await until(() => marks() > 0 && stage.ledger().open === 0, boundMs)).toBe(true);
  first.bot.signal("SIGSTOP");
  rmSync(join(stage.folder, "data/bot.db-owner"));
  const second = await start(stage);
  expect(second.isUp).toBe(true);
  first.bot.signal("SIGCONT");
  await expectAllOnce(stage);
  const fenced = (): boolean => logOf(stage).includes("replaced by another process");
  expect(fenced() || !first.bot.alive).toBe(true);
}, 150_000);
