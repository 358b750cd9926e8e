/** `/briefing why`: the rule that let a briefing through or stopped it, stage by stage. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { article, openAppWorld, type AppWorld } from "./app-world.ts";
import { ada, at, button, file, Person, shows, withSchedule, write } from "./digest-person.ts";

let calls = 0;

async function why(world: AppWorld, name: string): Promise<string> {
  calls += 1;
  const answer = await world.bot.onCommand({
    id: `why-${calls}`,
    caller: ada,
    command: "briefing",
    input: { kind: "line", text: `why ${name}` },
  });
  return plainText(answer.lead);
}

async function writeWith(world: AppWorld, name: string, head: string): Promise<void> {
  const before = world.app.shelf.known().length;
  world.now = world.now.add({ seconds: 1 });
  mkdirSync(join(world.directory, "briefings"), { recursive: true });
  writeFileSync(
    join(world.directory, "briefings", `${name}.md`),
    `---\n${head}\n---\n${article(name)}`,
  );
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(before + 1), 10_000);
}

describe("/briefing why", () => {
  it("says when something comes, and by which rules", async () => {
    const [world] = await withSchedule("10am topics:space");
    await writeWith(world, "moon", "topics: [space]");
    const told = await why(world, "moon");
    expect(told).toContain("✓ It is wanted: topic “space”.");
    expect(told).toContain("✓ The channel does not have it yet.");
    expect(told).toContain("So it comes 23 Nov 2026, 10:00 UTC.");
    await at(world, "2026-11-23T10:00:01Z");
    await shows(world, 1);
    const after = await why(world, "moon");
    expect(after).toContain("posted, 23 Nov 2026, 10:00 UTC");
    expect(after).toContain("✗ The channel has it");
  });

  it.each([
    ["a draft", "status: draft", "✗ It is a draft.", "Take status: draft out"],
    [
      "an embargo",
      "embargoUntil: 2026-12-24T09:00:00Z",
      "✗ An embargo holds it. (24 Dec 2026, 09:00 UTC)",
      "Wait for its end",
    ],
    [
      "another topic",
      "topics: [sport]",
      "✗ It is not among what is wanted: it has no topic of space",
      "/digest edit space",
    ],
  ])("names %s, and what to change", async (_what, head, stop, todo) => {
    const [world] = await withSchedule("10am topics:space");
    await writeWith(world, "moon", head);
    const told = await why(world, "moon");
    expect(told).toContain(stop);
    expect(told).toContain(todo);
    expect(told).not.toContain("So it comes");
  });

  it("names an excluded word, a limit, a pause, a skipped run and quiet hours", async () => {
    const [world, person] = await withSchedule("10am exclude:moon most:1 quiet:08:00-09:30");
    await write(world, "moon");
    await write(world, "ada");
    await write(world, "bridge");
    expect(await why(world, "moon")).toContain("✗ It is excluded: word “moon”.");
    expect(await why(world, "ada")).toMatch(/✗ There are more than 1.*waits for the next run/su);
    expect(await why(world, "bridge")).toContain("✓ Quiet hours hold everything until their end.");
    await person.digest("skip");
    expect(await why(world, "bridge")).toContain("So it comes 24 Nov 2026, 10:00 UTC.");
    await person.digest("pause");
    expect(await why(world, "bridge")).toContain("✗ The schedule is paused: by Ada");
    await person.digest("resume");
  });

  it("tells of a post that failed", async () => {
    const [world] = await withSchedule("10am");
    await write(world, "moon");
    world.chat.postFaults = ["refused"];
    await at(world, "2026-11-23T10:00:01Z");
    await vi.waitFor(async () => expect(await why(world, "moon")).toContain("failed"), 5_000);
    expect(await why(world, "moon")).toMatch(/briefing resend \d+/u);
  });

  it("tells readers nothing of what is held back, and of unknown names what may be meant", async () => {
    const world = openAppWorld();
    await world.start(file);
    const person = new Person(world);
    await person.press(button(await person.digest("add 10am"), "digest-save"));
    await writeWith(world, "moon", "status: draft");
    world.manages = false;
    expect(await why(world, "moon")).toContain("I know no briefing called “moon”");
    world.manages = true;
    expect(await why(world, "moonn")).toContain("Did you mean");
  });
});
