/** Help on Discord: its commands can be clicked, and its examples can be pasted. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { linkCommands } from "../../src/platforms/discord/hear/help.ts";
import { findFaults } from "../../src/platforms/discord/limits.ts";
import { componentsBody, textDisplay } from "../../src/platforms/discord/draw/components.ts";
import { commands } from "../../src/chat/commands.ts";
import { listOf, textsOf } from "../fakes/discord-checks.ts";
import { openDiscordApp, type Seen } from "./discord-app.ts";

const shown = ({ message }: Seen): string => textsOf(message.components).join("\n");

it("mentions every command, so that a click opens it", async () => {
  const world = await openDiscordApp();
  await world.start(`channels: { discord: { news: "%" } }`);
  const ids = new Map(world.fake.world.commands.map(({ name, id }) => [name, id]));
  const help = shown(await world.briefing("help"));
  for (const { name, subcommands } of commands)
    for (const sub of subcommands)
      expect(help).toContain(`</${name} ${sub.name}:${String(ids.get(name))}> — `);
  expect(help).not.toContain("`/");
  const examples = shown(await world.digest("help"));
  expect(examples).toContain("`/digest add when:weekdays 9am Europe/London`");
  expect(examples).toContain("`/digest add form:each quiet:22:00-07:00`");
});

it("mentions them as soon as their ids are known, also when nothing was to be registered", async () => {
  const world = await openDiscordApp();
  const text = `channels: { discord: { news: "%" } }`;
  await world.start(text);
  await world.stop();
  await world.start(text);
  expect(world.fake.world.commandWrites).toBe(1);
  expect(shown(await world.briefing("help"))).toContain("</briefing latest:");
});

it.each([
  ["no id", "`/briefing list`", new Map<string, string>()],
  ["no such command", "`/format c`", new Map([["briefing", "1"]])],
  ["other code", "`briefings/`", new Map([["briefing", "1"]])],
])("leaves what has %s as it is", (_what, text, ids) => {
  const body = componentsBody([textDisplay(text)]);
  expect(linkCommands(body, commands, ids)).toEqual(body);
});

it("leaves a text as it is that would become too long", () => {
  const body = componentsBody([textDisplay("`/briefing list` ".repeat(235))]);
  expect(linkCommands(body, commands, new Map([["briefing", "123456789012345678"]]))).toEqual(body);
});

it("becomes no body that Discord would refuse, whatever stands in it", () => {
  const words = fc.constantFrom(
    "`",
    "/",
    "briefing",
    "digest",
    " ",
    "add",
    "list",
    "<",
    "[",
    ":",
    "\n",
    "x",
  );
  const text = fc
    .array(words, { minLength: 1, maxLength: 60 })
    .map((parts) => `a${parts.join("")}`);
  fc.assert(
    fc.property(text, (content) => {
      const body = linkCommands(
        componentsBody([textDisplay(content)]),
        commands,
        new Map([["digest", "1"]]),
      );
      expect(findFaults(body)).toEqual([]);
      // What is no inline code stays.
      const plain = (given: string): string => given.replaceAll(/`[^`]*`|<\/[^>]*>/gu, "");
      expect(plain(textsOf(listOf(body["components"])).join(""))).toBe(plain(content));
    }),
  );
});
