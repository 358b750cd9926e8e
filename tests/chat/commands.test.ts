import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { briefingCommand } from "../../src/chat/commands.ts";
import { readCommand } from "../../src/chat/read-command.ts";
import { hostileText } from "../briefing/arbitrary.ts";

const line = (text: string): unknown => readCommand(briefingCommand, { kind: "line", text });
const command = (sub: string, options: Record<string, string> = {}): unknown => ({
  state: "command",
  command: { sub, options },
});

describe("a typed line", () => {
  it.each([
    ["latest", command("latest")],
    ["  LATEST  ", command("latest")],
    ["latest share", command("latest", { share: "share" })],
    ["latest --share", command("latest", { share: "share" })],
    ["latest space", command("latest", { topic: "space" })],
    ["latest share space", command("latest", { topic: "space", share: "share" })],
    ["show leap-second", command("show", { name: "leap-second" })],
    [
      'show "The last leap second" share',
      command("show", { name: "The last leap second", share: "share" }),
    ],
    ["show “leap-second”", command("show", { name: "leap-second" })],
    ["open leap-second", command("show", { name: "leap-second" })],
    ["search  a   b ", command("search", { words: "a b" })],
    ["search share", command("search", { words: "share" })],
    ["latest topic:space", command("latest", { topic: "space" })],
    ['latest share topic:"deep sea"', command("latest", { topic: "deep sea", share: "share" })],
    ["search topic:space", command("search", { words: "topic:space" })],
    ["", command("help")],
    ["?", command("help")],
  ])("%j is understood", (text, expected) => {
    expect(line(text)).toEqual(expected);
  });

  it("with an unknown word names the nearest command", () => {
    expect(line("lates")).toEqual({ state: "unknown", word: "lates", nearest: "latest" });
    expect(line("serach moon")).toEqual({ state: "unknown", word: "serach", nearest: "search" });
    expect(line("xyzzy")).toEqual({ state: "unknown", word: "xyzzy", nearest: undefined });
  });

  it("without what a command needs says what is missing", () => {
    expect(line("show")).toEqual({ state: "missing", sub: "show", option: "name" });
    expect(line("search   ")).toEqual({ state: "missing", sub: "search", option: "words" });
  });

  it("of any text is answered, never thrown at", () => {
    const names = briefingCommand.subcommands.map(({ name }) => name);
    fc.assert(
      fc.property(hostileText, fc.constantFrom("", ...names), (text, sub) => {
        expect(
          readCommand(briefingCommand, { kind: "line", text: `${sub} ${text}` }),
        ).toHaveProperty("state");
      }),
    );
  });
});

describe("fields", () => {
  it("mean the same as the line", () => {
    expect(
      readCommand(briefingCommand, {
        kind: "fields",
        sub: "show",
        options: { name: "leap-second", share: "true" },
      }),
    ).toEqual(command("show", { name: "leap-second", share: "true" }));
    expect(
      readCommand(briefingCommand, { kind: "fields", sub: "latest", options: { share: "false" } }),
    ).toEqual(command("latest"));
  });
});
