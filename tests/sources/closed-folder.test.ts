/** A folder below that cannot be read for a while: nobody has deleted what is in it. */
import { mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { watchFolder } from "../../src/sources/folder.ts";
import { shownPath } from "../../src/sources/scan.ts";
import { markdownArticle } from "../briefing/parse/sample.ts";

const depth = 20;

/** So deep that no system call takes the path of the innermost, whoever asks: https://man7.org/linux/man-pages/man3/pathconf.3.html */
function makeTooDeep(directory: string): string {
  const short = Array.from({ length: depth }, (_, level) => `d${level}`);
  const long = short.map((name) => name.padEnd(250, "-"));
  mkdirSync(join(directory, ...short), { recursive: true });
  const rename = (level: number, from: readonly string[], to: readonly string[]): void => {
    const above = join(directory, ...short.slice(0, level));
    renameSync(join(above, from[level] ?? ""), join(above, to[level] ?? ""));
  };
  for (let level = depth - 1; level >= 0; level -= 1) rename(level, short, long);
  onTestFinished(() => {
    for (let level = 0; level < depth; level += 1) rename(level, long, short);
    rmSync(directory, { recursive: true, force: true });
  });
  return join(directory, ...long);
}

it("takes none of its files away, at the start or later", async () => {
  const directory = mkdtempSync(join(tmpdir(), "closed-"));
  const inside = shownPath(join(makeTooDeep(directory), "bridge.md"));
  const deleted = shownPath(join(directory, "deleted.md"));
  writeFileSync(join(directory, "ferry.md"), markdownArticle);
  const removed: string[] = [];
  const read: string[] = [];
  const watch = await watchFolder(directory, {
    timeZone: "UTC",
    known: [inside, deleted],
    onChange: (files, gone) => {
      read.push(...files.map(({ file }) => file));
      removed.push(...gone);
    },
  });
  onTestFinished(() => watch.close());
  expect(removed).toEqual([deleted]);
  writeFileSync(join(directory, "canal.md"), markdownArticle);
  await vi.waitFor(() => expect(read).toContain(shownPath(join(directory, "canal.md"))), 10_000);
  expect(removed).toEqual([deleted]);
});
