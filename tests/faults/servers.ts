/** Both servers of a seed with their channels, and what these have shown. */
import { permissions } from "../fakes/discord-permissions.ts";
import { markOf } from "./articles.ts";
import type { Desk, DeskOptions } from "./desk.ts";
import { diceOf } from "./dice.ts";
import {
  type DiscordServer,
  discordToken,
  isFullForm,
  openDiscordServer,
} from "./discord-server.ts";
import type { PlatformName, SeedOptions } from "./options.ts";
import { openSlackServer, type SlackServer, slackTokens } from "./slack-server.ts";
import type { ShownPost } from "./verdict.ts";

export interface Servers {
  expected: Map<string, Set<string>>;
  channels: { slack: string[]; discord: string[] };
  desks: Map<PlatformName, Desk>;
  env: Record<string, string>;
  shown(platform: PlatformName): readonly ShownPost[];
  close(): void;
}

/** Channels of both platforms in one table. */
function prefixed(platform: PlatformName, channel: string): string {
  return `${platform} ${channel}`;
}

export async function openServers(options: SeedOptions, desk: DeskOptions): Promise<Servers> {
  const slack = await openSlackServer({ ...desk, dice: diceOf(`${options.seed}/slack`) });
  const discord = await openDiscordServer({ ...desk, dice: diceOf(`${options.seed}/discord`) });
  discord.world.nonceWindowMs = (options.nonceSeconds ?? 130) * 1_000;
  const channels: Servers["channels"] = { slack: [], discord: [] };
  const wanted = (name: PlatformName): number =>
    options.platforms.includes(name) ? options.channels[name] : 0;
  for (let index = 0; index < wanted("slack"); index += 1) {
    const id = `C00000${String(index).padStart(3, "0")}`;
    slack.workspace.addChannel(id, `c${index}`);
    channels.slack.push(id);
    if (options.blind && index === 0) slack.blind.add(id);
  }
  for (let index = 0; index < wanted("discord"); index += 1) {
    const denied = options.blind && index === 0 ? permissions.ReadMessageHistory : 0n;
    channels.discord.push(discord.world.addChannel(`c${index}`, { denied }).id);
  }
  const all = Array.from({ length: options.articles * options.paragraphs }, (_, index) =>
    markOf(Math.floor(index / options.paragraphs), index % options.paragraphs).slice(1),
  );
  const expected = new Map(
    options.platforms.flatMap((name) =>
      channels[name].map((channel) => [prefixed(name, channel), new Set(all)] as const),
    ),
  );
  const slackEnv = {
    SLACK_BOT_TOKEN: slackTokens.bot,
    SLACK_APP_TOKEN: slackTokens.app,
    SLACK_API_URL: slack.url,
  };
  const discordEnv = { DISCORD_TOKEN: discordToken, DISCORD_API_URL: discord.url };
  return {
    expected,
    channels,
    desks: new Map<PlatformName, Desk>([
      ["slack", slack.desk],
      ["discord", discord.desk],
    ]),
    env: {
      ...(options.platforms.includes("slack") ? slackEnv : {}),
      ...(options.platforms.includes("discord") ? discordEnv : {}),
    },
    shown: (platform) => (platform === "slack" ? shownBySlack(slack) : shownByDiscord(discord)),
    close: () => {
      slack.close();
      discord.close();
    },
  };
}

function shownBySlack({ workspace }: SlackServer): readonly ShownPost[] {
  return workspace.messages.map((message) => ({
    channel: prefixed("slack", message.channel),
    message: message.ts,
    root: message.thread_ts ?? null,
    text: JSON.stringify(message.blocks),
    unfinished: false,
    deleted: false,
    at: Number(message.ts),
  }));
}

function shownByDiscord({ world, deleted }: DiscordServer): readonly ShownPost[] {
  return [...world.messages.values()].map((message, index) => {
    const parent = world.channels.get(message.channel)?.parent ?? null;
    return {
      channel: prefixed("discord", parent ?? message.channel),
      message: message.id,
      root: parent === null ? null : message.channel,
      text: JSON.stringify(message.components),
      unfinished: !isFullForm(message),
      deleted: deleted.has(message.id),
      at: index,
    };
  });
}
