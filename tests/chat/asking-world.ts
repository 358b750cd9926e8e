/** A bot that has posted briefings and is asked about them: the whole bot over a scripted platform. */
import { expect, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import type { Form, FormFaults } from "../../src/briefing/form.ts";
import type { Message } from "../../src/briefing/message.ts";
import type { ActionCall, Caller, Post, SubmitCall } from "../../src/platforms/platform.ts";
import { article, openAppWorld, type AppWorld } from "../app/app-world.ts";

export const channel = { platform: "web", workspace: "local", channel: "news" };
export const ada: Caller = { address: channel, person: "ada" };

/** A bot that has posted the digest of these briefings, and that digest's post. */
export async function posted(
  ...names: readonly string[]
): Promise<{ world: AppWorld; post: Post }> {
  return postedIn(undefined, Object.fromEntries(names.map((name) => [name, article(name)])));
}

/** The same with another configuration, and with these texts by their names. */
export async function postedIn(
  configuration: string | undefined,
  texts: Readonly<Record<string, string>>,
): Promise<{ world: AppWorld; post: Post }> {
  const world = openAppWorld();
  await world.start(configuration);
  world.now = Temporal.Instant.from("2026-11-23T08:55:00Z");
  for (const [name, text] of Object.entries(texts)) world.write(name, text);
  const count = Object.keys(texts).length;
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(count), { timeout: 10_000 });
  world.now = Temporal.Instant.from("2026-11-23T09:00:01Z");
  await world.app.tick();
  await vi.waitFor(() => expect(world.chat.shown).toHaveLength(1));
  const message = world.chat.shown[0]?.message ?? "";
  return { world, post: { address: channel, message } };
}

export function press(action: string, post?: Post): ActionCall {
  return { id: "p1", caller: ada, action, ...(post === undefined ? {} : { post }) };
}

export function filled(id: string, question: string, post?: Post): SubmitCall {
  const call = { id: `s-${question}`, caller: ada, form: id, filled: { question } };
  return post === undefined ? call : { ...call, post };
}

export function open(world: AppWorld, call: ActionCall): Promise<Form | null> {
  return world.bot.formFor({ kind: "action", call });
}

export function textOf(answer: Message | FormFaults | null): string {
  if (answer === null) return "";
  return "faults" in answer ? JSON.stringify(answer.faults) : plainText(answer.lead);
}

export function inThread(world: AppWorld, { message }: Post): readonly string[] {
  return world.chat.shown.filter(({ root }) => root === message).map(({ text }) => String(text));
}

export async function command(world: AppWorld, text: string): Promise<string> {
  const input = { kind: "line", text } as const;
  return textOf(await world.bot.onCommand({ id: text, caller: ada, command: "briefing", input }));
}

export const story = `# The harbour bridge

## Preface
After nine years of work the harbour bridge carries its first trains.

## Lazy bag
- Trains cross from Monday.

## Main Body
The mayor, Ada Holm, opened the harbour bridge on Saturday morning.

Construction of the harbour bridge began in 2017. The harbour bridge is 1,204 metres long.

The harbour bridge cost 310 million euros. The council blames the price of steel.

## Key Insights Table
| Aspect | Description |
|---|---|
| Length | The bridge is 1,204 metres long. |
`;

export const bridgeCost = "How much did the harbour bridge cost?";

export const ferry = `# The night ferry returns

## Preface
The night ferry to Lisbon sails again from May.

## Lazy bag
- The night ferry sails from May.

## Main Body
Tickets for the night ferry cost 48 euros. The crew of the night ferry counts 31 sailors.

## Key Insights Table
| Aspect | Description |
|---|---|
| Crew | 31 sailors work on the night ferry. |
`;

/** Says something in the thread of a post, and waits until its answer is on its way. */
export async function say(world: AppWorld, root: Post, text: string, id = text): Promise<void> {
  const caller = { ...ada, address: { ...channel, thread: { root: root.message, title: "" } } };
  const call = { id, caller, text, root };
  if (await world.bot.accept({ kind: "reply", call })) await world.bot.onReply(call);
}

/** The answers in the thread, when there are so many. */
export async function answers(
  world: AppWorld,
  post: Post,
  count: number,
): Promise<readonly string[]> {
  await vi.waitFor(() => expect(inThread(world, post)).toHaveLength(count), { timeout: 3_000 });
  return inThread(world, post);
}
