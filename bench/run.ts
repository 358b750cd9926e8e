/**
 * `npm run bench`: measures and writes docs/bench.md. `-- fanout` measures one section, by the names below, and prints it;
 * `-- --short` tries everything in a few rounds and writes nothing.
 */
import { writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureCommands } from "./commands.ts";
import { measureConvert } from "./convert.ts";
import { measureDeliveries } from "./deliveries.ts";
import { measureFanout } from "./fanout.ts";
import { measurePlan } from "./plan.ts";
import { formatReport, formatSection, type Section } from "./report.ts";
import { measureArchive } from "./archive.ts";
import { measureStart } from "./start.ts";
import { measureTick } from "./tick.ts";

const target = fileURLToPath(new URL("../docs/bench.md", import.meta.url));

const say = (text: string): void => console.error(text);

const sections: Readonly<Record<string, (short: boolean) => Promise<Section>>> = {
  start: (short) => measureStart({ rounds: short ? 1 : 5, say }),
  archive: (short) =>
    measureArchive({
      files: short ? 500 : 10_000,
      searched: short ? 1_000 : 100_000,
      rounds: short ? 1 : 3,
      say,
    }),
  convert: (short) => measureConvert({ texts: short ? 100 : 1_000, rounds: short ? 2 : 7, say }),
  fanout: (short) => measureFanout({ channels: short ? 100 : 1_000, workspaces: 10, say }),
  deliveries: (short) =>
    measureDeliveries({ deliveries: short ? 160 : 3_200, rounds: short ? 1 : 3, say }),
  plan: (short) => measurePlan({ schedules: short ? 500 : 10_000, rounds: short ? 1 : 3, say }),
  commands: (short) =>
    measureCommands({
      briefings: short ? 200 : 10_000,
      rounds: short ? 1 : 5,
      commands: short ? 100 : 500,
      servers: short ? 100 : 1_000,
      say,
    }),
  tick: (short) =>
    measureTick({
      schedules: short ? 500 : 10_000,
      archive: short ? 5_000 : 100_000,
      minutes: short ? 10 : 60,
      say,
    }),
};

const { values, positionals } = parseArgs({
  options: { short: { type: "boolean", default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in sections));
if (unknown.length > 0)
  throw new Error(
    `No section ${unknown.join(", ")}; there are ${Object.keys(sections).join(", ")}.`,
  );

const facts = [
  `Date: ${Temporal.Now.plainDateISO("UTC").toString()}`,
  `Machine: ${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, ${process.platform}`,
  `Node ${process.versions.node}`,
  `Load of the machine before the run (processes wanting a core, last minute): ${loadavg()[0]?.toFixed(1) ?? "unknown"}`,
];
const wanted = Object.entries(sections).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
);
const measured: Section[] = [];
for (const [, measure] of wanted) measured.push(await measure(values.short));

if (positionals.length === 0 && !values.short) {
  await writeFile(target, formatReport(facts, measured));
  say("Written to docs/bench.md.");
}
console.log(measured.map(formatSection).join("\n\n"));
