/** The connection over which Discord tells us what people do. */
import { Client, Events, GatewayIntentBits, Options, Partials, Status } from "discord.js";
import { BotError } from "../../../errors.ts";
import type { Log } from "../../platform.ts";
import { restOptions } from "../api/api.ts";
import { translateError, unauthorized } from "../errors.ts";
import { handleInteraction } from "../hear/interactions.ts";
import type { Desk } from "../hear/requests.ts";
import { handleMessage } from "../hear/replies.ts";
import type { DiscordSettings } from "../settings.ts";

/** Per connection: Discord lets a bot open one every five seconds. */
const readyWithinMs = 15_000;
/** A server that Discord itself cannot reach does not keep the others waiting. */
const serversWithinMs = 5_000;
const closedWithinMs = 900;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const closeCodes = { authenticationFailed: 4_004, disallowedIntents: 4_014 } as const;

function closeError(code: number): BotError {
  if (code === closeCodes.authenticationFailed) return unauthorized();
  if (code === closeCodes.disallowedIntents) {
    return new BotError("config", "Discord does not let the bot hear what it asks to hear.", {
      hint: "On https://discord.com/developers/applications, page Bot, switch on Message Content Intent, or set DISCORD_MESSAGE_CONTENT=off.",
    });
  }
  return new BotError("refused", `Discord closed the connection for good (code ${code}).`);
}

function createClient(settings: DiscordSettings): Client {
  return new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(settings.messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    // As many connections as Discord advises: one for every 1,000 servers or so.
    shards: "auto",
    partials: [Partials.Channel],
    rest: restOptions(settings),
    waitGuildTimeout: serversWithinMs,
    allowedMentions: { parse: [] },
    // Messages are ours to remember, not the SDK's.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
    }),
  });
}

function report(client: Client, log: Log): void {
  client.on(Events.Error, (error) =>
    log.error({ error: error.name }, "The Discord connection reported an error."),
  );
  client.on(Events.ShardError, (error, shard) =>
    log.warn({ shard, error: error.name }, "The Discord connection broke; it is opened again."),
  );
  client.on(Events.ShardReconnecting, (shard) =>
    log.warn({ shard }, "The Discord connection is opened again."),
  );
  client.on(Events.ShardResume, (shard, replayed) =>
    log.info({ shard, replayed }, "The Discord connection is back."),
  );
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    const { message, hint } = closeError(code);
    log.error({ shard, code, hint }, message);
  });
}

/** Resolves when the gateway is ready to deliver; rejects with a BotError within 15 seconds otherwise. */
async function logIn(client: Client, token: string, stopping: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const giveUp = (): void => reject(new BotError("unreachable", "The bot was stopped meanwhile."));
  stopping.addEventListener("abort", giveUp);
  client.once(Events.ClientReady, () => resolve(undefined));
  client.once(Events.ShardDisconnect, ({ code }) => reject(closeError(code)));
  const timer = setTimeout(() => {
    reject(
      new BotError("unreachable", "Discord did not let the bot in within 15 seconds.", {
        hint: "Check the network and https://discordstatus.com, then start again.",
      }),
    );
  }, readyWithinMs);
  client.on(Events.ShardReady, () => timer.refresh());
  try {
    if (stopping.aborted) giveUp();
    await Promise.all([promise, client.login(token)]);
  } catch (error) {
    await close(client);
    throw translateError(error, "logging in");
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener("abort", giveUp);
  }
}

/** Connects, and calls the bot from then on. Rejects with a BotError. */
export async function openGateway(
  settings: DiscordSettings,
  desk: Desk,
  stopping: AbortSignal,
): Promise<Client<true>> {
  const client = createClient(settings);
  const { log } = desk;
  report(client, log);
  client.on(Events.InteractionCreate, (interaction) => void handleInteraction(interaction, desk));
  client.on(Events.MessageCreate, (message) => void handleMessage(message, desk));
  await logIn(client, settings.token, stopping);
  if (!client.isReady()) throw new BotError("unreachable", "Discord closed the connection.");
  return client;
}

/** As Discord's library numbers them; all but the first mean that nothing is heard. */
const shardWords: Readonly<Record<Status, string>> = {
  [Status.Ready]: "connected",
  [Status.Connecting]: "connecting",
  [Status.Reconnecting]: "connecting again",
  [Status.Idle]: "not connected",
  [Status.Nearly]: "nearly connected",
  [Status.Disconnected]: "closed by Discord",
  [Status.WaitingForGuilds]: "waiting for its servers",
  [Status.Identifying]: "logging in",
  [Status.Resuming]: "catching up",
};

/** "connected", or what every connection does where there are several or the only one is not well. */
export function describeConnections({ ws }: Client): string {
  const states = ws.shards.map(({ id, status }) => ({ id, words: shardWords[status] }));
  const [only] = states;
  if (only === undefined) return "not connected";
  if (states.length === 1) return only.words;
  if (states.every(({ words }) => words === shardWords[Status.Ready]))
    return `connected, ${states.length} connections`;
  return states
    .map(({ id, words }) => `connection ${id + 1} of ${states.length} ${words}`)
    .join(", ");
}

/** Within a second, whether or not the other side says goodbye. */
export async function close(client: Client): Promise<void> {
  // A connection that we close is not one that broke.
  for (const event of [Events.ShardReconnecting, Events.ShardDisconnect] as const)
    client.removeAllListeners(event);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), closedWithinMs);
  try {
    await Promise.race([client.destroy(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
