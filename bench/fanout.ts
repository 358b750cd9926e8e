/** One digest to very many channels: the time over the least that the services' limits allow, and what the services saw. */
import { startChild } from "./child.ts";
import { digestSize, type Job } from "./fanout-job.ts";
import { discordPerSecond, openLimitedDiscord, type LimitedDiscord } from "./limited/discord.ts";
import type { Verdict } from "./limited/http.ts";
import { openLimitedSlack, slackPerSecond, type LimitedSlack } from "./limited/slack.ts";
import type { Row, Section } from "./report.ts";

interface FanoutOptions {
  channels: number;
  workspaces: number;
  say(text: string): void;
}

interface Seen extends Verdict {
  /** From the order to the last message that is shown whole. */
  ms: number;
}

const goal = 1.05;
const command = "npm run bench -- fanout";

function leastMs(requests: number, perSecond: number): number {
  return (requests / perSecond) * 1_000;
}

interface Plan {
  script: string;
  discord: { channels: number; pushText: boolean };
  workspaces: number;
  channelsEach: number;
}

async function fanOut(plan: Plan): Promise<{ discord: Seen; slack: readonly Seen[] }> {
  const { channels, pushText } = plan.discord;
  const discord = await openLimitedDiscord(channels);
  const slack = await Promise.all(
    Array.from({ length: plan.workspaces }, () => openLimitedSlack(plan.channelsEach, true)),
  );
  const child = startChild(plan.script);
  try {
    await child.ask({ order: "prepare", job: jobOf(discord, slack, pushText) });
    const since = performance.now();
    await child.ask({ order: "go" });
    const see = (verdict: Verdict): Seen => ({ ...verdict, ms: verdict.lastAtMs - since });
    return { discord: see(discord.verdict()), slack: slack.map((each) => see(each.verdict())) };
  } finally {
    await child.stop();
    await discord.close();
    for (const each of slack) each.close();
  }
}

function jobOf(discord: LimitedDiscord, slack: readonly LimitedSlack[], pushText: boolean): Job {
  const { url, token, channels } = discord;
  return {
    discord: { url, token, channels: [...channels], pushText },
    slack: slack.map((each) => ({ url: each.url, channels: [...each.channels] })),
    isPaced: true,
  };
}

function total(seen: readonly Seen[]): Seen {
  const sum = (field: keyof Seen): number => seen.reduce((all, each) => all + each[field], 0);
  return {
    channels: sum("channels"),
    lost: sum("lost"),
    duplicated: sum("duplicated"),
    refused: sum("refused"),
    requests: sum("requests"),
    lastAtMs: Math.max(...seen.map(({ lastAtMs }) => lastAtMs)),
    ms: Math.max(...seen.map(({ ms }) => ms)),
  };
}

function row(what: string, seen: Seen, least: number, isOurs: boolean): Row {
  const ratio = seen.ms / least;
  const { lost, duplicated, refused } = seen;
  const value = `${ratio.toFixed(3)} (${(seen.ms / 1_000).toFixed(1)} s of ${(least / 1_000).toFixed(1)} s); lost ${lost}, duplicated ${duplicated}, refused ${refused}`;
  const isWhole = lost === 0 && duplicated === 0;
  return {
    what,
    value,
    command,
    ...(isOurs && { goal: { text: `≤ ${goal}`, met: ratio <= goal && isWhole } }),
  };
}

export async function measureFanout(options: FanoutOptions): Promise<Section> {
  const { channels, workspaces, say } = options;
  const channelsEach = channels / workspaces;
  const slack = { workspaces, channelsEach };
  say("fanout: this bot, Discord and Slack at once");
  const ours = await fanOut({
    script: "fanout-bot-child.ts",
    discord: { channels, pushText: true },
    ...slack,
  });
  say("fanout: this bot, Discord in one request each; and the SDKs as they come");
  const [once, bare] = await Promise.all([
    fanOut({
      script: "fanout-bot-child.ts",
      discord: { channels, pushText: false },
      workspaces: 0,
      channelsEach: 0,
    }),
    fanOut({ script: "fanout-bare-child.ts", discord: { channels, pushText: false }, ...slack }),
  ]);
  const [twice, single] = [
    leastMs(2 * channels, discordPerSecond),
    leastMs(channels, discordPerSecond),
  ];
  const least = leastMs(channelsEach, slackPerSecond);
  return {
    title: "Fan-out",
    text:
      `A digest of ${digestSize} articles, which is one message, due at once in ${channels} channels of Discord and ${channels} of Slack, against services on the loopback ` +
      `that keep the limits: Discord ${discordPerSecond} requests in a second, and five in five seconds in a channel; Slack one message a second in a channel ` +
      `and ${slackPerSecond} in a workspace (Slack says "several hundred a minute"; this is what the bot's pace assumes). The figure is the time from the order to the last ` +
      `message that is shown, over requests ÷ limit. The bot plans, writes every intent ` +
      `and outcome to disk and posts through its real adapters and SDKs, to both services at the same time. A post of the bot on Discord is two requests as it comes ` +
      `(text for the notification, then the whole) and one with DISCORD_PUSH_TEXT=off. Each of the ${workspaces} workspaces has its own token and so its own ` +
      `adapter, behind one dispatcher and one database. Beside it the same message with discord.js in one Promise.all(channel.send), ` +
      `and a loop over the channels of each workspace with @slack/web-api, both as they come, kept in memory alone. Lost, duplicated and refused (429) are what the services saw.`,
    rows: [
      row(`this bot, Discord, two requests a post`, ours.discord, twice, true),
      row(`this bot, Discord, one request a post`, once.discord, single, true),
      row("beside it: discord.js, one request a post", bare.discord, single, false),
      row(`this bot, Slack, ${workspaces} workspaces`, total(ours.slack), least, true),
      row(`beside it: @slack/web-api, ${workspaces} workspaces`, total(bare.slack), least, false),
    ],
  };
}
