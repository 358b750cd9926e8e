/**
 * The import rules are data in `.oxlintrc.json`. Here every row is tried on
 * planted files: what it allows passes, what it does not list is reported.
 */
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Row {
  /** The file that imports. */
  from: string;
  allowed: readonly string[];
  denied: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    from: "src/errors.ts",
    allowed: [],
    denied: ["./config/config.ts", "./briefing/briefing.ts", "zod", "node:fs"],
  },
  {
    from: "src/log.ts",
    allowed: ["pino", "./errors.ts"],
    denied: ["zod", "./main.ts", "./storage/store.ts", "kysely"],
  },
  {
    from: "src/config/planted.ts",
    allowed: ["./yaml.ts", "../errors.ts", "../schedule/rule.ts", "../platforms/index.ts", "yaml"],
    denied: ["../main.ts", "../cli.ts", "../platforms/web/index.ts", "../storage/store.ts", "pino"],
  },
  {
    from: "src/briefing/planted.ts",
    allowed: [
      "./blocks.ts",
      "../errors.ts",
      "zod",
      "yaml",
      "mdast-util-gfm",
      "fastest-levenshtein",
    ],
    denied: [
      "../answer/answer.ts",
      "../schedule/calendar.ts",
      "../platforms/platform.ts",
      "../config/config.ts",
      "node:fs",
      "node:http",
      "fs",
      "pino",
      "./../chat/commands.ts",
    ],
  },
  {
    from: "src/briefing/parse/planted.ts",
    allowed: ["./sections.ts", "../blocks.ts", "../../errors.ts", "zod", "yaml"],
    denied: [
      "../../answer/answer.ts",
      "../compose/compose.ts",
      "../../config/config.ts",
      "node:fs",
    ],
  },
  {
    from: "src/briefing/compose/planted.ts",
    allowed: ["./parts.ts", "../message.ts", "../../errors.ts"],
    denied: ["../parse/parse.ts", "../../answer/answer.ts", "../../chat/commands.ts", "node:fs"],
  },
  {
    from: "src/answer/planted.ts",
    allowed: ["./search.ts", "../errors.ts", "../briefing/plain.ts", "porter2", "minisearch"],
    denied: [
      "../schedule/calendar.ts",
      "../storage/store.ts",
      "../briefing/../chat/commands.ts",
      "node:fs/promises",
      "kysely",
    ],
  },
  {
    from: "src/schedule/planted.ts",
    allowed: ["./calendar.ts", "../errors.ts", "../briefing/briefing.ts", "zod"],
    denied: ["../answer/answer.ts", "../delivery/planner.ts", "node:timers", "node-cron"],
  },
  {
    from: "src/sources/planted.ts",
    allowed: [
      "./folder.ts",
      "../errors.ts",
      "../briefing/parse/parse.ts",
      "chokidar",
      "node:fs/promises",
    ],
    denied: ["../storage/store.ts", "../schedule/calendar.ts", "../config/config.ts", "kysely"],
  },
  {
    from: "src/storage/planted.ts",
    allowed: ["./store.ts", "../errors.ts", "../briefing/briefing.ts", "kysely", "node:sqlite"],
    denied: ["../delivery/outbox.ts", "../sources/folder.ts", "../platforms/platform.ts", "pino"],
  },
  { from: "src/storage/migrations/planted.ts", allowed: [], denied: ["../store.ts", "kysely"] },
  {
    from: "src/platforms/platform.ts",
    allowed: ["../errors.ts", "../briefing/message.ts"],
    denied: ["./index.ts", "./slack/index.ts", "../storage/store.ts", "@slack/types", "discord.js"],
  },
  {
    from: "src/platforms/slack/planted.ts",
    allowed: [
      "./limits.ts",
      "../platform.ts",
      "../../briefing/split.ts",
      "@slack/bolt",
      "node:timers/promises",
    ],
    denied: ["../discord/limits.ts", "../index.ts", "../../storage/store.ts", "discord.js", "hono"],
  },
  {
    from: "src/platforms/discord/planted.ts",
    allowed: ["./limits.ts", "../platform.ts", "../../errors.ts", "discord.js", "node:crypto"],
    denied: [
      "../slack/limits.ts",
      "../web/index.ts",
      "../../config/config.ts",
      "@slack/types",
      "pino",
    ],
  },
  {
    from: "src/platforms/web/planted.ts",
    allowed: [
      "./page.ts",
      "../platform.ts",
      "../../briefing/plain.ts",
      "hono",
      "@hono/node-server",
    ],
    denied: [
      "../slack/render.ts",
      "../discord/render.ts",
      "../../chat/commands.ts",
      "@slack/types",
    ],
  },
  {
    from: "src/platforms/index.ts",
    allowed: ["./slack/index.ts", "./discord/index.ts", "./platform.ts", "../errors.ts"],
    denied: ["../main.ts", "../cli.ts", "../cli-preview.ts", "pino"],
  },
  {
    from: "src/delivery/planted.ts",
    allowed: [
      "./outbox.ts",
      "../schedule/calendar.ts",
      "../storage/store.ts",
      "../platforms/platform.ts",
      "node-cron",
    ],
    denied: ["../chat/commands.ts", "../answer/answer.ts", "../platforms/slack/index.ts", "pino"],
  },
  {
    from: "src/chat/planted.ts",
    allowed: [
      "./commands.ts",
      "../answer/answer.ts",
      "../delivery/outbox.ts",
      "../storage/store.ts",
      "../platforms/platform.ts",
    ],
    denied: ["../platforms/index.ts", "../sources/folder.ts", "../main.ts", "@slack/bolt", "hono"],
  },
  {
    from: "src/app/planted.ts",
    allowed: ["./shelf.ts", "../platforms/index.ts", "../chat/bot.ts", "../sources/folder.ts"],
    denied: ["../main.ts", "../cli.ts", "../cli/preview.ts", "../platforms/slack/index.ts", "pino"],
  },
  {
    from: "src/main.ts",
    allowed: ["./platforms/index.ts", "./chat/commands.ts", "./storage/store.ts", "pino"],
    denied: [],
  },
  {
    from: "src/cli/planted.ts",
    allowed: ["../main.ts", "../platforms/slack/render.ts", "commander"],
    denied: [],
  },
  {
    from: "src/a-new-folder/planted.ts",
    allowed: [],
    denied: ["./other.ts", "../errors.ts", "../briefing/briefing.ts", "zod"],
  },
];

/** Every way a module can get hold of another one. */
const FORMS: readonly ((name: string, n: number) => string)[] = [
  (name, n) => `import { x as x${n} } from "${name}";`,
  (name, n) => `import type { T as T${n} } from "${name}";`,
  (name, n) => `export { y as y${n} } from "${name}";`,
  (name) => `export * from "${name}";`,
  (name, n) => `export const z${n} = await import("${name}");`,
];

const OxlintReport = z.object({
  diagnostics: z.array(
    z.object({
      code: z.string(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.int() }) })),
    }),
  ),
});

let directory: string;
/** "file:line" of each import that the linter refused. */
let refused: ReadonlySet<string>;

function lint(cwd: string): Promise<string> {
  const bin = join(ROOT, "node_modules", ".bin", "oxlint");
  return new Promise((resolve, reject) => {
    execFile(
      bin,
      ["--format", "json", "src"],
      { cwd, maxBuffer: 64e6 },
      (error, stdout, stderr) => {
        // Exit code 1 only says that there are findings.
        if (error === null || error.code === 1) resolve(stdout);
        else reject(new Error(`oxlint: ${stderr}${stdout}`, { cause: error }));
      },
    );
  });
}

/** A row's imports, one a line: the denied ones first, each in every form, then the allowed ones. */
function importsOf(row: Row): readonly { name: string; line: string; denied: boolean }[] {
  const all = [
    ...row.denied.map((name) => ({ name, denied: true })),
    ...row.allowed.map((name) => ({ name, denied: false })),
  ];
  return all.flatMap((one, n) =>
    FORMS.map((form, f) => ({ ...one, line: form(one.name, n * FORMS.length + f) })),
  );
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "import-rules-"));
  await copyFile(join(ROOT, ".oxlintrc.json"), join(directory, ".oxlintrc.json"));
  for (const row of ROWS) {
    const file = join(directory, row.from);
    await mkdir(dirname(file), { recursive: true });
    const lines = importsOf(row).map((one) => one.line);
    await writeFile(file, `${lines.join("\n")}\n`);
  }
  const report = OxlintReport.parse(JSON.parse(await lint(directory)));
  refused = new Set(
    report.diagnostics
      .filter((found) => found.code === "eslint(no-restricted-imports)")
      .map((found) => `${found.filename}:${found.labels[0]?.span.line}`),
  );
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe("import rules", () => {
  it.each(ROWS)("$from", (row) => {
    const wrong = importsOf(row).filter(
      (one, n) => refused.has(`${row.from}:${n + 1}`) !== one.denied,
    );
    expect(wrong).toEqual([]);
  });

  it("have a row for every folder of src", async () => {
    const entries = await readdir(join(ROOT, "src"), { recursive: true, withFileTypes: true });
    const folders = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
      .map((entry) => entry.parentPath.slice(ROOT.length).replaceAll("\\", "/"));
    const covered = new Set(ROWS.map((row) => dirname(row.from)));
    expect(folders.filter((folder) => !covered.has(folder))).toEqual([]);
  });

  it("are nowhere switched off by a comment", async () => {
    const entries = await readdir(join(ROOT, "src"), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    // A directive that names the rule, or none at all.
    const off = /oxlint-disable(?:-next-line|-line)?(?:\s*(?:--|\*\/|$)|.*no-restricted-imports)/m;
    const found: string[] = [];
    for (const entry of files) {
      const file = join(entry.parentPath, entry.name);
      if (off.test(await readFile(file, "utf8"))) found.push(file);
    }
    expect(found).toEqual([]);
  });
});
