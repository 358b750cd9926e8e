/** Where the operator has not opened the archive, a channel is told of no more than it has or would get. */
import { describe, expect, it, vi } from "vitest";
import type { Caller } from "../../src/platforms/platform.ts";
import { article } from "./app-world.ts";
import { channel, postedIn, textOf } from "../chat/asking-world.ts";

const on = (name: string, topic: string): string =>
  `---\ntopics: [${topic}]\n---\n${article(name)}`;

const configuration = `channels: { web: { news: null, law: null, open: null } }
answers: { default: posted, "web:open": archive }
schedules:
  morning: { to: "web:news", at: "09:00", topics: [sea], title: Morning digest }
  evening: { to: "web:law", at: "19:00", topics: [law], title: Evening digest }
`;

async function start() {
  const { world } = await postedIn(configuration, {
    bridge: on("bridge", "sea"),
    court: on("court", "law"),
    rocket: on("rocket", "space"),
  });
  const as = (name: string): Caller => ({ address: { ...channel, channel: name }, person: "ada" });
  let calls = 0;
  const command = async (name: string, text: string): Promise<string> => {
    const id = String((calls += 1));
    const input = { kind: "line", text } as const;
    return textOf(await world.bot.onCommand({ id, caller: as(name), command: "briefing", input }));
  };
  return { world, as, command };
}

describe("answers: posted", () => {
  it("quotes, lists, finds and completes what the channel has or its schedules would post", async () => {
    const { world, as, command } = await start();
    expect(await command("news", "list")).toMatch(/bridge/u);
    expect(await command("news", "list")).not.toMatch(/court|rocket/u);
    expect(await command("law", "list")).toMatch(/court/u);
    expect(await command("law", "list")).not.toMatch(/bridge|rocket/u);
    expect(await command("open", "list")).toMatch(/bridge[^]*court[^]*rocket|rocket/u);
    expect(await command("news", "show rocket")).toContain("I know no briefing called");
    expect(await command("news", "search rocket")).not.toContain("The first point of rocket");
    expect(await command("news", "ask what is the story of rocket?")).not.toContain(
      "rocket is told",
    );
    expect(await command("open", "ask what is the story of rocket?")).toContain("rocket is told");
    expect(await command("news", "ask about:rocket what is told?")).toContain("no briefing called");
    world.manages = false;
    expect(await command("news", "why rocket")).toContain("no briefing called");
    expect(await command("news", "why bridge")).toContain("bridge");
    const input = { kind: "line", text: "show ro" } as const;
    const complete = (name: string) =>
      world.bot.onComplete({ caller: as(name), command: "briefing", input });
    expect(await complete("news")).toEqual([]);
    expect(await complete("open")).toHaveLength(1);
    const show = { id: "p1", caller: as("news"), action: "show:rocket" };
    expect(textOf(await world.bot.onAction(show))).toContain("I know no briefing called");
  });

  it("tells of no other briefing that the channel may not see", async () => {
    const { world, as } = await start();
    await vi.waitFor(() => expect(world.chat.shown).toHaveLength(1));
    const root = { address: as("news").address, message: world.chat.shown[0]?.message ?? "" };
    const ask = { caller: as("news"), text: "What is the whole story of rocket?", root };
    await world.bot.onReply({ ...ask, id: "r1" });
    await vi.waitFor(() => expect(world.chat.shown).toHaveLength(2));
    expect(String(world.chat.shown[1]?.text)).not.toContain("Another one may");
  });

  it("lets a channel see what was posted there, whatever its schedules say", async () => {
    const { world, as, command } = await start();
    const call = { id: "s1", caller: as("open"), action: "share:rocket" };
    await world.bot.onAction({ ...call, caller: as("open") });
    expect(await command("law", "list")).not.toMatch(/rocket/u);
    const moved = { ...call, id: "s2", caller: as("law") };
    expect(textOf(await world.bot.onAction(moved))).toContain("I know no briefing called");
  });
});
