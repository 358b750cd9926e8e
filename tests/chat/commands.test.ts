import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { briefingCommand } from "../../src/chat/commands.ts";
import { digestCommand } from "../../src/chat/digests/command.ts";
import {
  faultsOf,
  fieldNames,
  nothingWritten,
  readWritten,
  type ReadWritten,
  writtenOf,
} from "../../src/chat/digests/entry.ts";
import { readCommand } from "../../src/chat/read-command.ts";
import { readEntry } from "../../src/config/read-entry.ts";
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
    expect(line("show")).toEqual({
      state: "missing",
      sub: "show",
      option: "name",
      options: {},
    });
    expect(line("search   ")).toEqual({
      state: "missing",
      sub: "search",
      option: "words",
      options: {},
    });
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

function outcomeOf(written: ReadWritten): string {
  const told = (faults: object): string =>
    Object.values(faults).join("") === "" ? "silent" : "told";
  if ("faults" in written) return told(written.faults);
  const { entry } = written;
  const { order, issues } = readEntry("x", entry, "UTC");
  if (order === null) return told(faultsOf(issues));
  const again = writtenOf(entry, order.rule);
  const reread = readWritten(again, "UTC", { entry, written: again });
  return "entry" in reread && isDeepStrictEqual(reread.entry, entry) ? "understood again" : "lost";
}

describe("what is written about a schedule", () => {
  it("in any words becomes an entry that is understood again, or is told what is wrong with it", () => {
    const some = fc.oneof(
      hostileText,
      fc.constantFrom(
        "",
        "weekdays 9am",
        "form:each",
        "first monday 10:00 London",
        "cron 0 9 * * *",
      ),
    );
    fc.assert(
      fc.property(some, some, some, (when, topics, most) => {
        const text = `add ${when} topics:${topics} most:${most}`;
        const read = readCommand(digestCommand, { kind: "line", text });
        if (read.state !== "command") throw new Error(read.state);
        const { options } = read.command;
        const given = fieldNames.map((name) => [name, options[name] ?? ""] as const);
        const written = readWritten({ ...nothingWritten, ...Object.fromEntries(given) }, "UTC");
        expect(["told", "understood again"]).toContain(outcomeOf(written));
      }),
    );
  });
});

describe("what is said in several words", () => {
  it.each([
    [
      "edit space when:weekends 11:00 most:5",
      { schedule: "space", when: "weekends 11:00", most: "5" },
    ],
    [
      "edit space when:first monday of the month 9am no-ping",
      {
        schedule: "space",
        when: "first monday of the month 9am",
        "no-ping": "no-ping",
      },
    ],
    ["add when:daily 9:30 London", { when: "daily 9:30 London" }],
    ["pause science until:next week", { schedule: "science", until: "next week" }],
    ["pause until:3 days", { until: "3 days" }],
    ['pause until:"3 days" science', { until: "3 days", schedule: "science" }],
    ["edit when:", { schedule: "when:" }],
    ["add weekdays 9am topics:space", { when: "weekdays 9am", topics: "space" }],
  ])("needs no quotes: /digest %s", (text, options) => {
    const read = readCommand(digestCommand, { kind: "line", text });
    expect(read).toMatchObject({ state: "command", command: { options } });
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
