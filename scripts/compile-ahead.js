// Runs at the end of `npm ci`: strips and compiles what `npm start` needs, so that the first start is as fast as later ones.
// Plain JavaScript, because the Node that installs may be an old one; then there is nothing to do. It may fail: only time is lost.
const major = Number(process.versions.node.split(".")[0]);
if (major >= 26) {
  const { enableCompileCache } = await import("node:module");
  enableCompileCache(`${import.meta.dirname}/../node_modules/.cache/briefing`);
  await import("../src/cli.ts");
  await import("../src/cli/load.ts");
  await import("../src/main.ts");
  await import("../src/platforms/web/index.ts");
  const { checkPaths } = await import("../src/cli/check.ts");
  // Functions are kept once they have run.
  await checkPaths(["briefings"], "UTC");
}
