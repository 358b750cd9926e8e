/** What is written about commands for a typed line, as it is used on Discord: clicked, and with a field for each option. Pure. */
import type { CommandSpec, Json, JsonObject } from "../../platform.ts";
import type { CommandIds } from "../connect/register.ts";
import { isList, isObject } from "../draw/components.ts";
import { findFaults } from "../limits.ts";

/** Inline code that is a command: "`/digest pause [<schedule>]`". */
const written = /`\/([a-z]+) ([a-z]+)((?: [^`]*)?)`/g;
/** Stands for what one writes oneself. */
const isUsage = /^$|[<[]/;

/**
 * For help alone: its words are all ours. "/digest list" becomes a mention, which opens the command when it is clicked, and an
 * example names the field of its first words, as Discord takes it when it is pasted.
 * https://docs.discord.com/developers/reference#message-formatting
 */
export function linkCommands(
  body: JsonObject,
  commands: readonly CommandSpec[],
  ids: CommandIds,
): JsonObject {
  const link = (all: string, command: string, sub: string, rest: string): string => {
    const options = commands
      .find(({ name }) => name === command)
      ?.subcommands.find(({ name }) => name === sub)?.options;
    const id = ids.get(command);
    if (options === undefined) return all;
    if (isUsage.test(rest.trim())) return id === undefined ? all : `</${command} ${sub}:${id}>`;
    const first = options.find(({ type }) => type !== "flag");
    const isNamed = /^[a-z-]+:/.test(rest.trim());
    return isNamed || first === undefined
      ? all
      : `\`/${command} ${sub} ${first.name}:${rest.trim()}\``;
  };
  const walk = (json: Json): Json => {
    if (isList(json)) return json.map(walk);
    if (!isObject(json)) return json;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [
        key,
        key === "content" && typeof value === "string"
          ? value.replaceAll(written, link)
          : walk(value),
      ]),
    );
  };
  const linked = walk(body);
  return isObject(linked) && findFaults(linked).length === 0 ? linked : body;
}
