/** Asking through the whole bot: forms, commands and threads, over a scripted platform. */
import { describe, expect, it, vi } from "vitest";
import type { Post } from "../../src/platforms/platform.ts";
import {
  ada,
  channel,
  command,
  filled,
  inThread,
  open,
  posted,
  press,
  textOf,
} from "./asking-world.ts";

describe("the Ask form", () => {
  it("opens for the briefing of its button, and for none that is not there", async () => {
    const { world, post } = await posted("bridge");
    const form = await open(world, press("ask:bridge", post));
    expect(form).toMatchObject({ id: "ask:bridge", submit: "Ask" });
    expect(form?.intro).toContain("“bridge”");
    expect(await open(world, press("ask:tunnel", post))).toBeNull();
    expect(textOf(await world.bot.onAction(press("ask:tunnel", post)))).toContain("tunnel");
  });

  it("opens for a post, about the one briefing or the several that it shows", async () => {
    const one = await posted("bridge");
    expect(await open(one.world, press("ask-post", one.post))).toMatchObject({ id: "ask:bridge" });
    const two = await posted("bridge", "ferry");
    expect(await open(two.world, press("ask-post", two.post))).toMatchObject({ id: "ask" });
  });

  it("says so for a message that is no post of ours", async () => {
    const { world } = await posted("bridge");
    const other = press("ask-post", { address: channel, message: "of somebody" });
    expect(await open(world, other)).toBeNull();
    expect(textOf(await world.bot.onAction(other))).toContain("no briefing there");
  });

  it("brings question and answer into the thread, once per submit", async () => {
    const { world, post } = await posted("bridge");
    const call = filled("ask:bridge", "How many years did it take?", post);
    expect(textOf(await world.bot.onSubmit(call))).toContain("in the thread");
    await world.bot.onSubmit(call);
    await vi.waitFor(() => expect(inThread(world, post)).toHaveLength(1));
    await world.app.tick();
    expect(inThread(world, post)).toEqual([
      expect.stringMatching(/Asked: “How many years did it take\?”[^]*It took nine years\./u),
    ]);
  });

  it("in the thread itself answers in the same thread", async () => {
    const { world, post } = await posted("bridge");
    const reply: Post = {
      address: { ...channel, thread: { root: post.message, title: "" } },
      message: "a reply",
    };
    await world.bot.onSubmit(filled("ask:bridge", "How many years did it take?", reply));
    await vi.waitFor(() => expect(inThread(world, post)).toHaveLength(1));
  });

  it("answers for the caller alone where there is no post, or where nothing can be posted", async () => {
    const { world, post } = await posted("bridge");
    const call = filled("ask:bridge", "How many years did it take?");
    expect(textOf(await world.bot.onSubmit(call))).toContain("It took nine years.");
    const guest = { ...filled("ask:bridge", "Years?", post), caller: { ...ada, isGuest: true } };
    expect(
      textOf(await world.bot.onSubmit({ ...guest, caller: { ...ada, isGuest: true } })),
    ).toContain("It took nine years.");
    expect(world.chat.shown).toHaveLength(1);
  });

  it("without a question says so at the field, and does nothing", async () => {
    const { world, post } = await posted("bridge");
    const faults = await world.bot.onSubmit(filled("ask:bridge", "  \n ", post));
    expect(faults).toEqual({ faults: { question: "Write a question." } });
    await world.app.tick();
    expect(world.chat.shown).toHaveLength(1);
  });
});

describe("/briefing ask", () => {
  it("asks one briefing or the whole archive", async () => {
    const { world } = await posted("bridge", "ferry");
    expect(await command(world, "ask about:ferry how many years did it take?")).toContain(
      "It took nine years.",
    );
    expect(await command(world, "ask what is the story of the bridge?")).toContain(
      "The whole story of bridge is told here.",
    );
    expect(await command(world, "ask about:tunnel who decided?")).toContain("tunnel");
    expect(await command(world, "ask")).toContain("needs a question");
  });

  it("without a question opens the form, about all or about the one that was named", async () => {
    const { world } = await posted("bridge", "ferry");
    const formFor = (text: string) => {
      const input = { kind: "line", text } as const;
      const call = { id: text, caller: ada, command: "briefing", input };
      return world.bot.formFor({ kind: "command", call });
    };
    expect(await formFor("ask")).toMatchObject({ id: "ask" });
    expect(await formFor("ask about:ferry")).toMatchObject({ id: "ask:ferry" });
    expect(await formFor("ask who?")).toBeNull();
    expect(await formFor("show")).toBeNull();
  });

  it("completes the names of briefings behind about:", async () => {
    const { world } = await posted("bridge", "ferry");
    const complete = (text: string): Promise<readonly unknown[]> =>
      world.bot.onComplete({ caller: ada, command: "briefing", input: { kind: "line", text } });
    expect(await complete("ask about:br")).toEqual([
      { label: "bridge", value: "ask about:bridge " },
    ]);
    expect(await complete("ask who? about:fe")).toEqual([
      { label: "ferry", value: "ask who? about:ferry " },
    ]);
    expect(await complete("ask who is the bri")).toEqual([]);
  });
});
