/** `briefing start`: runs the bot until it is told to stop, and says what runs where. */
import { schedule } from "node-cron";
import { startApp, type App } from "./app/app.ts";
import { describeApp } from "./app/status.ts";
import type { Config } from "./config/config.ts";
import type { BotError } from "./errors.ts";
import { openLog } from "./log.ts";

interface RunOptions {
  config: Config;
  env: Readonly<Record<string, string | undefined>>;
  print(text: string): void;
}

/** A second Ctrl-C, or a stop that takes longer than this, ends the process at once; the outbox loses nothing by it. */
const stopMs = 1_800;

export async function run({ config, env, print }: RunOptions): Promise<void> {
  const log = openLog(
    env["LOG_LEVEL"] ?? (process.stderr.isTTY ? "warn" : "info"),
    env,
    process.stderr.isTTY,
  );
  const stopping = untilSignal().then((signal) => {
    print(`\n${signal === "SIGINT" ? "Ctrl-C" : signal}: stopping …`);
    // A service that does not answer may keep the start waiting as well as the stop.
    setTimeout(() => process.exit(1), stopMs).unref();
    return signal;
  });
  const replaced = Promise.withResolvers<BotError>();
  const app = await startApp({
    config,
    env,
    dataDirectory: env["DATA_DIR"] ?? "data",
    log,
    onReplaced: replaced.resolve,
  });
  print(describeApp(app, config, await app.paused(), Temporal.Now.instant()));
  // Every minute at its beginning; what is due is worked out by the planner, not by cron.
  const wake = schedule("* * * * *", () => void app.tick().catch(() => undefined));
  const signal = await Promise.race([stopping, replaced.promise]);
  await wake.destroy();
  await stopWithin(app);
  if (typeof signal !== "string") throw signal;
  print("Stopped. Nothing is lost: what was still to be posted is posted after the next start.");
}

function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isFirst = true;
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      process.on(name, () => {
        if (!isFirst) process.exit(1);
        isFirst = false;
        resolve(name);
      });
    }
  });
}

async function stopWithin(app: App): Promise<void> {
  const late = setTimeout(() => process.exit(1), stopMs);
  await app.stop();
  clearTimeout(late);
}
