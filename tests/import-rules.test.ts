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
import { ROWS, type Row } from "./import-rows.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

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
