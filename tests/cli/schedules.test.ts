/** `briefing schedules` and `briefing why`: what the operator sees and does, beside a running bot. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { exportSchedules, formatImport, importSchedules } from "../../src/cli/schedule-file.ts";
import { formatSchedules, listSchedules, pause, remove, resume } from "../../src/cli/schedules.ts";
import { formatLog, listLog, loadLog } from "../../src/cli/schedule-log.ts";
import { formatWhy, whyIn } from "../../src/cli/why.ts";
import { parseConfig, type Config } from "../../src/config/config.ts";
import { listChanges } from "../../src/storage/schedule-changes.ts";
import { openStore, type Db } from "../../src/storage/store.ts";
import type { AppWorld } from "../app/app-world.ts";
import { at, both, button, inNews, shows, withSchedule, write } from "../app/digest-person.ts";
import { temporaryFolder } from "../delivery/world.ts";

function configOf(text: string): Config {
  const { config } = parseConfig(text, "bot.yaml");
  if (config === null) throw new Error("no configuration");
  return config;
}
const config = configOf(both);

/** As another process would. */
async function beside<Value>(world: AppWorld, run: (db: Db) => Promise<Value>): Promise<Value> {
  const store = openStore(world.databasePath);
  try {
    return await run(store.db);
  } finally {
    await store.close();
  }
}

describe("briefing schedules", () => {
  it("lists those of the file and those of chat", async () => {
    const [world] = await withSchedule("10am topics:space", both);
    const listed = await beside(world, (db) => listSchedules(db, config, world.now));
    expect(listed).toMatchObject([
      { name: "morning", source: "config/bot.yaml", madeBy: null, workspace: "local" },
      { name: "space", source: "chat", madeBy: "Ada", nextAt: "2026-11-23T10:00:00Z" },
    ]);
    expect(formatSchedules(listed, "Europe/London")).toContain(
      "space → web:news  (chat, by Ada, Mon, 23 Nov 2026, 08:50 GMT)",
    );
  });

  it("names no time of one that posts as soon as a briefing is ready (issue 7)", async () => {
    const [world] = await withSchedule("form:each", both);
    const listed = await beside(world, (db) => listSchedules(db, config, world.now));
    expect(formatSchedules(listed, "Europe/London")).toMatch(
      /as they become ready, .*\n {2}posts as soon as a briefing is ready$/mu,
    );
    expect(listed).toMatchObject([{ follows: false }, { follows: true }]);
  });

  it("pauses, resumes and removes beside the running bot", async () => {
    const [world] = await withSchedule("10am", both);
    const { now } = world;
    await beside(world, (db) => pause({ db, config, now }, "digest", {}));
    const until = { until: "2026-11-24" };
    await beside(world, (db) => pause({ db, config, now }, "morning", until));
    const rest = await beside(world, (db) => listSchedules(db, config, now));
    expect(rest.map(({ nextAt }) => nextAt)).toEqual(["2026-11-24T09:00:00Z", null]);
    await write(world, "bridge");
    await at(world, "2026-11-23T09:00:01Z");
    await at(world, "2026-11-23T10:00:01Z");
    expect(inNews(world)).toEqual([]);
    const later = world.now;
    await beside(world, (db) => resume({ db, config, now: later }, "digest", {}));
    await at(world, "2026-11-24T09:00:01Z");
    await shows(world, 1);
    expect(await beside(world, (db) => remove({ db, config, now: later }, "digest", {}))).toContain(
      "is gone",
    );
    await write(world, "ferry");
    await at(world, "2026-11-24T10:00:01Z");
    await shows(world, 1);
    const changes = await beside(world, (db) => listChanges(db, { limit: 20 }));
    expect(changes.map(({ deed, by }) => `${by.kind} ${deed}`).toReversed()).toEqual([
      "operator added",
      "person added",
      "operator paused",
      "operator paused",
      "operator resumed",
      "bot resumed",
      "operator removed",
    ]);
  });

  it("tells who changed what, also of what is gone, beside the running bot", async () => {
    const [world, person] = await withSchedule("10am topics:space exclude:war", both);
    await person.press(button(await person.digest("edit space most:5"), "digest-save"));
    await beside(world, (db) => remove({ db, config, now: world.now }, "space", {}));
    const changes = await beside(world, (db) => loadLog(db, { name: "space", limit: 10 }));
    expect(listLog(changes)).toMatchObject([
      { name: "space", deed: "removed", by: { kind: "operator", person: null }, after: null },
      { deed: "edited", by: { person: "U1", name: "Ada" }, after: { limit: { most: 5 } } },
      { deed: "added", key: "space@web:news#1", before: null, after: { topics: ["space"] } },
    ]);
    expect(formatLog(changes, "Europe/London").split("\n").slice(0, 4)).toEqual([
      "Mon, 23 Nov 2026, 08:50 GMT  space → web:news",
      "  the operator removed it",
      "Mon, 23 Nov 2026, 08:50 GMT  space → web:news",
      "  Ada changed it: limit most: none → 5",
    ]);
    expect(await beside(world, (db) => loadLog(db, { name: "spac", limit: 10 }))).toEqual([]);
    expect(await beside(world, (db) => loadLog(db, { name: undefined, limit: 2 }))).toHaveLength(2);
  });

  it("says what is wrong with a name, and that the file is the file", async () => {
    const [world] = await withSchedule("10am", both);
    const deed = (db: Db) => ({ db, config, now: world.now });
    await expect(beside(world, (db) => pause(deed(db), "mornin", {}))).rejects.toMatchObject({
      hint: "Did you mean morning?",
    });
    await expect(beside(world, (db) => remove(deed(db), "morning", {}))).rejects.toMatchObject({
      message: "morning@web:news stands in config/bot.yaml.",
    });
    await expect(
      beside(world, (db) => pause(deed(db), "morning", { until: "someday" })),
    ).rejects.toThrow("not a day");
  });
});

describe("export and import", () => {
  it("carry every schedule to another machine, and change nothing the second time", async () => {
    const [world, person] = await withSchedule("weekdays 10am topics:space exclude:war most:3");
    await person.press(
      "digest-save:" +
        (JSON.stringify(await person.digest("add form:each quiet:22:00-07:00")).match(
          /digest-save:(\d+)/u,
        )?.[1] ?? ""),
    );
    await person.digest("pause space until:2026-12-24");
    const file = join(temporaryFolder(), "schedules.yaml");
    const text = await beside(world, (db) => exportSchedules(db, "missing.yaml"));
    writeFileSync(file, text);
    const options = { timeZone: "UTC", now: world.now, dryRun: false };
    const same = await beside(world, (db) => importSchedules(db, file, options));
    expect(same.map(({ change }) => change)).toEqual(["same", "same"]);

    const store = openStore(join(temporaryFolder(), "bot.db"));
    const dry = await importSchedules(store.db, file, { ...options, dryRun: true });
    expect(formatImport(dry, true)).toContain("2 would change. Nothing was changed.");
    expect(await exportSchedules(store.db, "missing.yaml")).toContain("schedules: []");
    const done = await importSchedules(store.db, file, options);
    expect(done.map(({ change }) => change)).toEqual(["add", "add"]);
    expect(await exportSchedules(store.db, "missing.yaml")).toBe(text);
    const again = await importSchedules(store.db, file, options);
    expect(formatImport(again, false)).toContain("Nothing is to be changed.");
    writeFileSync(
      file,
      readFileSync(file, "utf8")
        .replace("most: 3", "most: 4")
        .replace(/ +paused: .*\n/u, ""),
    );
    expect((await importSchedules(store.db, file, options)).map(({ change }) => change)).toEqual([
      "change",
      "same",
    ]);
    expect(await exportSchedules(store.db, "missing.yaml")).not.toContain("paused");
    await store.close();
  });

  it("tells every mistake with its line, and then imports nothing", async () => {
    const [world] = await withSchedule();
    const file = join(temporaryFolder(), "schedules.yaml");
    writeFileSync(
      file,
      `schedules:
  - name: good
    platform: web
    workspace: local
    channel: news
    at: "09:00"
  - name: Bad Name
    platform: irc
    workspace: local
    channel: news
    at: "25:00"
`,
    );
    const options = { timeZone: "UTC", now: world.now, dryRun: false };
    const failed = beside(world, (db) => importSchedules(db, file, options));
    await expect(failed).rejects.toThrow(/:7:.*name(?:.|\n)*:8:.*platform(?:.|\n)*:11:.*at/u);
    const text = await beside(world, (db) => exportSchedules(db, "missing.yaml"));
    expect(text).not.toContain("good");
  });
});

it("is told which setting an import misses, not to put nothing in quotes (issue 7)", async () => {
  const [world] = await withSchedule();
  const file = join(temporaryFolder(), "schedules.yaml");
  writeFileSync(file, 'schedules: [{ name: good, platform: web, channel: news, at: "09:00" }]\n');
  const options = { timeZone: "UTC", now: world.now, dryRun: false };
  const failed = beside(world, (db) => importSchedules(db, file, options));
  await expect(failed).rejects.toThrow(
    "schedules.0.workspace: This setting is missing. Hint: Add `workspace:` with its value.",
  );
});

describe("briefing why", () => {
  it("explains beside the running bot, for every channel with a schedule", async () => {
    const [world] = await withSchedule("10am topics:space", both);
    await write(world, "bridge");
    await vi.waitFor(async () => {
      const told = await beside(world, (db) =>
        whyIn(db, world.databasePath, config, { name: "bridge" }, world.now),
      );
      expect(told).toHaveLength(1);
      expect(told[0]?.schedules).toMatchObject([
        { name: "morning", comesAt: "2026-11-23T09:00:00Z" },
        { name: "space", comesAt: null },
      ]);
      expect(formatWhy(told)).toContain("✗ It is not among what is wanted");
    }, 5_000);
    const wanted = { name: "bridge", channel: "web:nowhere" };
    await expect(
      beside(world, (db) => whyIn(db, world.databasePath, config, wanted, world.now)),
    ).rejects.toMatchObject({ hint: expect.stringContaining("web:news") });
  });
});
