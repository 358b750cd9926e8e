/**
 * Starts the bot as a new user does, `npm start` in a fresh folder without tokens, waits until the page of the
 * first channel shows a digest of the samples, and stops it with Ctrl-C. Then once more without npm: the digest
 * is there still, and only once.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LEFT_OUT = new Set([".git", "node_modules", "data", ".env"]);
const PAGE_WITHIN_MS = 15_000;
const DIGEST_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 2_000;
/** A digest names several briefings; fewer titles could be a single post. */
const TITLES_OF_A_DIGEST = 3;

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "briefing-smoke-"));
  const entries = (await readdir(ROOT)).filter((name) => !LEFT_OUT.has(name));
  await Promise.all(
    entries.map((name) => cp(join(ROOT, name), join(folder, name), { recursive: true })),
  );
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

/** What a shell without our tokens and settings would hand over. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(?:SLACK|DISCORD|npm)_|^(?:PORT|NODE_OPTIONS)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

async function sampleTitles(): Promise<readonly string[]> {
  const folder = join(ROOT, "briefings");
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith(".md") && name !== "README.md",
  );
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.flatMap((text) => /^# (.+)$/m.exec(text)?.[1] ?? []);
}

async function readPage(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** The first page that satisfies the condition; polls, because the program under test cannot call us. */
async function pageWhere(
  url: string,
  withinMs: number,
  good: (page: string) => boolean,
  child: ChildProcess,
  everyMs = 25,
): Promise<string> {
  const deadline = performance.now() + withinMs;
  let last = "";
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`npm start ended with code ${child.exitCode}.`);
    const page = await readPage(url);
    if (page !== undefined && good(page)) return page;
    last = page ?? last;
    await pause(everyMs);
  }
  throw new Error(
    `Not seen at ${url} within ${withinMs} ms. The page was:\n${last.slice(0, 4_000)}`,
  );
}

/** Text as a page writes it. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function isAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ctrl-C reaches the whole foreground group. Gives the milliseconds until the last process of it is gone.
 * The shell that npm starts hands the signal on after a clean end, so npm may report either.
 */
async function stop(child: ChildProcess, allowed: readonly string[]): Promise<number> {
  const group = child.pid;
  if (group === undefined) throw new Error("The bot did not start.");
  const since = performance.now();
  const exit = once(child, "exit", { signal: AbortSignal.timeout(10_000) });
  process.kill(-group, "SIGINT");
  const [code, signal] = await exit;
  while (isAlive(group)) await pause(10);
  const tookMs = Math.round(performance.now() - since);
  const end = String(signal ?? code);
  if (!allowed.includes(end)) throw new Error(`Ctrl-C ended the bot with ${end}.`);
  if (tookMs > STOP_WITHIN_MS) throw new Error(`Ctrl-C stopped the bot only after ${tookMs} ms.`);
  return tookMs;
}

interface Run {
  command: string;
  arguments: readonly string[];
  /** The ends that count as clean: an exit code or a signal. */
  ends: readonly string[];
}

/** Starts the bot, waits for the digest, stops it; gives how often each sample stood in the page. */
async function runOnce(folder: string, run: Run): Promise<readonly number[]> {
  const port = await freePort();
  const since = performance.now();
  const passed = () => Math.round(performance.now() - since);
  const child = spawn(run.command, run.arguments, {
    cwd: folder,
    env: { ...bareEnvironment(), PORT: String(port) },
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  try {
    const url = `http://127.0.0.1:${port}/`;
    await pageWhere(url, PAGE_WITHIN_MS, () => true, child);
    console.log(`page answers after ${passed()} ms`);
    const titles = (await sampleTitles()).map(escapeHtml);
    const counts = (page: string) => titles.map((title) => page.split(title).length - 1);
    const shown = (page: string) => counts(page).filter((count) => count > 0).length;
    const isDigest = (page: string) => shown(page) >= TITLES_OF_A_DIGEST;
    await pageWhere(url, DIGEST_WITHIN_MS, isDigest, child);
    console.log(`digest after ${passed()} ms`);
    // Parts of a post may follow it a moment later.
    let before = "";
    const hasSettled = (page: string) => {
      const now = counts(page).join();
      const same = now === before;
      before = now;
      return same;
    };
    const page = await pageWhere(url, DIGEST_WITHIN_MS, hasSettled, child, 500);
    console.log(`${shown(page)} samples in the page`);
    console.log(`stopped by Ctrl-C in ${await stop(child, run.ends)} ms`);
    return counts(page);
  } finally {
    if (child.pid !== undefined && isAlive(child.pid)) process.kill(-child.pid, "SIGKILL");
  }
}

async function smoke(folder: string): Promise<void> {
  const first = await runOnce(folder, {
    command: "npm",
    arguments: ["start"],
    ends: ["0", "SIGINT", "130"],
  });
  const second = await runOnce(folder, {
    command: process.execPath,
    arguments: ["src/bin.js", "start"],
    ends: ["0"],
  });
  if (first.join() !== second.join()) {
    throw new Error(
      `The second start changed what was posted: ${first.join()} → ${second.join()}.`,
    );
  }
  console.log("the second start posted nothing again");
}

const folder = await freshFolder();
try {
  await smoke(folder);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
