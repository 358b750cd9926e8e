/** An edit of a post: durable, made once more when nobody knows, and never out of order. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { revise } from "../../src/delivery/edits.ts";
import { BotError } from "../../src/errors.ts";
import { sampleBriefing } from "./sample-briefing.ts";
import { news, rendered, startWorld, World } from "./world.ts";

const second = 1_000;
const made = { recipe: { form: "compact", id: "b" }, of: [sampleBriefing("b")] } as const;

async function startPosted(...texts: string[]): Promise<World> {
  const world = await startWorld();
  await world.say({ key: "post", rendered: rendered(...texts), briefings: ["b"], made });
  await world.clock.advance(20 * second);
  expect(world.texts()).toEqual(texts);
  return world;
}

async function reviseTo(world: World, ...texts: string[]): Promise<number> {
  const [head] = await world.deliveries();
  const revision = {
    head: head?.id ?? 0,
    title: "post",
    rendered: rendered(...texts),
    emptied: { text: "(no longer needed)" },
  };
  const count = await revise(world.store.db, revision, world.clock.now());
  world.dispatcher.wake();
  return count;
}

function editsMade({ platform }: World): number {
  return platform.requests.filter(({ what }) => what === "edit").length;
}

describe("a post that is to show something else", () => {
  it("is edited where it stands, and only the parts that differ", async () => {
    const world = await startPosted("one", "two", "three");
    expect(await reviseTo(world, "one", "TWO", "three")).toBe(1);
    await world.clock.advance(20 * second);
    expect(world.texts()).toEqual(["one", "TWO", "three"]);
    expect(editsMade(world)).toBe(1);
    expect(await reviseTo(world, "one", "TWO", "three")).toBe(0);
  });

  it("gets the parts that came, in its thread, and says where some are no longer needed", async () => {
    const world = await startPosted("one", "two");
    await reviseTo(world, "one", "two", "three", "four");
    await world.clock.advance(20 * second);
    expect(world.texts()).toEqual(["one", "two", "three", "four"]);
    expect(world.platform.shown.map(({ root }) => root)).toEqual([null, "m1", "m1", "m1"]);
    await reviseTo(world, "one", "two");
    await world.clock.advance(20 * second);
    const empty = "(no longer needed)";
    expect(world.texts()).toEqual(["one", "two", empty, empty]);
    await reviseTo(world, "one", "two", "three");
    await world.clock.advance(20 * second);
    expect(world.texts()).toEqual(["one", "two", "three", empty]);
  });

  it("shows the newest of five edits with one request, and an edit that was taken back with none", async () => {
    const world = await startPosted("one");
    for (const text of ["2", "3", "4", "5", "6"]) await reviseTo(world, text);
    await world.clock.advance(20 * second);
    expect(world.texts()).toEqual(["6"]);
    expect(editsMade(world)).toBe(1);
    await reviseTo(world, "7");
    await reviseTo(world, "6");
    await world.clock.advance(20 * second);
    expect(editsMade(world)).toBe(1);
    await reviseTo(world, "8");
    await world.clock.advance(20 * second);
    expect(world.texts()).toEqual(["8"]);
  });

  it("is posted first when it was not there yet, and then edited", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["rate-limited"];
    await world.say({ key: "post", rendered: rendered("one"), briefings: ["b"], made });
    await world.clock.advance(second);
    await reviseTo(world, "two");
    await world.clock.advance(60 * second);
    expect(world.texts()).toEqual(["two"]);
    expect(world.platform.requests.map(({ what }) => what)).toEqual(["post", "post", "edit"]);
  });

  it("that somebody deleted ends the edit quietly", async () => {
    const world = await startPosted("one");
    world.platform.editFaults = [new BotError("gone", "Somebody deleted it.")];
    await reviseTo(world, "two");
    await world.clock.advance(60 * second);
    expect(await world.states()).toEqual(["sent", "dropped"]);
    expect(world.log.errors()).toEqual([]);
    expect(editsMade(world)).toBe(1);
  });

  it("keeps what it shows when the platform refuses the edit, and tries the next one", async () => {
    const world = await startPosted("one");
    world.platform.editFaults = [new BotError("refused", "Too long.")];
    await reviseTo(world, "two");
    await world.clock.advance(60 * second);
    expect(await world.states()).toEqual(["sent", "failed"]);
    await reviseTo(world, "three");
    await world.clock.advance(60 * second);
    expect(world.texts()).toEqual(["three"]);
  });

  it.each(["lost", "dies"] as const)("is edited again when the answer is %s", async (fault) => {
    const world = await startPosted("one");
    let deaths = 0;
    world.platform.onDeath = () => (deaths += 1);
    world.platform.editFaults = [fault];
    await reviseTo(world, "two");
    await world.clock.advance(10 * second);
    if (deaths > 0) {
      await world.die();
      await world.start();
    }
    await world.clock.advance(60 * second);
    expect(world.texts()).toEqual(["two"]);
    expect(await world.states()).toEqual(["sent", "sent"]);
    expect(editsMade(world)).toBe(2);
  });

  it("does not go back to an older text when that edit comes through late", async () => {
    const world = await startPosted("one");
    world.platform.editFaults = [
      new BotError("rate-limited", "Too many.", { retryAfterMs: 30 * second }),
    ];
    await reviseTo(world, "two");
    await world.clock.advance(6 * second);
    await reviseTo(world, "three");
    await world.clock.advance(120 * second);
    expect(world.texts()).toEqual(["three"]);
  });

  it("shows the last text in the end, whatever goes wrong on the way", async () => {
    const fault = fc.constantFrom("ok", "lost", "dies", "rate-limited", "unreachable");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 4 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(fault, { maxLength: 8 }),
        async (edits, faults) => {
          const world = new World();
          await world.start();
          try {
            const post = { key: "post", to: news, briefings: ["b"], made };
            await world.say({ ...post, rendered: rendered("a0", "b0") });
            await world.clock.advance(5 * second);
            let deaths = 0;
            world.platform.onDeath = () => (deaths += 1);
            world.platform.editFaults = faults.map((each) =>
              each === "ok" || each === "lost" || each === "dies"
                ? each
                : new BotError(each, "No."),
            );
            let last: string[] = [];
            for (const [waits, parts] of edits) {
              last = Array.from({ length: parts }, (_, part) => `${part} ${waits}`);
              await reviseTo(world, ...last);
              await world.clock.advance(waits * second);
              if (deaths === 0) continue;
              deaths = 0;
              await world.die();
              await world.start();
            }
            for (let round = 0; round < 10; round += 1) {
              await world.clock.advance(300 * second);
              if (deaths === 0) continue;
              deaths = 0;
              await world.die();
              await world.start();
            }
            const rest = world.texts().slice(last.length);
            expect(world.texts().slice(0, last.length)).toEqual(last);
            expect(rest.every((text) => text === "(no longer needed)" || text === "b0")).toBe(true);
            expect(world.texts().filter((text) => text === last[0])).toHaveLength(1);
          } finally {
            await world.end();
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
