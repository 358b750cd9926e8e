/** A file of holidays that changes while the bot runs. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { loadToRun } from "../../src/cli/load.ts";
import { openAppWorld, type AppWorld } from "./app-world.ts";
import { ada, at, inNews, Person, shows, write } from "./digest-person.ts";

function calendar(...days: readonly string[]): string {
  const events = days.map(
    (day) => `BEGIN:VEVENT\r\nUID:${day}\r\nDTSTART;VALUE=DATE:${day}\r\nEND:VEVENT`,
  );
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", ...events, "END:VCALENDAR", ""].join(
    "\r\n",
  );
}

async function withHolidays(text: string): Promise<{ world: AppWorld; file: string }> {
  const world = openAppWorld();
  const file = join(world.directory, "holidays.ics");
  mkdirSync(join(world.directory, "briefings"));
  writeFileSync(file, text);
  const configuration = join(world.directory, "bot.yaml");
  writeFileSync(
    configuration,
    `briefings: ${join(world.directory, "briefings")}
channels: { web: { news: null, other: null } }
schedules:
  morning: { to: "web:news", at: "09:00", skip: "${file}" }
`,
  );
  await world.run(await loadToRun(configuration));
  return { world, file };
}

async function status(world: AppWorld, channel = "news"): Promise<string> {
  const caller = { ...ada, address: { ...ada.address, channel } };
  const input = { kind: "line", text: "status" } as const;
  const id = `status-${channel}-${world.now.toString()}`;
  return plainText((await world.bot.onCommand({ id, caller, command: "briefing", input })).lead);
}

it("is taken up: a new holiday is left out, one that is gone is not, without a start of the bot", async () => {
  const { world, file } = await withHolidays(calendar("20261225"));
  const person = new Person(world);
  expect(await person.says("list")).toContain("Next: 23 Nov 2026, 09:00 UTC");
  writeFileSync(file, calendar("20261123", "20261124"));
  await at(world, "2026-11-23T08:55:00Z");
  expect(await person.says("list")).toContain("Next: 25 Nov 2026, 09:00 UTC");
  await write(world, "bridge");
  await at(world, "2026-11-23T09:00:01Z");
  expect(inNews(world)).toEqual([]);
  writeFileSync(file, calendar("20261123"));
  await at(world, "2026-11-24T09:00:01Z");
  expect((await shows(world, 1))[0]).toContain("bridge");
});

it.each([
  ["broken", (file: string) => writeFileSync(file, "BEGIN:VCALENDAR\r\nBEGIN:VEV")],
  ["gone", (file: string) => rmSync(file)],
])("that is %s keeps its old dates and says so, until it is mended", async (_, spoil) => {
  const { world, file } = await withHolidays(calendar("20261123"));
  spoil(file);
  await at(world, "2026-11-23T08:55:00Z");
  await at(world, "2026-11-23T08:56:00Z");
  const told = world.log.lines.filter(({ message }) =>
    message.startsWith("holidays cannot be read"),
  );
  expect(told).toHaveLength(1);
  expect(await status(world)).toMatch(
    /Holidays\s+.*holidays\.ics cannot be read.*dates from before hold/su,
  );
  expect(await status(world, "other")).not.toContain("holidays.ics");
  await write(world, "bridge");
  await at(world, "2026-11-23T09:00:01Z");
  expect(inNews(world)).toEqual([]);
  writeFileSync(file, calendar("20261225", "20261226"));
  await at(world, "2026-11-24T08:00:00Z");
  expect(await status(world)).not.toContain("Holidays");
  await at(world, "2026-11-24T09:00:01Z");
  await shows(world, 1);
});
