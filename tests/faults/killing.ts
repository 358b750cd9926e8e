/** When the bot is killed: by chance, at a moment of its own work, or at a moment of a request. */
import { setTimeout as pause } from "node:timers/promises";
import type { Bot } from "./bot.ts";
import { type ServerPoint, serverPoints } from "./desk.ts";
import type { Dice } from "./dice.ts";
import { type BotPoint, botPoints } from "./orders.ts";

export type Plan =
  | { by: "chance"; phase: "starting" | "running"; afterMs: number }
  | { by: BotPoint; nth: number }
  | { by: ServerPoint; nth: number };

function isBotPoint(name: string): name is BotPoint {
  return botPoints.some((point) => point === name);
}

export function planKill(dice: Dice): Plan {
  const kind = dice.roll();
  if (kind < 0.08) return { by: "chance", phase: "starting", afterMs: dice.between(20, 800) };
  if (kind < 0.3) return { by: "chance", phase: "running", afterMs: dice.between(0, 1_500) };
  if (kind < 0.75) {
    const by = dice.pick(botPoints);
    const isAtStart = by.includes("taken up");
    return { by, nth: isAtStart ? 0 : dice.whole(0, by.includes("occurrence") ? 2 : 6) };
  }
  return { by: dice.pick(serverPoints), nth: dice.whole(0, 5) };
}

/** A moment that does not come is not waited for longer than this. */
const patienceMs = 1_500;
const longestStartMs = 5_000;

/** Gives what it was killed by. */
export async function liveUntilKilled(
  bot: Bot,
  plan: Plan,
  listen: (listener: (point: ServerPoint) => void) => void,
): Promise<string> {
  if (plan.by === "chance") {
    bot.go({ crash: null });
    if (plan.phase === "running") await upOrOver(bot);
    await Promise.race([pause(plan.afterMs), bot.over()]);
    await bot.kill();
    return "by chance";
  }
  let left = plan.nth;
  let hit = false;
  const { by, nth } = plan;
  if (isBotPoint(by)) {
    bot.go({ crash: { point: by, nth } });
    await upOrOver(bot);
    await Promise.race([pause(patienceMs), bot.over()]);
    hit = !bot.alive;
  } else {
    listen((point) => {
      if (hit || point !== by) return;
      if (left > 0) {
        left -= 1;
        return;
      }
      hit = true;
      bot.signal("SIGKILL");
    });
    bot.go({ crash: null });
    await upOrOver(bot);
    await Promise.race([pause(patienceMs), bot.over()]);
  }
  await bot.kill();
  return hit ? by : "by chance";
}

async function upOrOver(bot: Bot): Promise<void> {
  await Promise.race([pause(longestStartMs), bot.up(), bot.over()]);
}
