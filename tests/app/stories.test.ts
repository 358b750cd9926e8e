/** Posts follow their articles: the whole bot over a scripted chat. */
import { describe, expect, it, vi } from "vitest";
import { article, openAppWorld, type AppWorld } from "./app-world.ts";

const patient = { timeout: 10_000 };

/** What the chat shows, messages in the channel and in threads. */
export function shownIn({ chat }: AppWorld): readonly string[] {
  return chat.shown.map(({ text }) => String(text));
}

async function later(world: AppWorld, seconds: number): Promise<void> {
  world.now = world.now.add({ seconds });
  await world.app.tick();
}

/** The folder's newest state is on the shelf. */
async function seen(world: AppWorld, id: string, words: string): Promise<void> {
  await vi.waitFor(async () => {
    expect(JSON.stringify(await world.app.shelf.find(id))).toContain(words);
  }, patient);
  await world.app.shelf.settled();
}

async function startPosted(): Promise<AppWorld> {
  const world = openAppWorld();
  await world.start();
  world.now = Temporal.Instant.from("2026-11-23T08:55:00Z");
  world.write("bridge");
  world.write("ferry");
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(2), patient);
  world.now = Temporal.Instant.from("2026-11-23T09:00:01Z");
  await world.app.tick();
  await vi.waitFor(() => expect(world.chat.shown).toHaveLength(1), patient);
  return world;
}

function edits({ chat }: AppWorld): number {
  return chat.requests.filter(({ what }) => what === "edit").length;
}

describe("an edited file", () => {
  it("edits the digest that holds it and the full text in its thread, each once", async () => {
    const world = await startPosted();
    const [digest] = world.chat.shown;
    const address = { platform: "web", workspace: "local", channel: "news" };
    const post = { address, message: digest?.message ?? "" };
    const caller = { address, person: "ada" };
    await world.bot.onAction({ id: "p1", caller, action: "read:bridge", post });
    await vi.waitFor(() => expect(world.chat.shown).toHaveLength(2), patient);
    const text = article("bridge")
      .replaceAll("nine years", "eleven years")
      .replace("The first point", "The newest point");
    world.write("bridge", text);
    await seen(world, "bridge", "eleven years");
    await later(world, 6);
    await vi.waitFor(() => {
      expect(shownIn(world)[0]).toContain("The newest point of bridge");
      expect(shownIn(world)[1]).toContain("It took eleven years");
    }, patient);
    expect(shownIn(world)[0]).toContain("The first point of ferry");
    await later(world, 60);
    expect(edits(world)).toBe(2);
  });

  it("edits nothing where the post does not show what changed, also not after a restart", async () => {
    const world = await startPosted();
    const text = article("bridge").replaceAll("nine years", "eleven years");
    world.write("bridge", text);
    await seen(world, "bridge", "eleven years");
    await later(world, 6);
    await world.stop();
    await world.start();
    await later(world, 60);
    expect(edits(world)).toBe(0);
  });

  it("is caught up with when it changed while the bot was away", async () => {
    const world = await startPosted();
    await world.stop();
    world.write("bridge", article("bridge").replace("The first point", "The newest point"));
    await world.start();
    await later(world, 6);
    await vi.waitFor(() => expect(shownIn(world)[0]).toContain("The newest point"), patient);
    expect(world.chat.shown).toHaveLength(1);
  });

  it("leaves alone what was posted more than 30 days ago, and what became a draft", async () => {
    const world = await startPosted();
    const draft = `---\nstatus: draft\n---\n${article("bridge")}`;
    world.write("bridge", draft.replace("The first point", "A secret point"));
    await seen(world, "bridge", "A secret point");
    await later(world, 6);
    await later(world, 6);
    expect(edits(world)).toBe(0);
    world.now = world.now.add({ hours: 31 * 24 });
    world.write("bridge", article("bridge").replace("The first point", "The newest point"));
    await seen(world, "bridge", "The newest point");
    await later(world, 6);
    await later(world, 6);
    expect(edits(world)).toBe(0);
  });
});
