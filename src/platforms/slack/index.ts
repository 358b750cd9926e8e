/** Slack: Bolt and the Web API behind the port. */
import { App, HTTPReceiver, SocketModeReceiver, type Receiver } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { BotError, type ErrorKind } from "../../errors.ts";
import type { Bot, Found, Log, Platform } from "../platform.ts";
import { askIdentity, findMessage, postMessage, updateMessage, type Identity } from "./api.ts";
import { describeManagers, mayManage, type Managers } from "./authority.ts";
import { findChannel } from "./channels.ts";
import { caller, clientOptions, loggerFor, type Call } from "./client.ts";
import { reasonOf } from "./errors.ts";
import { serveHttp } from "./http.ts";
import { eventsPath } from "./manifest.ts";
import { listen } from "./inbound.ts";
import { renderSlack } from "./render.ts";
import type { SlackSettings } from "./settings.ts";
import { keepSocket, type Connection } from "./socket.ts";

/** What may pass by itself, or has to be told to the operator; what else keeps us from looking is `unknown`. */
const thrown: ReadonlySet<ErrorKind> = new Set([
  "unauthorized",
  "rate-limited",
  "unreachable",
  "ambiguous",
]);

export function openSlack(
  settings: SlackSettings,
  log: Log,
  managers: Managers = "everyone",
): Platform {
  const options = clientOptions(settings, log);
  const call = caller(new WebClient(settings.botToken, options));
  let connection: Connection | undefined;
  let title = "Slack, not connected";
  let identity: Promise<Identity> | undefined;
  const identify = (): Promise<Identity> => {
    identity ??= askIdentity(call).catch((error: unknown) => {
      identity = undefined;
      throw error;
    });
    return identity;
  };

  return {
    name: "slack",
    render: renderSlack,
    locate: async (channel) => {
      const { workspace } = await identify();
      return { platform: "slack", workspace, channel: await findChannel(call, channel) };
    },
    post: (payload, to, key) => postMessage(call, log, payload, to, key),
    edit: (payload, post) => updateMessage(call, log, payload, post),
    find: async (key, to, since): Promise<Found> => {
      try {
        return await findMessage(call, await identify(), key, to, since);
      } catch (error) {
        if (error instanceof BotError && thrown.has(error.kind)) throw error;
        return { state: "unknown", reason: reasonOf(error) };
      }
    },
    mayManage: async (asking) => {
      const me = await identify().catch(() => null);
      if (asking.address.workspace !== me?.workspace) return false;
      return mayManage(call, asking, managers, log);
    },
    managers: describeManagers(managers),
    describe: () => title,
    start: async (bot) => {
      const me = await identify();
      title = me.title;
      connection = connect(settings, log, { bot, me, call });
      await connection.start();
    },
    stop: async () => {
      await connection?.stop();
    },
  };
}

function connect(
  settings: SlackSettings,
  log: Log,
  { bot, me, call }: { bot: Bot; me: Identity; call: Call },
): Connection {
  const [receiver, connection] = receive(settings, log);
  const app = new App({
    receiver,
    clientOptions: clientOptions(settings, log),
    logger: loggerFor(log),
    convoStore: false,
    // One workspace: what comes from any other is not for us.
    authorize: ({ teamId }) =>
      teamId === me.workspace
        ? Promise.resolve({
            botToken: settings.botToken,
            botUserId: me.user,
            teamId,
            ...(me.bot === undefined ? {} : { botId: me.bot }),
          })
        : Promise.reject(new Error("It comes from another workspace.")),
  });
  const tenant = { me, call };
  listen({
    app,
    bot,
    log,
    tenantOf: (workspace) => (workspace === me.workspace ? tenant : undefined),
  });
  return connection;
}

function receive(settings: SlackSettings, log: Log): readonly [Receiver, Connection] {
  const logger = loggerFor(log);
  const { connection } = settings;
  if (connection.mode === "http") {
    const receiver = new HTTPReceiver({
      signingSecret: connection.signingSecret,
      endpoints: eventsPath,
      logger,
    });
    return [receiver, serveHttp(receiver, connection.port, log)];
  }
  const receiver = new SocketModeReceiver({
    appToken: connection.appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(settings, log) },
    // An event that failed before it was acknowledged is delivered again.
    processEventErrorHandler: () => Promise.resolve(false),
  });
  return [receiver, keepSocket(receiver.client, log)];
}
