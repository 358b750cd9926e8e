/** Stories that stand in a digest, on every platform: each card follows its own article, and comes back when it does. */
import { describe, expect, it, vi } from "vitest";
import { platformNames } from "../src/platforms/index.ts";
import { patient, runOn, type Running } from "./platforms/running.ts";

function article(name: string, cost: string, status = "ready"): string {
  const pillars = Array.from(
    { length: 130 },
    (_, at) => ` Pillar ${at} of the ${name} stands ${at * 3} metres deep.`,
  );
  return `---
status: ${status}
---
# The ${name} opens

## Preface
After nine years of work the ${name} opens.

## Lazy bag
- The ${name} cost ${cost} million euros.

## Main Body
The mayor opened the ${name}. It cost ${cost} million euros.${pillars.join("")}

## Key Insights Table
| Aspect | Description |
|---|---|
| Cost | ${cost} million euros |
`;
}

/** A digest with two articles. Gives its message. */
async function postDigest({ at, write, has, shows }: Running): Promise<string> {
  await at("2026-11-23T08:55:00Z");
  write("bridge", article("bridge", "310"));
  write("ferry", article("ferry", "42"));
  await has("bridge", "310");
  await has("ferry", "42");
  await at("2026-11-23T09:00:01Z");
  return (await shows("310 million euros")).message;
}

describe.each(platformNames)("a digest on %s", (name) => {
  it("follows its articles one by one, through withdrawal and back", async () => {
    const world = await runOn(name, "", "digest");
    const { write, later, texts, has, rig } = world;
    const digest = await postDigest(world);
    await rig.press(digest, "read:bridge");
    await vi.waitFor(
      async () => expect((await texts(digest)).join()).toContain("Pillar 129"),
      patient,
    );
    const parts = (await texts(digest)).length;
    const lead = async (): Promise<string> => (await texts(null)).join("\n");
    const notes = async (): Promise<readonly string[]> =>
      (await texts(digest)).filter((text) => text.includes("What changed in"));

    write("bridge", article("bridge", "325"));
    await has("bridge", "325");
    await later(61);
    await vi.waitFor(async () => {
      expect(await lead()).toContain("325 million euros");
      expect(await lead()).toContain("The ferry cost 42 million euros");
      expect((await texts(digest)).join()).toContain("It cost 325 million euros.");
      expect(await notes()).toEqual([
        expect.stringMatching(/Cost: was “310 million euros”, is now “325 million euros”/),
      ]);
    }, patient);
    expect(await lead()).not.toContain("310");

    write("bridge", article("bridge", "325", "withdrawn"));
    await has("bridge", "withdrawn");
    await later(6);
    await later(6);
    await vi.waitFor(async () => {
      expect(await lead()).toContain("This briefing was withdrawn on");
      expect(await lead()).not.toContain("325");
      expect(await lead()).toContain("The ferry cost 42 million euros");
      const thread = (await texts(digest)).filter((text) => !text.includes("What changed in"));
      expect(thread.join("\n")).not.toMatch(/Pillar|325/);
    }, patient);
    const buttons = (await rig.shown()).find(({ message }) => message === digest)?.buttons ?? [];
    expect(buttons.map(({ id }) => id).filter((id) => id.includes("bridge"))).toEqual([]);

    write("bridge", article("bridge", "333", "withdrawn"));
    await has("bridge", "333");
    await later(61);
    write("bridge", article("bridge", "333"));
    await has("bridge", '"ready"');
    await later(61);
    await later(6);
    await vi.waitFor(async () => {
      expect(await lead()).toContain("333 million euros");
      expect(await lead()).not.toContain("withdrawn");
      expect((await texts(digest)).join()).toContain("Pillar 129");
      expect(await notes()).toHaveLength(2);
    }, patient);
    expect((await texts(digest)).length).toBe(parts + 2);
    expect((await texts(null)).length).toBe(1);
    expect((await rig.shown()).flatMap(({ pings }) => pings)).toEqual([]);
  }, 90_000);

  it.each([
    ["quiet", 0],
    ["notes", 1],
  ] as const)(
    "is told of in its thread as the channel prefers: %s",
    async (mode, count) => {
      const world = await runOn(name, `threads: { default: broadcast, "${name}:news": ${mode} }`);
      const { at, write, has, later, shows, texts } = world;
      await at("2026-11-23T08:55:00Z");
      write("bridge", article("bridge", "310"));
      await has("bridge", "310");
      await at("2026-11-23T09:00:01Z");
      const post = (await shows("310 million euros")).message;
      write("bridge", article("bridge", "325"));
      await has("bridge", "325");
      await later(61);
      await shows("325 million euros");
      await later(61);
      await vi.waitFor(async () => expect(await texts(post)).toHaveLength(count), patient);
      expect(await texts(null)).toHaveLength(1);
    },
    60_000,
  );
});

describe.each(platformNames)("a post on %s", (name) => {
  it("that grows beyond one message goes on in its thread, and shrinks again", async () => {
    const { at, write, has, later, shows, texts } = await runOn(name);
    const grown = (count: number): string => {
      const points = Array.from(
        { length: count },
        (_, point) => `- Point ${point} of ${"many ".repeat(20)}.`,
      );
      return article("bridge", "310").replace(/(?<=## Lazy bag\n).*/u, points.join("\n"));
    };
    await at("2026-11-23T08:55:00Z");
    write("bridge", article("bridge", "310"));
    await has("bridge", "310");
    await at("2026-11-23T09:00:01Z");
    const post = (await shows("310 million euros")).message;
    const all = async (): Promise<string> =>
      [...(await texts(null)), ...(await texts(post))]
        .filter((text) => !text.includes("What changed in"))
        .join("\n");

    write("bridge", grown(140));
    await has("bridge", "Point 139 of");
    await later(6);
    await later(6);
    await vi.waitFor(async () => {
      const points = [...(await all()).matchAll(/Point (\d+) of/gu)].map(([, point]) =>
        Number(point),
      );
      expect(points).toEqual(Array.from({ length: 140 }, (_, point) => point));
    }, patient);
    expect(await texts(null)).toHaveLength(1);

    write("bridge", grown(1).replaceAll("many", "few"));
    await has("bridge", "few few");
    await later(6);
    await later(6);
    await vi.waitFor(async () => {
      expect((await all()).match(/Point \d+ of/gu)).toEqual(["Point 0 of"]);
    }, patient);
  }, 60_000);
});

// In the local chat nobody can delete a message.
describe.each(platformNames.filter((name) => name !== "web"))("a digest on %s", (name) => {
  it("that somebody has deleted stays deleted, and nothing more is said under it", async () => {
    const world = await runOn(name, "", "digest");
    const { write, has, later, rig, shows } = world;
    const digest = await postDigest(world);
    rig.erase?.(digest);
    write("bridge", article("bridge", "325"));
    await has("bridge", "325");
    await later(6);
    await later(6);
    await later(61);
    await later(61);
    write("canal", article("canal", "77"));
    await has("canal", "77");
    await world.at("2026-11-24T09:00:01Z");
    await shows("The canal cost 77 million euros");
    expect(await rig.shown()).toHaveLength(1);
  }, 60_000);
});
