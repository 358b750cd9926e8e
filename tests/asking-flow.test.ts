/** Readers ask, on every platform: in the thread, in the Ask form, by command and in direct messages. */
import { describe, expect, it } from "vitest";
import { platformNames, type PlatformName } from "../src/platforms/index.ts";
import { bridgeCost, ferry, story } from "./chat/asking-world.ts";
import { patient, runOn, type Running } from "./platforms/running.ts";

interface Asking extends Running {
  /** The post about the bridge, and the one about the ferry. */
  bridge: string;
  ferry: string;
}

async function open(name: PlatformName, more?: string): Promise<Asking> {
  const world = await runOn(name, more);
  await world.at("2026-11-23T08:55:00Z");
  world.write("bridge", story);
  world.write("ferry", ferry);
  await world.has("bridge", "310");
  await world.has("ferry", "31 sailors");
  await world.at("2026-11-23T09:00:01Z");
  const [first, second] = [await world.shows("Trains cross"), await world.shows("from May")];
  return { ...world, bridge: first.message, ferry: second.message };
}

/** The answers in a thread, when there are so many. The local chat shows the questions, too. */
async function answers({ texts }: Asking, root: string, count: number): Promise<readonly string[]> {
  const answered = async (): Promise<readonly string[]> =>
    (await texts(root)).filter((text) => text.includes("\n") || !text.endsWith("?"));
  await expect.poll(answered, patient).toHaveLength(count);
  return answered();
}

describe.each(platformNames)("on %s", (name) => {
  it("the thread of a post answers from its article, leans on what was asked, and says no", async () => {
    const world = await open(name);
    await world.rig.say(world.bridge, "Who opened the harbour bridge?");
    await world.rig.say(world.bridge, "And when?");
    await world.rig.say(world.bridge, "How many sailors work on the night ferry?");
    const [who, when, ferryAnswer] = await answers(world, world.bridge, 3);
    expect(who).toMatch(/The article says:[^]*The mayor, Ada Holm[^]*Main Body/u);
    expect(when).toContain("on Saturday morning");
    expect(ferryAnswer).toMatch(
      /The briefing does not say\.[^]*Another one may: “The night ferry/u,
    );
    expect(ferryAnswer).not.toContain("31 sailors");
  }, 60_000);

  it("a thread whose briefing was withdrawn, or its file deleted, is told so and quotes nothing", async () => {
    const world = await open(name);
    world.write("bridge", `---\nstatus: withdrawn\n---\n${story}`);
    await world.has("bridge", "withdrawn");
    await world.rig.say(world.bridge, bridgeCost);
    const [withdrawn] = await answers(world, world.bridge, 1);
    expect(withdrawn).toContain("withdrawn or removed, so I do not quote it");
    world.delete("ferry");
    await expect
      .poll(() => world.app.shelf.known().map(({ briefing }) => briefing.id), patient)
      .toEqual(["bridge"]);
    await world.rig.say(world.ferry, "How much do tickets for the night ferry cost?");
    const [deleted] = await answers(world, world.ferry, 1);
    expect(deleted).toContain("withdrawn or removed, so I do not quote it");
    const told = await world.rig.command("ask", { question: bridgeCost });
    expect(told).not.toContain("310");
    const said = [withdrawn, deleted, told].join("\n");
    expect(said).not.toMatch(/310|48 euros|1,204/u);
  }, 60_000);

  it("a question to all names the article that answers", async () => {
    const world = await open(name);
    expect(await world.rig.command("ask", { question: bridgeCost })).toMatch(
      /The article “The harbour bridge” says:[^]*310 million euros[^]*Main Body/u,
    );
    expect(await world.rig.command("ask", { question: "Who won the chess cup?" })).toContain(
      "No briefing says that.",
    );
  }, 60_000);
});

describe.each(["slack", "discord"] as const)("in direct messages on %s", (name) => {
  it("a plain question is answered from all briefings, and the next one leans on it", async () => {
    const world = await open(name);
    const told: string[] = [];
    for (const [question, quote] of [
      ["Who opened the harbour bridge?", /The mayor, Ada Holm/u],
      ["How much did it cost?", /310 million euros/u],
      ["and why?", /price of steel/u],
      ["How many sailors work on the night ferry?", /31 sailors work/u],
    ] as const) {
      await world.rig.direct?.say(question);
      told.push((await world.shows(new RegExp(`says:[^]*${quote.source}`, "u"))).text);
    }
    expect(told.map((text) => /“([^”]*)”/u.exec(text)?.[1])).toEqual([
      "The harbour bridge",
      "The harbour bridge",
      "The harbour bridge",
      "The night ferry returns",
    ]);
  }, 60_000);

  it("a command is answered there", async () => {
    const world = await open(name);
    expect(await world.rig.direct?.command("ask", { question: bridgeCost })).toMatch(
      /The article “The harbour bridge” says:[^]*310 million euros/u,
    );
  }, 60_000);

  it("nothing is quoted that may not be told there", async () => {
    const world = await open(name, "answers: { default: posted }");
    expect(await world.rig.command("ask", { question: bridgeCost })).toContain("310 million euros");
    expect(await world.rig.direct?.command("ask", { question: bridgeCost })).toBe(
      "There is no briefing that I may quote here.",
    );
    await world.rig.direct?.say(bridgeCost);
    await world.shows("There is no briefing that I may quote here.");
    const all = (await world.rig.shown()).filter(({ message }) => message !== world.bridge);
    expect(all.map(({ text }) => text).join("\n")).not.toContain("310");
  }, 60_000);
});
