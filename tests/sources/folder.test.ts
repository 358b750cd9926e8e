import { createHash } from "node:crypto";
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BotError } from "../../src/errors.ts";
import { parseBriefing } from "../../src/briefing/parse/parse.ts";
import { loadFolder, watchFolder } from "../../src/sources/folder.ts";
import type { FolderWatch, ReadFile, Remembered } from "../../src/sources/folder.ts";
import { stampOf, type Print } from "../../src/sources/scan.ts";
import { markdownArticle, plainArticle } from "../briefing/parse/sample.ts";

const timeZone = "UTC";
let root = "";
let directory = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "folder-"));
  directory = join(root, "briefings");
  await mkdir(directory);
});
afterEach(() => rm(root, { recursive: true, force: true }));

function put(name: string, content: string | Uint8Array): Promise<void> {
  return writeFile(join(directory, name), content);
}

/** As problems would show it. */
function shown(name: string): string {
  return relative(process.cwd(), join(directory, name)).replaceAll("\\", "/");
}

describe("loadFolder", () => {
  test("reads articles in the folder and below, and nothing else", async () => {
    await mkdir(join(directory, "more", ".hidden"), { recursive: true });
    await mkdir(join(directory, "folder.md"));
    await put("b.md", markdownArticle);
    await put("a.txt", plainArticle);
    await put("more/c.MARKDOWN", markdownArticle);
    await put("broken.md", "x");
    for (const name of [
      "README.md",
      "Readme.txt",
      ".d.md",
      "more/.hidden/e.md",
      "f.json",
      "g.md~",
    ]) {
      await put(name, markdownArticle);
    }
    const files = await loadFolder(directory, { timeZone });
    expect(files.map(({ file, briefing }) => [file, briefing?.id])).toEqual([
      [shown("a.txt"), "a"],
      [shown("b.md"), "b"],
      [shown("broken.md"), undefined],
      [shown("more/c.MARKDOWN"), "c"],
    ]);
    expect(files[2]?.problems.length).toBeGreaterThan(0);
  });

  test("follows links inside the folder only", async () => {
    await writeFile(join(root, "secret.md"), markdownArticle);
    await mkdir(join(root, "briefings-too"));
    await writeFile(join(root, "briefings-too", "x.md"), markdownArticle);
    await put("a.md", markdownArticle);
    await symlink(join(directory, "a.md"), join(directory, "inside.md"));
    await symlink(join(root, "secret.md"), join(directory, "outside.md"));
    await symlink(join(root, "briefings-too", "x.md"), join(directory, "beside.md"));
    await symlink(root, join(directory, "loop"));
    await symlink(join(directory, "nowhere.md"), join(directory, "dangling.md"));
    const files = await loadFolder(directory, { timeZone });
    expect(files.map(({ file }) => file)).toEqual([shown("a.md"), shown("inside.md")]);
  });

  test("refuses a large file without reading it", async () => {
    await put("big.md", new Uint8Array(5_000_000).fill(0x61));
    const [big] = await loadFolder(directory, { timeZone });
    expect(big).toMatchObject({ briefing: null, problems: [{ kind: "file-too-large" }] });
  });

  test("says so when there is no such folder", async () => {
    const loading = loadFolder(join(root, "nowhere"), { timeZone });
    await expect(loading).rejects.toBeInstanceOf(BotError);
    await expect(loading).rejects.toMatchObject({ kind: "config", hint: expect.any(String) });
  });
});

describe("watchFolder", () => {
  const files = new Map<string, ReadFile>();
  let calls: { files: readonly string[]; removed: readonly string[] }[] = [];
  let errors: unknown[] = [];
  let watching: FolderWatch | undefined;

  async function start(
    known: readonly string[] = [],
    remembered: ReadonlyMap<string, Remembered> = new Map(),
  ): Promise<void> {
    files.clear();
    calls = [];
    errors = [];
    watching = await watchFolder(directory, {
      timeZone,
      known,
      remembered,
      onChange(changed, removed) {
        calls.push({ files: changed.map(({ file }) => file), removed });
        for (const each of changed) files.set(each.file, each);
        for (const file of removed) files.delete(file);
      },
      onError: (error) => errors.push(error),
    });
  }
  afterEach(async () => {
    await watching?.close();
    watching = undefined;
  });

  /** The promise of the bot: two seconds after a file is written, it is known. */
  function within2s(check: () => void): Promise<void> {
    return vi.waitFor(check, { timeout: 2_000, interval: 20 });
  }

  test("begins with the whole folder, and with what is gone since", async () => {
    await put("a.md", markdownArticle);
    await start([shown("a.md"), shown("gone.md")]);
    expect(calls).toEqual([{ files: [shown("a.md")], removed: [shown("gone.md")] }]);
  });

  /** As if it had said something else then, so that it shows whether the file is read. */
  function remember(name: string, print: Print): ReadonlyMap<string, Remembered> {
    const source = { file: shown(name), ...parseBriefing(plainArticle, { file: name, timeZone }) };
    return new Map([[shown(name), { ...print, source }]]);
  }

  function hashOf(content: string): string {
    return createHash("sha256").update(content).digest("base64url");
  }

  test("takes a file that looks as it did as remembered, without reading it", async () => {
    await put("a.md", markdownArticle);
    const stamp = await stampOf(join(directory, "a.md"));
    const remembered = remember("a.md", { stamp, hash: "another" });
    await start([], remembered);
    expect(files.get(shown("a.md"))).toEqual({
      ...remembered.get(shown("a.md"))?.source,
      print: null,
    });
    await put("a.md", `${markdownArticle}\n`);
    const changed = hashOf(`${markdownArticle}\n`);
    await within2s(() => expect(files.get(shown("a.md"))?.print?.hash).toBe(changed));
  });

  test.each([
    ["that was only touched", "elsewhere"],
    ["that was too new to be sure of", null],
  ])("reads a file %s, and does not parse the same bytes again", async (_, stamp) => {
    await put("a.md", markdownArticle);
    const remembered = remember("a.md", { stamp, hash: hashOf(markdownArticle) });
    await start([], remembered);
    const found = files.get(shown("a.md"));
    expect(found?.briefing).toBe(remembered.get(shown("a.md"))?.source.briefing);
    // It was written a moment ago, so its look alone is not to be trusted the next time either.
    expect(found?.print).toEqual({ stamp: null, hash: hashOf(markdownArticle) });
  });

  test("reads a file that changed, whatever is remembered", async () => {
    await put("a.md", markdownArticle);
    await start([], remember("a.md", { stamp: "1:2:3:4", hash: hashOf("other bytes") }));
    expect(files.get(shown("a.md"))?.briefing?.title).toBe("Lighthouses go dark to save birds");
    expect(files.get(shown("a.md"))?.claim?.id).toBe("a");
  });

  test("begins with nothing when the folder is empty", async () => {
    await start();
    expect(calls).toEqual([{ files: [], removed: [] }]);
  });

  test("knows new, changed, renamed and deleted files within two seconds, below the folder, too", async () => {
    await start();
    await put("a.md", markdownArticle);
    await within2s(() => expect(files.get(shown("a.md"))?.briefing?.id).toBe("a"));
    await put("a.md", markdownArticle.replace("Lighthouses go", "Harbours go"));
    await within2s(() =>
      expect(files.get(shown("a.md"))?.briefing?.title).toBe("Harbours go dark to save birds"),
    );
    await mkdir(join(directory, "new"));
    await put("new/b.txt", plainArticle);
    await within2s(() => expect(files.has(shown("new/b.txt"))).toBe(true));
    await rename(join(directory, "a.md"), join(directory, "c.md"));
    await within2s(() => expect([...files.keys()]).toEqual([shown("new/b.txt"), shown("c.md")]));
    await rm(join(directory, "new"), { recursive: true });
    await within2s(() => expect([...files.keys()]).toEqual([shown("c.md")]));
    expect(errors).toEqual([]);
  });

  test("waits until a file is written", async () => {
    await start();
    const half = markdownArticle.indexOf("## Body");
    await put("a.md", markdownArticle.slice(0, half));
    for (let at = half; at < markdownArticle.length; at += 20) {
      await new Promise((resolve) => setImmediate(resolve));
      await appendFile(join(directory, "a.md"), markdownArticle.slice(at, at + 20));
    }
    await within2s(() => expect(files.has(shown("a.md"))).toBe(true));
    expect(files.get(shown("a.md"))?.problems).toEqual([]);
    expect(calls).toHaveLength(2);
  });

  test("takes files that are moved into place at once", async () => {
    await start();
    await writeFile(join(root, "draft.md"), markdownArticle);
    await rename(join(root, "draft.md"), join(directory, "a.md"));
    await within2s(() => expect(files.get(shown("a.md"))?.briefing?.id).toBe("a"));
  });

  test("keeps what it knows while the folder is away, and goes on when it is back", async () => {
    await put("a.md", markdownArticle);
    await start();
    await rename(directory, join(root, "away"));
    await vi.waitFor(() => expect(errors).toHaveLength(1), { timeout: 5_000, interval: 20 });
    expect([...files.keys()]).toEqual([shown("a.md")]);
    await rename(join(root, "away"), directory);
    await put("b.md", markdownArticle);
    await vi.waitFor(() => expect(files.has(shown("b.md"))).toBe(true), {
      timeout: 5_000,
      interval: 20,
    });
    expect(files.has(shown("a.md"))).toBe(true);
  });

  test("says so when there is no such folder, and watches nothing", async () => {
    directory = join(root, "nowhere");
    await expect(start()).rejects.toBeInstanceOf(BotError);
  });

  test("tells nothing after it is closed", async () => {
    await start();
    await put("a.md", markdownArticle);
    await watching?.close();
    await put("b.md", markdownArticle);
    expect(calls).toHaveLength(1);
  });
});
