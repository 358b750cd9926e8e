/** The bot's own page, and the form behind a bare command. */
import { describe, expect, it } from "vitest";
import type { FormFaults } from "../../src/briefing/form.ts";
import type { Message } from "../../src/briefing/message.ts";
import { plainText } from "../../src/briefing/plain.ts";
import type { Caller, CommandCall, SubmitCall } from "../../src/platforms/platform.ts";
import { openAppWorld } from "../app/app-world.ts";

const caller: Caller = {
  address: { platform: "web", workspace: "local", channel: "news" },
  person: "ada",
};

const bare = (text: string): CommandCall => ({
  id: `bare${text}`,
  caller,
  command: "briefing",
  input: { kind: "line", text },
});

const filled = (form: string, fields: SubmitCall["filled"]): SubmitCall => ({
  id: form,
  caller,
  form,
  filled: fields,
});

function textOf(answer: Message | FormFaults | null): string {
  if (answer === null || "faults" in answer) throw new Error("no message");
  return plainText(answer.lead);
}

describe("the bot's own page", () => {
  it("shows the newest briefings with a way to open each, to search and to get help", async () => {
    const world = openAppWorld();
    world.write("ada");
    world.write("bridge");
    await world.start();
    const home = await world.bot.onHome(caller);
    expect(textOf(home)).toContain("2 briefings in all");
    expect(JSON.stringify(home)).toMatch(/"show:ada".*"show:bridge"/);
    const form = await world.bot.formFor({
      kind: "action",
      call: { id: "1", caller, action: "search" },
    });
    expect(form?.id).toBe("search");
    const found = await world.bot.onSubmit(filled("search", { words: "bridge" }));
    expect(textOf(found)).toContain("bridge");
    expect(textOf(await world.bot.onAction({ id: "2", caller, action: "help" }))).toContain(
      "/briefing latest",
    );
  });

  it("says so when there is nothing yet", async () => {
    const world = openAppWorld();
    await world.start();
    expect(textOf(await world.bot.onHome(caller))).toContain("There are no briefings yet.");
  });
});

describe("a command without a word behind it", () => {
  it("opens a form that does what the words would have done", async () => {
    const world = openAppWorld();
    world.write("ada");
    await world.start();
    const form = await world.bot.formFor({ kind: "command", call: bare(" ") });
    expect(form?.fields.map(({ name }) => name)).toEqual([
      "sub",
      "name",
      "words",
      "topic",
      "share",
    ]);
    expect(await world.bot.formFor({ kind: "command", call: bare("latest") })).toBeNull();
    const shown = await world.bot.onSubmit(filled("menu", { sub: "show", name: "ada", words: "" }));
    expect(textOf(shown)).toContain("A sentence of preface about ada.");
    const listed = await world.bot.onSubmit(filled("menu", { sub: "list", name: "", words: "" }));
    expect(textOf(listed)).toContain("1 briefing");
  });

  it("asks, filters by topic, and posts to the channel where that is chosen", async () => {
    const world = openAppWorld();
    world.write("ada");
    await world.start();
    const menu = (fields: SubmitCall["filled"], id: string) =>
      world.bot.onSubmit({ ...filled("menu", fields), id });
    const asked = { sub: "ask", words: "What is the preface about?", name: "ada", topic: "" };
    expect(textOf(await menu(asked, "1"))).toContain("ada");
    const none = await menu({ sub: "latest", name: "", words: "", topic: "no such topic" }, "2");
    expect(textOf(none)).toContain("no briefings on");
    const chosen = { sub: "latest", name: "ada", words: "", topic: "" };
    expect(textOf(await menu(chosen, "5"))).toContain("A sentence of preface about ada.");
    const sought = await menu({ ...chosen, name: "", words: "preface" }, "6");
    expect(textOf(sought)).toContain("Search: preface");
    const shared = { sub: "show", name: "ada", words: "", topic: "", share: ["share"] };
    expect(textOf(await menu(shared, "3"))).toContain("Posted");
    expect(textOf(await menu({ ...shared, sub: "status" }, "4"))).toContain("Status");
  });

  it("says what is missing beside the field", async () => {
    const world = openAppWorld();
    world.write("ada");
    await world.start();
    for (const [sub, field] of [
      ["show", "name"],
      ["search", "words"],
      ["ask", "words"],
      ["why", "name"],
    ] as const) {
      expect(await world.bot.onSubmit(filled("menu", { sub, name: "", words: " " }))).toEqual({
        faults: { [field]: expect.any(String) },
      });
    }
  });
});
