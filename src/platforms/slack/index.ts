/** Slack: Bolt and the Web API behind the port, for the one workspace that a bot token belongs to. */
import { WebClient } from "@slack/web-api";
import type { Log, Platform } from "../platform.ts";
import { directMessagesWith } from "./api/addresses.ts";
import { askIdentity, findMessage, postMessage, updateMessage, type Identity } from "./api/api.ts";
import { describeManagers, mayManage, type Managers } from "./api/authority.ts";
import { channelsOf, findChannel, nameChannels, whyNotPost } from "./api/channels.ts";
import { caller, clientOptions } from "./api/client.ts";
import { connectApp, receive } from "./connect/connect.ts";
import type { Homes } from "./hear/homes.ts";
import { unlessThrown } from "./api/find.ts";
import { renderSlack } from "./render.ts";
import type { SlackSettings } from "./settings.ts";
import type { Connection } from "./connect/socket.ts";

export function openSlack(
  settings: SlackSettings,
  log: Log,
  managers: Managers = "everyone",
): Platform {
  const { botToken: token } = settings;
  const call = caller(new WebClient(token, clientOptions(settings, log)));
  const nameChannel = nameChannels();
  let connection: Connection | undefined;
  let homes: Homes | undefined;
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
    find: (key, to, since) =>
      unlessThrown(async () => findMessage(call, await identify(), key, to, since)),
    mayManage: async (asking) => {
      const me = await identify().catch(() => null);
      if (asking.address.workspace !== me?.workspace) return false;
      return mayManage(call, asking, managers, log);
    },
    managers: describeManagers(managers),
    whyNotPost: (asking) => whyNotPost(call, asking),
    directTo: directMessagesWith,
    nameOf: (channel) => nameChannel(call, channel),
    channelsOf: (asking) => channelsOf(call, asking),
    describe: () => title,
    start: async (bot) => {
      const me = await identify();
      title = me.title;
      const tenant = { me, call, token };
      const tenantOf = (workspace: string) => (workspace === me.workspace ? tenant : undefined);
      const [receiver, opened] = receive(settings, log);
      ({ homes } = connectApp(receiver, { ...settings, log, bot, tenantOf, installs: false }));
      connection = opened;
      await connection.start();
    },
    refreshPages: () => homes?.refreshAll(),
    stop: async () => {
      homes?.stop();
      await connection?.stop();
    },
  };
}
