/** Bolt behind one of its two ways in, and the bot behind Bolt. */
import { App, HTTPReceiver, SocketModeReceiver, type Authorize, type Receiver } from "@slack/bolt";
import type { Bot, Log } from "../../platform.ts";
import { clientOptions, loggerFor } from "../api/client.ts";
import { serveHttp } from "./http.ts";
import type { Homes } from "../hear/homes.ts";
import { listen, type Tenant } from "../hear/inbound.ts";
import { eventsPath } from "../setup/manifest.ts";
import type { SlackSettings } from "../settings.ts";
import { keepSocket, type Connection } from "./socket.ts";

interface Connecting {
  apiUrl?: string;
  log: Log;
  bot: Bot;
  /** By what `workspaceOf` gives: what comes from any other is not for us. */
  tenantOf(workspace: string): Tenant | undefined;
  /** Whether the receiver lets workspaces install the app. */
  installs: boolean;
}

export function connectApp(
  receiver: Receiver,
  { log, bot, tenantOf, installs, ...where }: Connecting,
): { app: App; homes: Homes } {
  const app = new App({
    receiver,
    clientOptions: clientOptions(where, log),
    logger: loggerFor(log),
    convoStore: false,
    // A receiver that installs the app looks workspaces up by itself.
    ...(installs ? {} : { authorize: authorizer(tenantOf) }),
  });
  return { app, homes: listen({ app, bot, log, tenantOf }) };
}

function authorizer(tenantOf: Connecting["tenantOf"]): Authorize<boolean> {
  return ({ teamId }) => {
    const tenant = teamId === undefined ? undefined : tenantOf(teamId);
    if (tenant === undefined) return Promise.reject(new Error("It comes from another workspace."));
    const { token: botToken, me } = tenant;
    return Promise.resolve({
      botToken,
      botUserId: me.user,
      teamId: me.workspace,
      ...(me.bot === undefined ? {} : { botId: me.bot }),
    });
  };
}

/** For the one workspace that a bot token belongs to. */
export function receive(settings: SlackSettings, log: Log): readonly [Receiver, Connection] {
  const logger = loggerFor(log);
  const { connection } = settings;
  if (connection.mode === "http") {
    const { signingSecret, port } = connection;
    const receiver = new HTTPReceiver({ signingSecret, endpoints: eventsPath, logger });
    return [receiver, serveHttp(receiver, port, log)];
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
