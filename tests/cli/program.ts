/** The program as a process of its own, in a folder of its own. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "src/bin.js");

type Environment = Readonly<Record<string, string>>;

/** Nothing of the machine's own settings reaches the program. */
function environment(more: Environment): NodeJS.ProcessEnv {
  const ours = /^(?:SLACK|DISCORD)_|^(?:PORT|HOST|DATA_DIR|LOG_LEVEL|NODE_OPTIONS)$/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return { ...Object.fromEntries(kept), PORT: "0", LOG_LEVEL: "warn", NO_COLOR: "1", ...more };
}

export interface Folder {
  path: string;
  write(file: string, text: string): void;
  remove(): void;
}

/** With the samples and the configuration of the repository, unless a test writes its own. */
export function openFolder({ samples = true } = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), "briefing-program-"));
  for (const name of samples ? ["config", "briefings"] : [])
    cpSync(join(root, name), join(path, name), { recursive: true });
  return {
    path,
    write(file, text) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs one command to its end. */
export function runProgram(
  folder: Folder,
  words: readonly string[],
  { env = {}, node = [] }: { env?: Environment; node?: readonly string[] } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...node, bin, ...words],
      { cwd: folder.path, env: environment(env), timeout: 15_000 },
      (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, out, err });
      },
    );
  });
}

export interface Running {
  pid: number;
  out(): string;
  err(): string;
  /** The first match in what it prints. Throws when it ends first or takes longer than ten seconds. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Gives its exit code, or the signal that ended it, and how long that took. */
  end(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<{ end: number | string; tookMs: number }>;
}

export function startProgram(folder: Folder, env: Environment = {}): Running {
  const child = spawn(process.execPath, [bin, "start"], {
    cwd: folder.path,
    env: environment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  const wakers = new Set<() => void>();
  const wake = (): void => wakers.forEach((each) => each());
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    wake();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.on("exit", wake);
  const exited = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const done = (settle: () => void): void => {
          clearTimeout(late);
          wakers.delete(look);
          settle();
        };
        const look = (): void => {
          const match = pattern.exec(out);
          if (match !== null) done(() => resolve(match));
          else if (child.exitCode !== null || child.signalCode !== null)
            done(() => reject(new Error(`It ended before it printed ${pattern}:\n${out}\n${err}`)));
        };
        const late = setTimeout(
          () => done(() => reject(new Error(`It does not print ${pattern}:\n${out}\n${err}`))),
          10_000,
        );
        wakers.add(look);
        look();
      }),
    async end(signal) {
      const since = performance.now();
      child.kill(signal);
      await exited;
      const end = child.exitCode ?? child.signalCode ?? "unknown";
      return { end, tookMs: performance.now() - since };
    },
  };
}

/** The whole bot is up: gives where its page is. */
export async function address(program: Running): Promise<string> {
  await program.prints(/Press Ctrl-C/);
  const [, url = ""] = await program.prints(/(http:\/\/localhost:\d+)/);
  return url;
}

export function article(title: string, front = ""): string {
  return `${front === "" ? "" : `---\n${front}\n---\n`}# ${title}

## Preface
After nine years of work the harbour bridge carries its first trains.

## Lazy bag
- Trains cross from Monday.
- Cyclists have a lane of their own.

## Main Body
The mayor opened the harbour bridge on Saturday morning. It is 1,204 metres long and carries two tracks.

The bridge cost 310 million euros, a third more than planned.

## Key Insights Table
| Aspect | Description |
|---|---|
| Length | The bridge is 1,204 metres long. |
| Cost | It cost 310 million euros. |
`;
}
