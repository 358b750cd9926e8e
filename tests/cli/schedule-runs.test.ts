/** `briefing schedules preview`, `now` and `skip`, beside the running bot. */
import { expect, it } from "vitest";
import { postRun, previewRun, skipNext } from "../../src/cli/schedule-runs.ts";
import { listLog, loadLog } from "../../src/cli/schedule-log.ts";
import { parseConfig } from "../../src/config/config.ts";
import { openStore, type Db } from "../../src/storage/store.ts";
import { type AppWorld, openAppWorld } from "../app/app-world.ts";
import { at, both, inNews, shows, write } from "../app/digest-person.ts";

const { config } = parseConfig(both, "bot.yaml");

/** As another process would. */
async function beside<Value>(
  world: AppWorld,
  run: (
    deed: { db: Db; config: NonNullable<typeof config>; now: Temporal.Instant },
    path: string,
  ) => Promise<Value>,
): Promise<Value> {
  if (config === null) throw new Error("no configuration");
  const store = openStore(world.databasePath);
  try {
    return await run({ db: store.db, config, now: world.now }, world.databasePath);
  } finally {
    await store.close();
  }
}

async function withBridge(): Promise<AppWorld> {
  const world = openAppWorld();
  await world.start(both);
  await write(world, "bridge");
  return world;
}

it("shows what the next run posts, and posts nothing by it", async () => {
  const world = await withBridge();
  const run = await beside(world, (deed, path) => previewRun(deed, path, "morning", {}));
  expect(run).toMatchObject({
    key: "morning@web:news",
    nextAt: "2026-11-23T09:00:00Z",
    briefings: ["bridge"],
    embargoed: 0,
  });
  expect(run.text).toContain("The run of Mon, 23 Nov 2026, 09:00 UTC:");
  await at(world, "2026-11-23T09:00:01Z");
  const [text = ""] = await shows(world, 1);
  for (const line of text.split("\n")) expect(run.text).toContain(line);
  const after = await beside(world, (deed, path) => previewRun(deed, path, "morning", {}));
  expect(after.posts).toEqual([]);
  expect(after.text).toContain("1 is in this channel already");
});

it("has what is new posted by the running bot, once, and says why there is nothing", async () => {
  const world = await withBridge();
  expect(await beside(world, (deed, path) => postRun(deed, path, "morning", {}))).toBe(
    "morning@web:news posts 1 briefing: in a moment where the bot runs, otherwise at its next start.",
  );
  await shows(world, 1);
  expect(await beside(world, (deed, path) => postRun(deed, path, "morning", {}))).toContain(
    "Nothing was posted: morning@web:news has nothing new.\n1 briefing became ready since",
  );
  await at(world, "2026-11-23T09:00:01Z");
  expect(inNews(world)).toHaveLength(1);
  const [line] = listLog(
    await beside(world, ({ db }) => loadLog(db, { name: "morning", limit: 1 })),
  );
  expect(line).toMatchObject({ deed: "posted", by: { kind: "operator" }, after: "bridge" });
});

it("leaves out the next run, once", async () => {
  const world = await withBridge();
  expect(await beside(world, (deed) => skipNext(deed, "morning", {}))).toContain(
    "morning@web:news leaves out the run of Mon, 23 Nov 2026, 09:00 UTC.",
  );
  await expect(beside(world, (deed) => skipNext(deed, "morning", {}))).rejects.toThrow(
    "left out already",
  );
  // Said to operators and in chat alike (issue 7): a command of the one is none of the other.
  await expect(beside(world, (deed) => skipNext(deed, "morning", {}))).rejects.toMatchObject({
    hint: "To leave out more, pause it until a day.",
  });
  await at(world, "2026-11-23T09:00:01Z");
  expect(inNews(world)).toEqual([]);
  await at(world, "2026-11-24T09:00:01Z");
  await shows(world, 1);
});
