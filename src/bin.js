#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read, so that a wrong one is told in a sentence.
const major = Number(process.versions.node.split(".")[0]);
if (major < 26) {
  console.error(
    "The briefing bot needs Node 26, and this is Node " +
      process.versions.node +
      ". It brings its own: run `npm ci`, then `npm start` or `npm run -s briefing -- …`.",
  );
  process.exit(1);
}
// Stripped and compiled sources are kept for the next start, beside the packages and gone with them.
const { enableCompileCache } = await import("node:module");
enableCompileCache(`${import.meta.dirname}/../node_modules/.cache/briefing`);
const { runCommandLine } = await import("./cli.ts");
await runCommandLine();
