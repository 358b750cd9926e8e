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

const schedule = `channels: { web: { news: null } }
schedules: { morning: { to: "web:news", at: "09:00", title: Morning digest } }
`;

async function startPosted(config = schedule): Promise<AppWorld> {
  const world = openAppWorld();
  await world.start(config);
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

function notes(world: AppWorld): readonly string[] {
  return shownIn(world).filter((text) => text.includes("What changed in"));
}

/** Long enough for a note to be due. */
const quiet = 61;

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

describe("a withdrawn article", () => {
  const sentence = "This briefing was withdrawn on 23 Nov 2026.";

  /** What the digest says of the one article, and whether it says anything of the other. */
  async function shows(world: AppWorld, text: string): Promise<void> {
    await later(world, 6);
    await vi.waitFor(() => expect(shownIn(world)[0]).toContain(text), patient);
    expect(shownIn(world)[0]).toContain("The first point of ferry");
    expect(shownIn(world)[0]).toContain("bridge");
  }

  it("is marked where it stands when its file says so, and comes back when that is taken out", async () => {
    const world = await startPosted();
    world.write("bridge", `---\nstatus: withdrawn\n---\n${article("bridge")}`);
    await seen(world, "bridge", "withdrawn");
    await shows(world, sentence);
    expect(shownIn(world)[0]).not.toContain("The first point of bridge");
    world.write("bridge", article("bridge"));
    await seen(world, "bridge", '"ready"');
    await shows(world, "The first point of bridge");
    expect(shownIn(world)[0]).not.toContain("withdrawn");
    await later(world, quiet);
    await later(world, quiet);
    expect(world.chat.shown).toHaveLength(1);
  });

  it("is one whose file is gone for five minutes, over a restart, until it is back", async () => {
    const world = await startPosted();
    world.delete("bridge");
    await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(1), patient);
    await later(world, 240);
    await later(world, 6);
    expect(edits(world)).toBe(0);
    await world.stop();
    await world.start();
    await later(world, 60);
    await shows(world, sentence);
    world.write("bridge");
    await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(2), patient);
    await shows(world, "The first point of bridge");
  });

  it("is none that is broken, or in a folder that is empty all of a sudden", async () => {
    const world = await startPosted();
    world.write("bridge", "# Only a title\n");
    await vi.waitFor(() => expect(world.app.shelf.problems()).not.toEqual([]), patient);
    await later(world, 600);
    world.delete("bridge");
    world.delete("ferry");
    await vi.waitFor(() => expect(world.app.shelf.known()).toEqual([]), patient);
    await later(world, 600);
    await world.stop();
    await world.start();
    await later(world, 600);
    await later(world, 6);
    expect(edits(world)).toBe(0);
    expect(world.log.lines.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("Nothing is withdrawn"),
    );
  });
});

describe("the thread of an edited article", () => {
  it("gets one note for five edits within a minute, also over a restart", async () => {
    const world = await startPosted();
    for (const years of ["ten", "eleven", "twelve", "thirteen", "fourteen"]) {
      world.write("bridge", article("bridge").replaceAll("nine years", `${years} years`));
      await seen(world, "bridge", `${years} years`);
      await later(world, 10);
    }
    await world.stop();
    await world.start();
    await later(world, 30);
    expect(notes(world)).toEqual([]);
    await later(world, quiet);
    await vi.waitFor(() => expect(notes(world)).toHaveLength(1), patient);
    expect(notes(world)[0]).toContain(
      "Years: was “It took nine years.”, is now “It took fourteen years.”",
    );
    expect(world.chat.shown.at(-1)?.root).toBe(world.chat.shown[0]?.message);
    await world.stop();
    await world.start();
    await later(world, quiet);
    await later(world, quiet);
    expect(notes(world)).toHaveLength(1);
  });

  it("hears nothing of a slip that was mended, or of an edit that was taken back", async () => {
    const world = await startPosted();
    world.write("bridge", article("bridge").replace("whole story", "whole  storry"));
    await seen(world, "bridge", "storry");
    await later(world, quiet);
    world.write("bridge", article("bridge").replaceAll("nine", "ten"));
    await seen(world, "bridge", "ten years");
    world.write("bridge", article("bridge"));
    await seen(world, "bridge", "nine years");
    await later(world, quiet);
    await later(world, quiet);
    expect(notes(world)).toEqual([]);
  });

  it.each([
    ["quiet", 0, 0],
    ["notes", 1, 0],
    ["broadcast", 1, 1],
  ] as const)("is told as the channel prefers: %s", async (mode, inThread, inChannel) => {
    const world = await startPosted(
      `${schedule}threads: { default: quiet, "web:news": ${mode} }\n`,
    );
    const text = article("bridge").replaceAll("nine years", "ten years").replace("first", "last");
    world.write("bridge", text);
    await seen(world, "bridge", "ten years");
    await later(world, quiet);
    await vi.waitFor(() => {
      expect(shownIn(world)[0]).toContain("The last point");
      expect(notes(world)).toHaveLength(inThread);
      expect(shownIn(world).filter((each) => each.includes("was updated"))).toHaveLength(inChannel);
    }, patient);
    const moved = world.chat.shown.find(({ text: each }) => String(each).includes("was updated"));
    expect(moved?.root ?? null).toBe(null);
  });
});

describe("a briefing that updates an earlier one", () => {
  const text = `---
updates: bridge
---
${article("tunnel").replace("It took nine years.", "It took nine years. A tunnel follows in 2031.")}`;

  it("is told of in the earlier thread with what is new, once, and both lead to each other", async () => {
    const world = await startPosted();
    world.write("tunnel", text);
    await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(3), patient);
    await later(world, quiet);
    await vi.waitFor(() => {
      expect(shownIn(world).filter((each) => each.includes("Update: tunnel"))).toHaveLength(1);
    }, patient);
    await later(world, 6);
    await vi.waitFor(() => {
      expect(shownIn(world)[0]).toContain("Updated by “tunnel”");
    }, patient);
    const [digest, note] = world.chat.shown;
    expect(note?.root).toBe(digest?.message);
    await world.stop();
    world.now = Temporal.Instant.from("2026-11-24T09:00:01Z");
    await world.start();
    await world.app.tick();
    await vi.waitFor(() => expect(shownIn(world).at(-1)).toContain("Update of “bridge”"), patient);
    await later(world, quiet);
    expect(shownIn(world).filter((each) => each.includes("Update: tunnel"))).toHaveLength(1);
    world.write("tunnel", text.replace("updates: bridge", "status: withdrawn"));
    await seen(world, "tunnel", "withdrawn");
    await later(world, 6);
    await later(world, 6);
    await vi.waitFor(() => {
      expect(shownIn(world)[0]).not.toContain("Updated by");
    }, patient);
  });

  it("is told of when its embargo ends, and not before", async () => {
    const world = await startPosted();
    world.write("tunnel", text.replace("---\n", "---\nembargoUntil: 2026-11-23T12:00:00Z\n"));
    await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(3), patient);
    await later(world, 600);
    expect(world.chat.shown).toHaveLength(1);
    world.now = Temporal.Instant.from("2026-11-23T12:00:01Z");
    await world.app.tick();
    await vi.waitFor(() => expect(shownIn(world).join()).toContain("Update: tunnel"), patient);
  });

  it("of one that nobody knows, or that was never posted, is told of nowhere", async () => {
    const world = await startPosted();
    world.write("tunnel", text.replace("updates: bridge", "updates: harbour"));
    world.write("canal", text.replaceAll("tunnel", "canal").replace("bridge", "tunnel"));
    await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(4), patient);
    await later(world, quiet);
    await later(world, quiet);
    expect(world.chat.shown).toHaveLength(1);
    expect(edits(world)).toBe(0);
  });
});
