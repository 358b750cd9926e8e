/** The plain way with the SDKs as they come: `Promise.all(channel.send)`, and a loop for each workspace. */
import { LogLevel, WebClient } from "@slack/web-api";
import { Client, Events, GatewayIntentBits } from "discord.js";
import { z } from "zod";
import { composeDigest } from "../src/briefing/compose/compose.ts";
import { renderDiscord } from "../src/platforms/discord/render.ts";
import { renderSlack } from "../src/platforms/slack/render.ts";
import { answerParent } from "./child.ts";
import { digestSize, type Job, Order } from "./fanout-job.ts";
import { makeBriefings } from "./samples.ts";

const digest = composeDigest(makeBriefings(digestSize), {
  title: "Digest",
  at: "2026-11-25T09:00:00Z",
});

async function prepareDiscord(discord: Job["discord"]): Promise<() => Promise<unknown>> {
  if (discord === null) return () => Promise.resolve();
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.url } });
  const ready = new Promise((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  await client.login(discord.token);
  await ready;
  const [rendered] = renderDiscord(digest, { pushText: false });
  const body = z.looseObject({}).parse(rendered?.payload);
  return () =>
    Promise.all(
      discord.channels.map((id) => {
        const channel = client.channels.cache.get(id);
        if (!channel?.isSendable()) throw new Error(`no channel ${id}`);
        return channel.send(body);
      }),
    );
}

function prepareSlack(workspaces: Job["slack"]): () => Promise<unknown> {
  const [rendered] = renderSlack(digest);
  const payload = z.looseObject({}).parse(rendered?.payload);
  return () =>
    Promise.all(
      workspaces.map(async ({ url, channels }) => {
        const options = { slackApiUrl: url, logLevel: LogLevel.ERROR };
        const client = new WebClient("xoxb-bench", options);
        for (const channel of channels)
          await client.apiCall("chat.postMessage", { ...payload, channel });
      }),
    );
}

let run: () => Promise<unknown> = () => Promise.reject(new Error("not prepared"));

answerParent(async (message) => {
  const order = Order.parse(message);
  if (order.order === "go") {
    await run();
    return {};
  }
  const [discord, slack] = [await prepareDiscord(order.job.discord), prepareSlack(order.job.slack)];
  run = () => Promise.all([discord(), slack()]);
  return {};
});
