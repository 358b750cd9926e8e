/** Schedules made in chat: understood, confirmed, planned, paused, skipped, removed, and over restarts. */
import { describe, expect, it, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { listChanges } from "../../src/storage/schedule-changes.ts";
import { openStore } from "../../src/storage/store.ts";
import { openAppWorld } from "./app-world.ts";
import {
  ada,
  at,
  both,
  button,
  file,
  inNews,
  news,
  Person,
  shows,
  withSchedule,
  write,
} from "./digest-person.ts";

describe("/digest add", () => {
  it("says what it understood before anything is saved, and posts after it is", async () => {
    const world = openAppWorld();
    await world.start(file);
    const person = new Person(world);
    const understood = await person.digest("add weekdays 10am topics:space,health title:Hello");
    expect(plainText(understood.lead)).toContain(
      "on space or health, weekdays at 10:00, Europe/London",
    );
    expect(plainText(understood.lead)).toContain("23 Nov 2026, 10:00 UTC");
    expect(await person.says("list")).toContain("No schedule posts to this channel yet");
    expect(await person.press(button(understood, "digest-save"))).toContain(
      "Saved: “space-health”",
    );
    const list = await person.says("list");
    expect(list).toContain("space-health");
    expect(list).toContain("Made in chat by Ada");
    await at(world, "2026-11-23T10:00:01Z");
    expect(inNews(world)).toEqual([]);
  });

  it("posts what came since, and nothing that was there before", async () => {
    const world = openAppWorld();
    world.write("old");
    await world.start(file);
    const person = new Person(world);
    await person.press(button(await person.digest("add 10:00"), "digest-save"));
    await write(world, "bridge");
    await at(world, "2026-11-23T10:00:01Z");
    const [text] = await shows(world, 1);
    expect(text).toContain("bridge");
    expect(text).not.toContain("old");
  });

  it("tells what it does not understand, and saves nothing", async () => {
    const world = openAppWorld();
    await world.start(file);
    const person = new Person(world);
    expect(await person.says("add wekdays 10am")).toMatch(/not understand.*weekdays/su);
    expect(await person.says("add 10am form:foo")).toContain("digest or each");
    expect(await person.says("add 10am most:many")).toContain("most:");
    expect(await person.says("list")).toContain("No schedule");
  });

  it("bare opens a form, whose faults stand at their fields and which leads to the same confirmation", async () => {
    const world = openAppWorld();
    await world.start(file);
    const person = new Person(world);
    const form = await person.form("add");
    const shown = form?.fields.filter(({ isSpare }) => isSpare !== true) ?? [];
    expect(shown.map(({ name }) => name).slice(0, 5)).toEqual([
      "when",
      "topics",
      "form",
      "timezone",
      "title",
    ]);
    const bad = await person.submit("digest:new", { when: "soonish", timezone: "Mars/Base" });
    expect(Object.keys("faults" in bad ? bad.faults : {})).toContain("timezone");
    const good = await person.submit("digest:new", { when: "10am", form: "digest" });
    if ("faults" in good) throw new Error(JSON.stringify(good.faults));
    await person.press(button(good, "digest-save"));
    expect(await person.says("list")).toContain("daily at 10:00, Europe/London");
  });

  it("can be changed before it is saved, and is saved once", async () => {
    const world = openAppWorld();
    await world.start(file);
    const person = new Person(world);
    const understood = await person.digest("add weekdays 10am exclude:sport");
    const save = button(understood, "digest-save");
    const form = await person.formOf(button(understood, "digest-change"));
    const when = form?.fields.find(({ name }) => name === "when");
    expect(when).toMatchObject({ value: "weekdays at 10:00" });
    const changed = await person.submit(form?.id ?? "", { when: "weekends 11:00" });
    if ("faults" in changed) throw new Error("faults");
    expect(plainText(changed.lead)).toContain("but none with “sport”, weekends at 11:00");
    await person.press(button(changed, "digest-save"));
    expect(await person.press(button(changed, "digest-save"))).toContain("saved already");
    expect(await person.press(save)).toContain("saved already");
    expect(await person.says("list")).toContain("weekends at 11:00");
  });
});

describe("a schedule made in chat", () => {
  it("is there after a restart in every step", async () => {
    const world = openAppWorld();
    await world.start(file);
    const restart = async (): Promise<void> => {
      await world.stop();
      await world.start(file);
    };
    const person = new Person(world);
    const understood = await person.digest("add daily 10am");
    await restart();
    await person.press(button(understood, "digest-save"));
    await restart();
    await write(world, "bridge");
    await at(world, "2026-11-23T10:00:01Z");
    await shows(world, 1);
    await person.digest("pause");
    await restart();
    expect(await person.says("list")).toContain("Paused since");
    await write(world, "ferry");
    await at(world, "2026-11-24T10:00:01Z");
    await person.digest("resume");
    await restart();
    await shows(world, 1);
    await at(world, "2026-11-25T10:00:01Z");
    expect((await shows(world, 2))[1]).toContain("ferry");
    const ask = await person.digest("remove");
    await restart();
    await person.press(button(ask, "digest-removed"));
    await restart();
    expect(await person.says("list")).toContain("No schedule");
    await write(world, "tram");
    await at(world, "2026-11-26T10:00:01Z");
    await shows(world, 2);
    const store = openStore(world.databasePath);
    const all = await listChanges(store.db, { limit: 10 });
    const changes = all.filter(({ schedule }) => schedule.startsWith("digest@"));
    await store.close();
    expect(changes.map(({ deed }) => deed).toReversed()).toEqual([
      "added",
      "paused",
      "resumed",
      "removed",
    ]);
    expect(changes.every(({ by }) => by.kind === "person" && by.name === "Ada")).toBe(true);
  });

  it("paused until a day goes on by itself, without making up for the past", async () => {
    const [world, person] = await withSchedule("daily 10am");
    expect(await person.says("pause until wednesday")).toContain("25 Nov 2026, 10:00 UTC");
    await write(world, "bridge");
    await at(world, "2026-11-23T10:00:01Z");
    await at(world, "2026-11-24T10:00:01Z");
    await at(world, "2026-11-25T09:59:00Z");
    expect(inNews(world)).toEqual([]);
    await at(world, "2026-11-25T10:00:01Z");
    expect((await shows(world, 1))[0]).toContain("bridge");
  });

  it("that skips leaves out the next run and only that one", async () => {
    const [world, person] = await withSchedule("daily 10am");
    await write(world, "bridge");
    expect(await person.says("skip")).toContain("24 Nov 2026, 10:00 UTC");
    expect(await person.says("skip")).toContain("left out already");
    expect(await person.says("list")).toMatch(/Next: 24 Nov.*23 Nov 2026, 10:00 UTC is left out/su);
    await at(world, "2026-11-23T10:00:01Z");
    await at(world, "2026-11-23T12:00:00Z");
    expect(inNews(world)).toEqual([]);
    await at(world, "2026-11-24T10:00:01Z");
    await shows(world, 1);
    await write(world, "ferry");
    await at(world, "2026-11-25T10:00:01Z");
    await shows(world, 2);
  });

  it("is edited in a form that shows what it is, and keeps what the form left out", async () => {
    const [world, person] = await withSchedule("weekdays 10am most:3 quiet:22:00-07:00");
    const form = await person.form("edit");
    expect(form?.id).toBe("digest:c.1");
    const changed = await person.submit(form?.id ?? "", { when: "daily 11:00", title: "New" });
    if ("faults" in changed) throw new Error(JSON.stringify(changed.faults));
    await person.press(button(changed, "digest-save"));
    const list = await person.says("list");
    expect(list).toContain("at most 3, daily at 11:00, Europe/London, quiet 22:00-07:00");
    await write(world, "bridge");
    await at(world, "2026-11-23T11:00:01Z");
    expect((await shows(world, 1))[0]).toContain("New");
  });

  it("is of its channel and workspace alone", async () => {
    const [world] = await withSchedule();
    const elsewhere = new Person(world, { ...ada, address: { ...news, workspace: "T2" } });
    expect(await elsewhere.says("list")).toContain("No schedule");
    expect(await elsewhere.press("digest-removed:c.1")).toContain("not there any more");
    const other = new Person(world, { ...ada, address: { ...news, channel: "other" } });
    expect(await other.press("digest-pause:c.1")).toContain("not there any more");
  });
});

describe("a schedule of the configuration", () => {
  it("says where it comes from, and is not changed in chat", async () => {
    const world = openAppWorld();
    await world.start(both);
    const person = new Person(world);
    expect(await person.says("list")).toContain("From config/bot.yaml");
    for (const sub of ["edit", "pause", "resume", "remove"])
      expect(await person.says(sub)).toContain("config/bot.yaml");
    expect(await person.press("digest-removed:f.morning")).toContain("config/bot.yaml");
    await write(world, "bridge");
    await at(world, "2026-11-23T09:00:01Z");
    await shows(world, 1);
  });

  it("stands beside those of chat, and a name is of one alone", async () => {
    const [, person] = await withSchedule("10am name:morning", both);
    const list = await person.says("list");
    expect(list).toContain("morning-2");
    expect(await person.says("pause")).toContain("Which one?");
    expect(await person.says("pause morningg-2")).toContain("Did you mean");
  });
});

describe("a preview", () => {
  it("is what the next run posts, and leads to posting it now, once", async () => {
    const [world, person] = await withSchedule("daily 10am title:Hello");
    await write(world, "bridge");
    const preview = await person.digest("preview");
    await at(world, "2026-11-23T09:30:00Z");
    expect(inNews(world)).toEqual([]);
    expect(await person.press(button(preview, "digest-now"))).toContain("1 briefing");
    const [text = ""] = await shows(world, 1);
    const shownBefore = plainText(preview.lead);
    for (const line of text.split("\n").filter((each) => !/\d\d:\d\d UTC/u.test(each)))
      expect(shownBefore).toContain(line);
    expect(await person.press(button(preview, "digest-now"))).toContain("nothing new");
    await at(world, "2026-11-23T10:00:01Z");
    await shows(world, 1);
    expect(await person.says("preview")).toContain("nothing new");
  });
});

describe("a channel that is closed to the bot", () => {
  it("lets the schedule rest, and whoever made it is told once, also over a restart", async () => {
    const [world, person] = await withSchedule("daily 10am");
    await at(world, "2026-11-23T09:00:01Z");
    await write(world, "bridge");
    world.chat.postFaults = ["forbidden"];
    await at(world, "2026-11-23T10:00:01Z");
    await vi.waitFor(async () => expect(await world.app.paused()).toHaveLength(1), 5_000);
    expect(await person.says("list")).toContain("The platform says forbidden");
    const notices = (): readonly string[] =>
      world.chat.shown.filter(({ channel }) => channel === "U1").map(({ text }) => String(text));
    await at(world, "2026-11-23T10:01:00Z");
    await vi.waitFor(() => expect(notices()).toHaveLength(1), 5_000);
    expect(notices()[0]).toContain("Your schedule “digest” rests");
    await world.stop();
    await world.start(file);
    await at(world, "2026-11-23T10:02:00Z");
    expect(notices()).toHaveLength(1);
  });
});

describe("the bot's own page", () => {
  it("shows the schedules of the channels that somebody manages, with what can be done", async () => {
    const [world, person] = await withSchedule("10am topics:space");
    const page = await world.bot.onHome({ ...ada, address: { ...news, channel: "U2" } });
    expect(plainText(page.lead)).toMatch(/Schedules of news.*space.*Next: 23 Nov/su);
    await person.press(button(page, "in:news:digest-pause"));
    expect(await person.says("list")).toContain("Paused since");
    world.manages = false;
    expect(await person.press("in:news:digest-resume:c.1")).toContain("manage it");
    expect(await person.says("list")).toContain("Paused since");
  });

  it("shows somebody what they made for channels they do not manage, and others nothing of it", async () => {
    const [world] = await withSchedule("10am topics:space");
    world.manages = false;
    const home = async (who: string, workspace = "local"): Promise<string> => {
      const address = { ...news, workspace, channel: who };
      return plainText((await world.bot.onHome({ ...ada, person: who, address })).lead);
    };
    expect(await home("U1")).toMatch(/Schedules you made.*space.*Next: 23 Nov/su);
    expect(await home("U2")).not.toContain("space");
    expect(await home("U1", "T2")).not.toContain("space");
  });
});
