/** The bot's commands at Discord: registered when they have changed, and the ids under which people can click them. */
import { Routes } from "discord.js";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { CommandSpec, Json, Log } from "../../platform.ts";
import type { Api } from "../api/api.ts";
import { areSameCommands, renderCommands } from "./commands.ts";

const Registered = z.array(z.json());
const Named = z.looseObject({ id: z.string(), name: z.string() });

/** As they are registered now, with the texts of all languages. */
export async function readCommands(applicationId: string, api: Api): Promise<readonly Json[]> {
  const route = Routes.applicationCommands(applicationId);
  const query = { with_localizations: "true" };
  return Registered.parse(await api.get(route, "reading the commands", query));
}

/** By the name of the command. */
export type CommandIds = ReadonlyMap<string, string>;

/** Only when they differ: Discord allows few changes a day. Gives their ids; none where Discord did not tell. */
export async function registerCommands(
  commands: readonly CommandSpec[],
  applicationId: string,
  api: Api,
  log: Log,
): Promise<CommandIds> {
  const wanted = renderCommands(commands);
  const route = Routes.applicationCommands(applicationId);
  try {
    const registered = await readCommands(applicationId, api);
    if (areSameCommands(registered, wanted)) return idsOf(registered);
    const put = { method: "PUT", route, body: wanted, what: "registering the commands" } as const;
    const now = Registered.parse(await api.send(put));
    log.info({ commands: wanted.length }, "The Discord commands were registered.");
    return idsOf(now);
  } catch (error) {
    if (!(error instanceof BotError) || error.kind === "unauthorized") throw error;
    log.error(
      { kind: error.kind, error: error.message },
      "The Discord commands could not be registered; what was registered before stays.",
    );
    return new Map();
  }
}

function idsOf(registered: readonly Json[]): CommandIds {
  return new Map(
    registered.flatMap((each) => {
      const { data } = Named.safeParse(each);
      return data === undefined ? [] : [[data.name, data.id] as const];
    }),
  );
}
