/** What needs more than the machine of every contributor has: watching system calls, and a disk that is full. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { SeedOptions } from "./options.ts";
import { type Extra, sumOf } from "./report.ts";
import { isSettled, summarise } from "./seed.ts";
import { openStage, type Stage, until } from "./stage.ts";

const options: SeedOptions = {
  seed: 201,
  platforms: ["slack"],
  articles: 3,
  paragraphs: 40,
  everyMinutes: 1,
  channels: { slack: 1, discord: 0 },
  kills: 0,
  factor: 20,
  blind: false,
  faulty: false,
};
const boundMs = 60_000;

function settled(stage: Stage): () => boolean {
  return () => isSettled(stage.ledger(), stage.servers, options);
}

/** Counts, for every request that posts, the commits that reached the disk since the one before it. */
export async function watchSyncs(bundle: string): Promise<Extra> {
  const name = "Every intent is on disk before its request leaves (strace)";
  if (spawnSync("strace", ["-V"]).status !== 0)
    return { name, passed: null, found: "strace is not installed here" };
  const stage = await openStage({ ...options, bundle });
  const trace = join(stage.folder, "trace");
  const calls = "trace=fsync,fdatasync,write,writev,sendto,sendmsg";
  const bot = stage.spawn(["strace", "-f", "-y", "-o", trace, "-s", "60", "-e", calls]);
  try {
    await bot.prepared();
    bot.go({ crash: null });
    const finished = await until(settled(stage), boundMs);
    const { posts, early } = readTrace(readFileSync(trace, "utf8"));
    return {
      name,
      passed: finished && posts > 0 && early === 0,
      found: `${posts} requests that post, ${posts - early} of them after a sync of their own`,
    };
  } finally {
    bot.signal("SIGTERM");
    await Promise.race([bot.over(), pause(3_000)]);
    await bot.kill();
    stage.close();
    stage.discard();
  }
}

/** In one channel the settlement of a post and the intent of the next lie between their requests: two syncs. */
function readTrace(trace: string): { posts: number; early: number } {
  let syncs = 1;
  let posts = 0;
  let early = 0;
  for (const line of trace.split("\n")) {
    if (/f(?:data)?sync.*bot\.db-wal/.test(line) && !line.includes("resumed")) syncs += 1;
    if (!line.includes("POST /api/chat.postMessage")) continue;
    posts += 1;
    if (syncs < 2) early += 1;
    syncs = 0;
  }
  return { posts, early };
}

/** A file system of its own that is filled to the last block while the bot works, and emptied again. */
export async function fillDisk(bundle: string): Promise<Extra> {
  const name = "A full disk stops sending, says so, and loses nothing (tmpfs)";
  const stage = await openStage({ ...options, seed: 202, articles: 6, bundle });
  const data = join(stage.folder, "data");
  mkdirSync(data);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", data]).status === 0;
  if (!mounted) {
    stage.close();
    stage.discard();
    return { name, passed: null, found: "a tmpfs may not be mounted here" };
  }
  const bot = stage.spawn();
  const filler = join(data, "filler");
  try {
    await bot.prepared();
    bot.go({ crash: null });
    await until(() => sumOf(summarise(options, stage.servers, null).platforms).posts >= 4, boundMs);
    spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=4096"]);
    const log = join(stage.folder, "bot.log");
    const said = (): boolean => readFileSync(log, "utf8").includes("the disk is full");
    const stopped = await until(said, boundMs);
    await pause(1_500);
    const desk = stage.servers.desks.get("slack");
    const before = desk?.requests ?? 0;
    await pause(4_000);
    const during = (desk?.requests ?? 0) - before;
    rmSync(filler);
    const done = { ...options, articles: 6 };
    const finished = await until(() => isSettled(stage.ledger(), stage.servers, done), boundMs);
    const { posts, lost, duplicated } = sumOf(summarise(done, stage.servers, null).platforms);
    return {
      name,
      passed: stopped && finished && during === 0 && lost + duplicated === 0,
      found: `${during} requests in 80 s without room, then ${posts} posts, lost ${lost}, duplicated ${duplicated}`,
    };
  } finally {
    await bot.kill();
    spawnSync("umount", [data]);
    stage.close();
    stage.discard();
  }
}
