/** The product in a few files, so that hundreds of restarts cost a third: its own code, only loaded faster. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";

const src = join(import.meta.dirname, "../../src");

export interface Bundle {
  folder: string;
  discard(): void;
}

export async function bundleProduct(): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), "briefing-bundle-"));
  const build = await rolldown({
    input: {
      bin: join(src, "bin.js"),
      main: join(src, "main.ts"),
      load: join(src, "cli/load.ts"),
      web: join(src, "platforms/web/index.ts"),
      slack: join(src, "platforms/slack/index.ts"),
      discord: join(src, "platforms/discord/index.ts"),
    },
    platform: "node",
    // Optional, and not installed.
    external: ["zlib-sync", "bufferutil", "utf-8-validate", "fsevents"],
    onLog: () => undefined,
  });
  await build.write({ dir: folder, format: "esm", entryFileNames: "[name].js" });
  await build.close();
  cpSync(join(src, "platforms/web/static"), join(folder, "static"), { recursive: true });
  return { folder, discard: () => rmSync(folder, { recursive: true, force: true }) };
}
