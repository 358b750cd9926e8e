/** Programs to measure, as processes of their own in a folder like a fresh clone. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, symlink } from "node:fs/promises";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

export interface Program {
  command: string;
  arguments: readonly string[];
}

export interface Run {
  /** From spawning to the first page with status 200. */
  upMs: number;
  /** From spawning until the program has printed what was waited for; as `upMs` where nothing was. */
  saidMs: number;
  /** Resident, idle. */
  memoryMb: number;
  /** From Ctrl-C until the last process is gone. */
  stopMs: number;
}

export const bareServer: Program = {
  command: process.execPath,
  arguments: [
    "-e",
    'require("node:http").createServer((_, response) => response.end("hello")).listen(process.env.PORT); process.on("SIGINT", () => process.exit(0))',
  ],
};

/** What any program would have to do at least that looks at every article. */
export const bareReader: Program = {
  command: process.execPath,
  arguments: [
    "-e",
    'const { readdirSync, readFileSync } = require("node:fs"); const { createHash } = require("node:crypto"); for (const name of readdirSync("briefings")) createHash("sha256").update(readFileSync("briefings/" + name)).digest(); require("node:http").createServer((_, response) => response.end("hello")).listen(process.env.PORT); process.on("SIGINT", () => process.exit(0))',
  ],
};

const patienceMs = 60_000;
const idleMs = 5_000;

/** The sources are linked, what the bot reads and writes is its own. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "briefing-bench-"));
  for (const name of ["package.json", "config", "briefings"])
    await cp(join(root, name), join(folder, name), { recursive: true });
  for (const name of ["src", "scripts", "node_modules"])
    await symlink(join(root, name), join(folder, name));
  return folder;
}

/** Without tokens and settings of ours. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const left = /^(?:SLACK|DISCORD|npm)_|^(?:PORT|HOST|DATA_DIR|LOG_LEVEL|NODE_.*)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.test(name)));
}

/** What `npm ci` does at its end. */
export async function prepare(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await run("npm", ["run", "-s", "prepare"], {
    cwd: folder,
    env: { ...bareEnvironment(), ...env },
  });
}

export async function timeNothing(): Promise<number> {
  const since = performance.now();
  await run(process.execPath, ["-e", "0"], { env: bareEnvironment() });
  return performance.now() - since;
}

export async function startAndStop(
  program: Program,
  folder: string,
  env: NodeJS.ProcessEnv,
  waitFor?: string,
): Promise<Run> {
  const port = await freePort();
  const since = performance.now();
  const child = spawn(program.command, program.arguments, {
    cwd: folder,
    env: { ...bareEnvironment(), ...env, PORT: String(port) },
    stdio: ["ignore", waitFor === undefined ? "ignore" : "pipe", "ignore"],
    detached: true,
  });
  const said = untilSaid(child, waitFor);
  try {
    await untilPage(port, child);
    const upMs = performance.now() - since;
    await said;
    const saidMs = waitFor === undefined ? upMs : performance.now() - since;
    await pause(idleMs);
    const memoryMb = await residentMb(child);
    return { upMs, saidMs, memoryMb, stopMs: await stop(child) };
  } finally {
    if (isAlive(child)) process.kill(-(child.pid ?? 0), "SIGKILL");
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function untilPage(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while ((await statusOf(port)) !== 200) {
    if (child.exitCode !== null) throw new Error(`The program ended with code ${child.exitCode}.`);
    if (performance.now() > deadline) throw new Error("The page does not answer.");
    await pause(5);
  }
}

async function untilSaid({ stdout }: ChildProcess, text: string | undefined): Promise<void> {
  if (stdout === null || text === undefined) return;
  let all = "";
  for await (const chunk of stdout.setEncoding("utf8")) {
    all += String(chunk);
    if (all.includes(text)) return;
  }
  throw new Error(`The program never said “${text}”.`);
}

/** Reads the whole page; null while nobody listens. */
function statusOf(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    get({ host: "127.0.0.1", port, path: "/", agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? null));
    }).on("error", () => resolve(null));
  });
}

interface Listed {
  pid: number;
  parent: number;
  kilobytes: number;
  name: string;
}

/** Of the program itself: the youngest descendant, where npm and a shell stand before it. */
async function residentMb(child: ChildProcess): Promise<number> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid=,rss=,args="]);
  const processes = stdout.split("\n").flatMap((line): readonly Listed[] => {
    const [, pid, parent, kilobytes, name = ""] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), kilobytes: Number(kilobytes), name }];
  });
  let at = processes.find(({ pid }) => pid === child.pid);
  for (let next = at; next !== undefined;) {
    at = next;
    const { pid } = at;
    next = processes.find(({ parent }) => parent === pid);
  }
  if (at === undefined) throw new Error("The program is not among the processes.");
  return (at.kilobytes * 1_024) / 1e6;
}

async function stop(child: ChildProcess): Promise<number> {
  const since = performance.now();
  process.kill(-(child.pid ?? 0), "SIGINT");
  while (isAlive(child)) await pause(5);
  return performance.now() - since;
}

/** The program or anything it has started. */
function isAlive({ pid }: ChildProcess): boolean {
  try {
    if (pid !== undefined) process.kill(-pid, 0);
    return pid !== undefined;
  } catch {
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
