/** Questions in the thread of a digest, of which something is not for readers any more. */
import { expect, it, vi } from "vitest";
import type { AppWorld } from "../app/app-world.ts";
import { answers, bridgeCost, ferry, postedIn, say, story } from "./asking-world.ts";

const patient = { timeout: 10_000 };
const both = { harbour: story, ferry };
const tickets = "How much do tickets for the night ferry cost?";
const weather = "What is the weather in Paris?";

async function withdraw(world: AppWorld, name: string, text: string): Promise<void> {
  world.write(name, `---\nstatus: withdrawn\n---\n${text}`);
  await vi.waitFor(() => {
    const known = world.app.shelf.known().find(({ briefing }) => briefing.id === name);
    expect(known?.briefing.status).toBe("withdrawn");
  }, patient);
}

it("names the withdrawn one that would have answered, and quotes nothing of it", async () => {
  const { world, post } = await postedIn(undefined, both);
  await withdraw(world, "ferry", ferry);
  await say(world, post, tickets);
  await say(world, post, bridgeCost);
  await say(world, post, weather);
  const [aboutFerry = "", aboutBridge, aboutNothing] = await answers(world, post, 3);
  expect(aboutFerry).toContain("“The night ferry returns” was withdrawn or removed");
  expect(aboutFerry).not.toMatch(/48 euros|31 sailors/u);
  expect(aboutBridge).toMatch(/The article “The harbour bridge” says:[^]*310 million/u);
  expect(aboutBridge).not.toContain("withdrawn");
  expect(aboutNothing).toMatch(/One of these briefings was withdrawn[^]*do not say/u);
});

it("says so for one whose file is gone, and for all of them", async () => {
  const { world, post } = await postedIn(undefined, both);
  world.delete("ferry");
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(1), patient);
  await say(world, post, tickets);
  const [deleted = ""] = await answers(world, post, 1);
  expect(deleted).toMatch(/One of these briefings was withdrawn or removed/u);
  expect(deleted).not.toContain("48 euros");
  await withdraw(world, "harbour", story);
  await say(world, post, bridgeCost);
  expect((await answers(world, post, 2))[1]).toContain(
    "The briefings this is about were withdrawn or removed",
  );
});
