/** Every change of a schedule is a line, whoever made it, and the lines can be read in chat. */
import { describe, expect, it, vi } from "vitest";
import { openAppWorld, type AppWorld } from "./app-world.ts";
import { at, both, button, Person, shows, withSchedule, write } from "./digest-person.ts";

function lines(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("•"))
    .map((line) => line.replace(/^• .*? UTC /u, ""));
}

/** The newest first, without the times. */
async function told(person: Person, name = ""): Promise<readonly string[]> {
  return lines(await person.says(`log ${name}`));
}

async function restart(world: AppWorld, configuration: string): Promise<void> {
  await world.stop();
  await world.start(configuration);
}

describe("the log of changes", () => {
  it("has a line for everything that people and the bot do with a schedule, in pages", async () => {
    const [world, person] = await withSchedule("10am topics:space");
    await person.press(button(await person.digest("edit title:Stars most:5"), "digest-save"));
    await person.press(button(await person.digest("edit topics:none"), "digest-save"));
    await person.digest("pause until:2026-11-24");
    await at(world, "2026-11-24T00:00:01Z");
    await person.digest("pause");
    await person.digest("resume");
    await person.digest("skip");
    await at(world, "2026-11-24T10:00:01Z");
    await write(world, "bridge");
    await person.digest("now");
    await shows(world, 1);
    await write(world, "ferry");
    world.chat.postFaults = ["forbidden"];
    await at(world, "2026-11-25T10:00:01Z");
    await vi.waitFor(async () => expect(await world.app.paused()).toHaveLength(1));
    await at(world, "2026-11-25T10:10:00Z");
    await person.press(button(await person.digest("remove"), "digest-removed"));
    expect(await told(person)).toEqual([
      "space: Ada removed it",
      "space: it goes on: its channel is open again",
      expect.stringMatching(/^space: it rests, because its channel was closed: ./u),
      "space: Ada had what was new posted at once: bridge",
      "space: it left out the run of 24 Nov 2026, 10:00 UTC",
      "space: Ada said to leave out the run of 24 Nov 2026, 10:00 UTC",
      "space: Ada resumed it",
      "space: Ada paused it until it is resumed",
      "space: its pause was over",
      "space: Ada paused it until 24 Nov 2026, 00:00 UTC",
    ]);
    expect(
      lines(await person.press(button(await person.digest("log space"), "digest-log"))),
    ).toEqual([
      "space: Ada changed it: topics: space → none",
      "space: Ada changed it: title: none → Stars; limit most: none → 5",
      expect.stringMatching(/^space: Ada made it \(at: 10:00; .*topics: space/u),
    ]);
    expect(await told(person, "spac")).toEqual([]);
  });

  it("has what changed in the file while the bot was not running, once", async () => {
    const world = openAppWorld();
    await world.start(both);
    const person = new Person(world);
    await restart(world, both);
    await restart(world, both.replace("09:00", "10:00"));
    await restart(world, both.replaceAll("morning", "evening"));
    await restart(world, both.replaceAll("morning", "evening"));
    await at(world, "2026-11-23T08:55:00Z");
    expect((await told(person)).toSorted()).toEqual([
      "evening: it came into config/bot.yaml (at: 09:00; title: Morning digest)",
      "morning: it came into config/bot.yaml (at: 09:00; title: Morning digest)",
      "morning: it was changed in config/bot.yaml: at: 09:00 → 10:00",
      "morning: it was taken out of config/bot.yaml",
    ]);
    await restart(world, both);
    expect((await told(person, "morning"))[0]).toContain("it came into config/bot.yaml");
  });

  it("names who approved and who vetoed", async () => {
    const [world, person] = await withSchedule("10am approval:required");
    await write(world, "bridge");
    await at(world, "2026-11-23T09:05:00Z");
    await person.press("digest-approve:1");
    expect((await told(person))[0]).toBe("digest: Ada approved the run of 23 Nov 2026, 10:00 UTC");
    await shows(world, 0);
    await at(world, "2026-11-23T10:00:01Z");
    await shows(world, 1);
    await write(world, "ferry");
    await at(world, "2026-11-24T09:05:00Z");
    await person.press("digest-veto:2");
    expect((await told(person)).slice(0, 2).toReversed()).toEqual([
      "digest: Ada vetoed the run of 24 Nov 2026, 10:00 UTC",
      "digest: Ada said to leave out the run of 24 Nov 2026, 10:00 UTC",
    ]);
  });
});
