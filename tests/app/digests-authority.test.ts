/** Who may do what with the schedules of a channel: asked when it is done, of whoever does it. */
import { describe, expect, it } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { openAppWorld } from "./app-world.ts";
import { at, button, file, Person, shows, withSchedule, write } from "./digest-person.ts";

describe("whoever does not manage the channel", () => {
  const buttons = [
    "digest-pause",
    "digest-resume",
    "digest-remove",
    "digest-removed",
    "digest-now",
    "digest-skip",
  ];

  it.each(["add 9am", "edit", "pause", "resume", "remove", "now", "skip"])(
    "is told who may when they type %s",
    async (line) => {
      const [world, person] = await withSchedule();
      world.manages = false;
      expect(await person.says(line)).toContain("Those are the captains.");
      world.manages = true;
      expect(await person.says("list")).toContain("Next:");
    },
  );

  it.each(buttons)("cannot press %s of a message that somebody else was shown", async (verb) => {
    const [world, person] = await withSchedule();
    await write(world, "bridge");
    world.manages = false;
    expect(await person.press(`${verb}:c.1`)).toContain("Those are the captains.");
    await at(world, "2026-11-23T10:00:01Z");
    await shows(world, 1);
  });

  it("cannot confirm what a manager wrote, nor send a form in", async () => {
    const world = openAppWorld();
    await world.start(file);
    const person = new Person(world);
    const understood = await person.digest("add 10am");
    world.manages = false;
    expect(await person.press(button(understood, "digest-save"))).toContain("captains");
    const answer = await person.submit("digest:new", { when: "10am" });
    expect("faults" in answer ? "" : plainText(answer.lead)).toContain("captains");
    world.manages = true;
    expect(await person.says("list")).toContain("No schedule");
  });

  it("may look", async () => {
    const [world, person] = await withSchedule();
    world.manages = false;
    expect(await person.says("list")).toContain("weekdays at 10:00");
    expect(await person.says("preview")).toContain("nothing new");
    expect(await person.says("help")).toContain("/digest add");
  });
});
