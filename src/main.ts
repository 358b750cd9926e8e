/** `briefing start`: runs the bot until it is told to stop, and says what runs where. */
import { schedule } from "node-cron";
import { startApp, type App } from "./app/app.ts";
import type { CalendarSource } from "./app/calendars.ts";
import type { Shelf } from "./app/shelf.ts";
import { describeApp } from "./app/status.ts";
import type { Config } from "./config/config.ts";
import type { BotError } from "./errors.ts";
import { openLog } from "./log.ts";

interface RunOptions {
  config: Config;
  calendars: CalendarSource;
  env: Readonly<Record<string, string | undefined>>;
  print(text: string): void;
}

/** A second Ctrl-C, or a stop that takes longer than this, ends the process at once; the outbox loses nothing by it. */
const stopMs = 1_800;

/** How often the reading of a large folder is told of. */
const tellMs = 5_000;

export async function run({ config, calendars, env, print }: RunOptions): Promise<void> {
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
    calendars,
    env,
    dataDirectory: env["DATA_DIR"] ?? "data",
    log,
    onReplaced: replaced.resolve,
  });
  const rests = { paused: await app.paused(), holds: await app.holds() };
  print(describeApp(app, config, rests, Temporal.Now.instant()));
  void followReading(app.shelf, print);
  // Every minute at its beginning; what is due is worked out by the planner, not by cron.
  const wake = schedule("* * * * *", () => void app.tick().catch(() => undefined));
  const signal = await Promise.race([stopping, replaced.promise]);
  await wake.destroy();
  await stopWithin(app);
  if (typeof signal !== "string") throw signal;
  print("Stopped. Nothing is lost: what was still to be posted is posted after the next start.");
}

/** A folder that was never seen takes a while; says how far it is, and when it is done. */
async function followReading(shelf: Shelf, print: (text: string) => void): Promise<void> {
  const total = shelf.catchingUp()?.unread ?? 0;
  if (total === 0) return;
  const since = performance.now();
  const tell = setInterval(() => {
    print(`  reading   ${total - (shelf.catchingUp()?.unread ?? 0)} of ${total} files`);
  }, tellMs);
  await shelf.settled();
  clearInterval(tell);
  if (shelf.catchingUp()?.unread) return;
  const seconds = Math.round((performance.now() - since) / 1_000);
  print(
    `  reading   done: ${total} files in ${seconds} s, ${shelf.known().length} articles are known`,
  );
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
