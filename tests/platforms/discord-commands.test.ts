import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commands as ours } from "../../src/chat/commands.ts";
import { localized } from "../../src/platforms/discord/connect/localized.ts";
import { areSameCommands, renderCommands } from "../../src/platforms/discord/connect/commands.ts";
import type { CommandOption, CommandSpec, Json } from "../../src/platforms/platform.ts";
import { checkCommand } from "../fakes/discord-checks.ts";
import { recordingBot } from "./recording-bot.ts";

const { commands } = recordingBot();

function option(name: string, required: boolean): Extract<CommandOption, { type: "text" }> {
  return { name, description: "An option", type: "text", required, completes: false };
}

function withOptions(options: readonly CommandOption[]): CommandSpec {
  const subcommands = [{ name: "show", description: "Show one", options }];
  return { name: "briefing", access: "read", description: "Read briefings", subcommands };
}

describe("the commands on Discord", () => {
  it("are what Discord accepts", () => {
    for (const command of [...renderCommands(commands), ...renderCommands(ours)]) {
      expect(checkCommand(command)).toEqual([]);
    }
  });

  it("have typed options, the required ones first", () => {
    const [command] = renderCommands([
      withOptions([
        option("topic", false),
        { name: "share", description: "An option", type: "flag", required: false },
        { ...option("name", true), completes: true },
      ]),
    ]);
    expect(command?.["options"]).toEqual([
      {
        type: 1,
        name: "show",
        description: "Show one",
        options: [
          { type: 3, name: "name", description: "An option", required: true, autocomplete: true },
          {
            type: 3,
            name: "topic",
            description: "An option",
            required: false,
            autocomplete: false,
          },
          { type: 5, name: "share", description: "An option", required: false },
        ],
      },
    ]);
  });

  it("are offered to those who manage the server, where the bot is a member, when they change something", () => {
    const [read, manage] = renderCommands([
      withOptions([]),
      { ...withOptions([]), name: "digest", access: "manage" },
    ]);
    expect(read).toMatchObject({
      default_member_permissions: null,
      contexts: [0, 1, 2],
      integration_types: [0, 1],
    });
    expect(manage).toMatchObject({
      default_member_permissions: "32",
      contexts: [0, 1],
      integration_types: [0],
    });
    expect(manage === undefined ? [] : checkCommand(manage)).toEqual([]);
  });

  it.each([
    ["a name with capitals", { ...withOptions([]), name: "Briefing" }],
    ["a name with spaces", { ...withOptions([]), name: "my briefing" }],
    ["a name that is too long", { ...withOptions([]), name: "b".repeat(33) }],
    ["an empty description", { ...withOptions([]), description: "" }],
    ["a description that is too long", { ...withOptions([]), description: "d".repeat(101) }],
    ["an option twice", withOptions([option("name", true), option("name", false)])],
    ["26 options", withOptions(Array.from({ length: 26 }, (_, n) => option(`o${n}`, false)))],
  ])("are not sent with %s", (_fault, command) => {
    expect(() => renderCommands([command])).toThrow(/would refuse the commands/);
  });
});

describe("the commands in other languages", () => {
  it.each(Object.entries(localized))("say what “%s” says, in what Discord takes", (_text, each) => {
    for (const text of Object.values(each)) {
      expect(text.trim()).toBe(text);
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(100);
    }
  });

  it("are given for what there is a text for", () => {
    const [command] = renderCommands(ours);
    expect(command?.["description_localizations"]).toHaveProperty("de");
    const [unknown] = renderCommands([{ ...withOptions([]), description: "Something else" }]);
    expect(unknown).not.toHaveProperty("description_localizations");
  });

  it("leave out no description and no choice", () => {
    const options = ours.flatMap(({ subcommands }) => subcommands.flatMap((sub) => sub.options));
    const texts = [
      ...ours.flatMap(({ description, subcommands }) => [
        description,
        ...subcommands.map((sub) => sub.description),
      ]),
      ...options.map(({ description }) => description),
      ...options.flatMap((each) =>
        each.type === "choice" ? each.choices.map(({ label }) => label) : [],
      ),
    ];
    const missing = texts.filter((text) => localized[text] === undefined);
    expect(missing, "to be added to connect/localized.ts").toEqual([]);
  });

  it("has a command in the menu of a message that fits", () => {
    const menu = renderCommands(commands).at(-1);
    expect(menu).toMatchObject({ type: 3, name_localizations: { de: expect.any(String) } });
    const { de, fr } = localized["Ask about this briefing"] ?? { de: "", fr: "" };
    expect(Math.max(de.length, fr.length)).toBeLessThanOrEqual(32);
  });
});

describe("registered commands", () => {
  const wanted = renderCommands(commands);

  /** As Discord gives them back: with ids, in another order of fields, without defaults. */
  function stored(change: (text: string) => string = (text) => text): Json[] {
    const text = JSON.stringify(wanted)
      .replaceAll(',"required":false', "")
      .replaceAll(',"autocomplete":false', "");
    const commands = z.array(z.record(z.string(), z.json())).parse(JSON.parse(change(text)));
    return commands.map(({ options = [], ...rest }) => {
      const defaults = { default_member_permissions: null, nsfw: false };
      return { id: "1", version: "2", ...defaults, options, ...rest };
    });
  }

  it("are the same whatever Discord adds or leaves out", () => {
    expect(areSameCommands(stored(), wanted)).toBe(true);
  });

  it.each([
    ["none is there", (): Json[] => []],
    ["another one is there", () => [...stored(), ...stored()]],
    ["a description changed", () => stored((text) => text.replace("Show one briefing", "Show"))],
    ["a translation changed", () => stored((text) => text.replace("Zu diesem", "Über dieses"))],
    [
      "an option lost its suggestions",
      () => stored((text) => text.replace('"autocomplete":true', '"autocomplete":false')),
    ],
  ])("are not the same when %s", (_what, registered) => {
    expect(areSameCommands(registered(), wanted)).toBe(false);
  });
});
