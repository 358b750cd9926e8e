/** The bot as a child process: kept ready, let go, killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Go, Start } from "./orders.ts";

const root = join(import.meta.dirname, "../..");

export interface BotOptions {
  /** A command that runs the bot's, such as one that watches its system calls. */
  wrapper?: readonly string[];
  script: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  start: Start;
  log: string;
}

export interface Bot {
  /** Resolves when everything is loaded. */
  prepared(): Promise<void>;
  go(go: Go): void;
  /** True when it said that it is up, false when it ended before. */
  up(): Promise<boolean>;
  readonly alive: boolean;
  signal(name: NodeJS.Signals): void;
  kill(): Promise<void>;
  over(): Promise<void>;
}

export function spawnBot({ wrapper = [], script, args, env, start, log }: BotOptions): Bot {
  const errors = openSync(log, "a");
  const [program = "", ...rest] = [
    ...wrapper,
    process.execPath,
    "--import",
    join(import.meta.dirname, "child.ts"),
    script,
    ...args,
  ];
  const child: ChildProcess = spawn(program, rest, {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", ...env, FAULTS: JSON.stringify(start) },
    stdio: ["ignore", "pipe", errors, "ipc"],
  });
  closeSync(errors);
  const ended = once(child, "exit");
  const prepared = once(child, "message");
  prepared.catch(() => undefined);
  const { promise: isUp, resolve } = Promise.withResolvers<boolean>();
  let said = "";
  child.stdout?.on("data", (data: Buffer) => {
    said += data.toString("utf8");
    if (said.includes("Press Ctrl-C")) resolve(true);
  });
  void ended.then(() => resolve(false));
  child.on("error", () => undefined);
  return {
    prepared: async () => {
      await Promise.race([prepared, ended]);
    },
    go: (go) => {
      if (child.connected) child.send(go, () => undefined);
    },
    up: () => isUp,
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    signal: (name) => void child.kill(name),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    over: async () => {
      await ended;
    },
  };
}
