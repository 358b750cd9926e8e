/** The next run of a schedule: why there is nothing to post, what is left out, what waits. */
import { describe, expect, it, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { describeApp } from "../../src/app/status.ts";
import { formatSchedules, listSchedules, pause } from "../../src/cli/schedules.ts";
import { parseConfig } from "../../src/config/config.ts";
import { openStore } from "../../src/storage/store.ts";
import { article, type AppWorld, openAppWorld } from "./app-world.ts";
import {
  ada,
  at,
  both,
  button,
  inNews,
  Person,
  shows,
  withSchedule,
  write,
} from "./digest-person.ts";

async function status(world: AppWorld, text = "status"): Promise<string> {
  const input = { kind: "line", text } as const;
  const call = { id: `${text}-${world.now.toString()}`, caller: ada, command: "briefing", input };
  return plainText((await world.bot.onCommand(call)).lead);
}

async function put(world: AppWorld, name: string, front: string): Promise<void> {
  const before = world.app.shelf.known().length;
  world.write(name, `---\n${front}\n---\n${article(name)}`);
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(before + 1), 10_000);
}

describe("/digest now that posts nothing", () => {
  it("says since when nothing came, and that what was there before is no news", async () => {
    const world = openAppWorld();
    world.write("old");
    await world.start(both);
    const told = await new Person(world).says("now");
    expect(told).toContain("Nothing was posted: “morning” has nothing new.");
    expect(told).toContain("Nothing became ready since 23 Nov 2026, 08:50 UTC.");
    expect(told).toContain("What was ready before is no news for it.");
  });

  it("counts what stops what came since: posted, not wanted, waiting, held back", async () => {
    const [world, person] = await withSchedule("10am exclude:ferry");
    await write(world, "bridge");
    await person.digest("now");
    await shows(world, 1);
    await write(world, "ferry");
    await put(world, "draft", "status: draft");
    await put(world, "secret", 'embargoUntil: "2026-11-23T09:30:00Z"');
    const told = await person.says("now");
    expect(told).toContain(
      "2 briefings became ready since 23 Nov 2026, 08:50 UTC: 1 is in this channel already, 1 is not what it wants.",
    );
    expect(told).toContain("2 that it wants are drafts or under embargo.");
    expect(await shows(world, 1)).toHaveLength(1);
  });

  it("says that some wait for others", async () => {
    const world = openAppWorld();
    await world.start(both.replace("title:", "limit: { least: 3 }, title:"));
    await write(world, "bridge");
    const person = new Person(world);
    expect(await person.says("now")).toContain("1 waits until there are 3.");
    expect(await person.says("preview")).toContain("1 waits until there are 3.");
  });

  it("keeps drafts to those who manage the channel", async () => {
    const [world, person] = await withSchedule("10am");
    await put(world, "draft", "status: draft");
    expect(await person.says("now")).toContain("1 that it wants is a draft or under embargo.");
    expect(await person.says("preview")).not.toContain("draft");
  });
});

describe("a run that is left out", () => {
  it("is the one that the preview showed, or none", async () => {
    const [world, person] = await withSchedule("daily 10am");
    const preview = await person.digest("preview");
    await at(world, "2026-11-23T10:00:01Z");
    expect(await person.press(button(preview, "digest-skip"))).toMatch(
      /nothing was left out.*24 Nov 2026, 10:00 UTC/su,
    );
    const fresh = await person.digest("preview");
    expect(await person.press(button(fresh, "digest-skip"))).toMatch(
      /Left out: 24 Nov 2026, 10:00 UTC\..*25 Nov 2026, 10:00 UTC/su,
    );
    expect(await status(world)).toMatch(
      /digest, 25 Nov 2026, 10:00 UTC .*; the run of 24 Nov 2026, 10:00 UTC is left out/u,
    );
  });
});

it("is not told any more where its schedule has no run then since it was edited (issue 7)", async () => {
  const [world, person] = await withSchedule("daily 10am");
  await write(world, "bridge");
  await person.says("skip");
  expect(await status(world)).toContain("is left out");
  const review = await person.digest("edit when:11am");
  await person.press(button(review, "digest-save"));
  expect(await person.says("list")).toMatch(/Next: 23 Nov 2026, 11:00 UTC/u);
  expect(await person.says("list")).not.toContain("is left out");
  expect(await status(world)).not.toContain("is left out");
  expect(await status(world, "why bridge")).not.toContain("left out");
});

describe("the lines of the start", () => {
  const files = `channels: { web: { news: null, other: null } }
schedules: { morning: { to: [web:news, web:other], at: "09:00" } }
`;

  it("name no run that is left out, and who let what rest until when", async () => {
    const world = openAppWorld();
    await world.start(files);
    const { config } = parseConfig(files, "bot.yaml");
    if (config === null) throw new Error("no configuration");
    const lines = async () => {
      const rests = { paused: await world.app.paused(), holds: await world.app.holds() };
      return describeApp(world.app, config, rests, world.now);
    };
    expect(await lines()).toContain("23 Nov 2026, 09:00 UTC  morning → web:news, web:other");
    await new Person(world).digest("skip next");
    expect(await lines()).toMatch(
      /23 Nov 2026, 09:00 UTC {2}morning → web:other .*\n.*24 Nov 2026, 09:00 UTC {2}morning → web:news /u,
    );
    const store = openStore(world.databasePath);
    const deed = { db: store.db, config, now: world.now };
    await pause(deed, "morning", { channel: "web:other", until: "2026-12-01" });
    await pause(deed, "morning", { channel: "web:news" });
    await store.close();
    expect(await lines()).toMatch(
      /next +nothing is to come\n(.*\n)*.*morning@web:other by the operator, until Tue, 1 Dec 2026, 00:00 UTC/u,
    );
    expect(await lines()).toContain("morning@web:news by the operator, until it is resumed");
  });
});

describe("the status of a channel", () => {
  it("names who let a schedule rest and until when, and not a next time of it", async () => {
    const [world, person] = await withSchedule("daily 10am");
    await person.digest("pause until:2026-12-01");
    const told = await status(world);
    expect(told).toMatch(
      /Paused schedules\s+• digest, since 23 Nov 2026, 08:50 UTC: by Ada\. It goes on 1 Dec 2026, 00:00 UTC\./u,
    );
    expect(told).toContain("1 paused");
    expect(told).not.toContain("10:00 UTC");
  });
});

const approved = `channels: { web: { news: null, desk: null } }
schedules: { morning: { to: "web:news", at: "09:00", approval: required, approver: "web:desk", ask: 30m } }
`;

describe("a digest that waits for its approver", () => {
  it("is told of by status and beside the bot", async () => {
    const world = openAppWorld();
    await world.start(approved);
    await write(world, "bridge");
    await at(world, "2026-11-23T08:55:00Z");
    const waits = "the digest of Mon, 23 Nov 2026, 09:00 UTC waits for approval";
    expect(await status(world)).toContain(
      "The digest of 23 Nov 2026, 09:00 UTC waits for approval",
    );
    const { config } = parseConfig(approved, "bot.yaml");
    if (config === null) throw new Error("no configuration");
    const store = openStore(world.databasePath);
    const listed = await listSchedules(store.db, config, world.now);
    await store.close();
    expect(listed[0]?.approvals).toEqual([
      { slotAt: "2026-11-23T09:00:00Z", needs: "required", unreached: null },
    ]);
    expect(formatSchedules(listed, "UTC")).toContain(waits);
  });

  it("is previewed as it was shown to the approver, without what came later", async () => {
    const world = openAppWorld();
    await world.start(approved);
    await write(world, "bridge");
    await at(world, "2026-11-23T08:55:00Z");
    await write(world, "ferry");
    const person = new Person(world);
    const shown = await person.digest("preview");
    expect(plainText(shown.lead)).toContain("waits for approval");
    expect(plainText(shown.lead)).toContain("bridge");
    expect(plainText(shown.lead)).not.toContain("ferry");
    expect(() => button(shown, "digest-now")).toThrow("no digest-now");
    expect(() => button(shown, "digest-skip")).toThrow("no digest-skip");
    await person.press(button(shown, "digest-approve"));
    expect(await person.says("preview")).toContain("approved by Ada");
    await at(world, "2026-11-23T09:00:00Z");
    const [text] = await shows(world, 1);
    expect(text).toContain("bridge");
    expect(text).not.toContain("ferry");
    expect(inNews(world)).toHaveLength(1);
  });
});

describe("what somebody writes amiss", () => {
  it("is told to them in its own words, and is no trouble in the log", async () => {
    const [world, person] = await withSchedule("daily 10am");
    expect(await person.says("pause until:yesterday")).toMatch(
      /^“yesterday” is not a day that I understand\. Write a date/u,
    );
    await person.digest("skip");
    expect(await person.says("skip")).toMatch(/^The next run is left out already\./u);
    expect(world.log.errors()).toEqual([]);
  });
});
