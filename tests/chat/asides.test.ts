/** Questions whose answers are for the asker alone lean on one another, and on the thread they are asked in. */
import { expect, it } from "vitest";
import type { AppWorld } from "../app/app-world.ts";
import type { Caller } from "../../src/platforms/platform.ts";
import { ada, answers, channel, filled, postedIn, say, story, textOf } from "./asking-world.ts";

const who = "ask about:harbour who opened the harbour bridge?";

let requests = 0;
async function ask(
  world: AppWorld,
  text: string,
  caller: Caller = ada,
  id = `c${++requests}`,
): Promise<string> {
  const input = { kind: "line", text } as const;
  return textOf(await world.bot.onCommand({ id, caller, command: "briefing", input }));
}

it("one person's questions by command and in the form are a conversation, for an hour", async () => {
  const { world } = await postedIn(undefined, { harbour: story });
  await ask(world, who);
  expect(await ask(world, "ask about:harbour and when?", ada, "again")).toContain("on Saturday");
  expect(await ask(world, "ask about:harbour and when?", ada, "again")).toContain("on Saturday");
  expect(textOf(await world.bot.onSubmit(filled("ask:harbour", "and when?")))).toContain(
    "on Saturday",
  );
  world.now = world.now.add({ minutes: 61 });
  expect(await ask(world, "ask about:harbour and when?")).not.toContain("The article says");
});

it("nobody else's questions lean on them, nor do those in another channel", async () => {
  const { world, post } = await postedIn(undefined, { harbour: story });
  await ask(world, who);
  const ben = { ...ada, person: "ben" };
  expect(await ask(world, "ask about:harbour and when?", ben)).not.toContain("The article says");
  const elsewhere = { ...ada, address: { ...channel, channel: "other" } };
  expect(await ask(world, "ask about:harbour and when?", elsewhere)).not.toContain("article says");
  await say(world, post, "and when?");
  expect((await answers(world, post, 1))[0]).not.toContain("The article says");
});

it("a command in a thread leans on what was asked there, and leaves nothing behind in it", async () => {
  const { world, post } = await postedIn(undefined, { harbour: story });
  await say(world, post, "Who opened the harbour bridge?");
  await answers(world, post, 1);
  const thread = { root: post.message, title: "" };
  const there = { ...ada, address: { ...channel, thread } };
  expect(await ask(world, "ask and when?", there)).toContain("on Saturday");
  await ask(world, "ask how much did the harbour bridge cost?", there);
  await say(world, post, "and when?");
  expect((await answers(world, post, 2))[1]).toContain("on Saturday");
});
