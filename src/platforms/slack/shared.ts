/**
 * Slack for many workspaces: each installs the app itself (https://docs.slack.dev/authentication/installing-with-oauth),
 * and everything is kept apart by the workspace of the signed request.
 */
import { HTTPReceiver } from "@slack/bolt";
import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { Address, Bot, Found, Log, Platform, Vault } from "../platform.ts";
import { directMessagesWith } from "./api/addresses.ts";
import { findMessage, postMessage, updateMessage } from "./api/api.ts";
import { describeManagers, mayManage, type Managers } from "./api/authority.ts";
import { channelsOf, findChannel, nameChannels, whyNotPost } from "./api/channels.ts";
import { clientOptions, loggerFor } from "./api/client.ts";
import { connectApp } from "./connect/connect.ts";
import { unlessThrown } from "./api/find.ts";
import { serveHttp } from "./connect/http.ts";
import type { Homes } from "./hear/homes.ts";
import type { Tenant } from "./hear/inbound.ts";
import { keepInstallations, type Installations } from "./connect/installations.ts";
import { eventsPath, optionalScopes, redirectPath, requiredScopes } from "./setup/manifest.ts";
import { renderSlack } from "./render.ts";
import { workspaceOf } from "./hear/requests.ts";
import type { SharedSlackSettings } from "./settings.ts";
import type { Connection } from "./connect/socket.ts";

const installPath = "/slack/install";

export function openSharedSlack(
  settings: SharedSlackSettings,
  vault: Vault,
  log: Log,
  managers: Managers = "everyone",
): Platform {
  const installations = keepInstallations(vault, clientOptions(settings, log), log);
  const nameChannel = nameChannels();
  let connection: Connection | undefined;
  let homes: Homes | undefined;

  /** Throws `forbidden` where the app is not installed. */
  const tenantAt = ({ workspace }: Address): Tenant => {
    const tenant = installations.of(workspace);
    if (tenant !== undefined) return tenant;
    throw new BotError("forbidden", `Slack: the app is not installed in ${workspace}.`, {
      hint: `Somebody there has to install it: ${installPath} at the bot's address.`,
    });
  };

  return {
    name: "slack",
    render: renderSlack,
    locate: (channel) => locate(installations, channel),
    post: async (payload, to, key) => postMessage(tenantAt(to).call, log, payload, to, key),
    edit: async (payload, post) => updateMessage(tenantAt(post.address).call, log, payload, post),
    find: (key, to, since): Promise<Found> =>
      unlessThrown(() => {
        const { call, me } = tenantAt(to);
        return findMessage(call, me, key, to, since);
      }),
    mayManage: async (asking) => {
      const tenant = installations.of(asking.address.workspace);
      return tenant !== undefined && mayManage(tenant.call, asking, managers, log);
    },
    managers: describeManagers(managers),
    whyNotPost: async (asking) => {
      const tenant = installations.of(asking.address.workspace);
      return tenant === undefined ? null : whyNotPost(tenant.call, asking);
    },
    directTo: directMessagesWith,
    nameOf: async (channel) => {
      const tenant = installations.of(channel.workspace);
      return tenant === undefined ? null : nameChannel(tenant.call, channel);
    },
    channelsOf: async (asking) => {
      const tenant = installations.of(asking.address.workspace);
      return tenant === undefined ? null : channelsOf(tenant.call, asking);
    },
    describe: () => `${installations.all().length} workspaces; others install it at ${installPath}`,
    start: async (bot) => {
      await installations.load();
      ({ connection, homes } = connect(settings, log, { bot, installations }));
      await connection.start();
    },
    refreshPages: () => homes?.refreshAll(),
    stop: async () => {
      homes?.stop();
      await connection?.stop();
    },
  };
}

/** "T0123/C0456", or the channel alone where there is one workspace. */
async function locate(installations: Installations, text: string): Promise<Address> {
  const [, workspace, named] = /^([TE][A-Z0-9]{2,})\/(.+)$/.exec(text) ?? [];
  const all = installations.all();
  const tenant = workspace === undefined ? all[0] : installations.of(workspace);
  if (tenant === undefined || (workspace === undefined && all.length > 1)) {
    throw new BotError("config", `Slack: it is not clear in which workspace ${text} is.`, {
      hint: "Write the id of a workspace that installed the app before that of the channel, as T0123456789/C0123456789.",
    });
  }
  const channel = await findChannel(tenant.call, named ?? text);
  return { platform: "slack", workspace: tenant.me.workspace, channel };
}

const Revoked = z.object({ event: z.object({ tokens: z.object({ bot: z.array(z.string()) }) }) });

function connect(
  settings: SharedSlackSettings,
  log: Log,
  { bot, installations }: { bot: Bot; installations: Installations },
): { connection: Connection; homes: Homes } {
  const { clientId, clientSecret, stateSecret, connection: http } = settings;
  const receiver = new HTTPReceiver({
    signingSecret: http.signingSecret,
    endpoints: eventsPath,
    logger: loggerFor(log),
    clientId,
    clientSecret,
    stateSecret,
    // Which of them may be declined, the manifest says.
    scopes: Object.keys({ ...requiredScopes, ...optionalScopes }),
    installationStore: {
      storeInstallation: (installation) => installations.add(installation),
      fetchInstallation: ({ isEnterpriseInstall, enterpriseId, teamId }) =>
        installations.fetch(
          (isEnterpriseInstall ? enterpriseId : teamId) ?? "",
          isEnterpriseInstall,
        ),
    },
    installerOptions: {
      installPath,
      redirectUriPath: redirectPath,
      clientOptions: clientOptions(settings, log),
    },
  });
  const { app, homes } = connectApp(receiver, {
    ...settings,
    bot,
    log,
    installs: true,
    tenantOf: (workspace) => installations.of(workspace),
  });
  const leave = async (body: unknown): Promise<void> => {
    const workspace = workspaceOf(body);
    if (workspace !== null) await installations.remove(workspace);
  };
  // https://docs.slack.dev/reference/events/app_uninstalled
  app.event("app_uninstalled", ({ body }) => leave(body));
  // https://docs.slack.dev/reference/events/tokens_revoked tells of people's tokens as well.
  app.event("tokens_revoked", async ({ body }) => {
    const revoked = Revoked.safeParse(body);
    if (revoked.success && revoked.data.event.tokens.bot.length > 0) await leave(body);
  });
  return { connection: serveHttp(receiver, http.port, log), homes };
}
