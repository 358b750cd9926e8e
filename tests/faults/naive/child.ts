/**
 * A bot as it is easily written: it posts with both SDKs as they come, notes what is done afterwards, and goes on
 * after the last note when it is started again. What the rig must find wanting.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { WebClient } from "@slack/web-api";
import { REST, Routes } from "discord.js";
import { z } from "zod";

const Item = z.strictObject({
  platform: z.enum(["slack", "discord"]),
  channel: z.string(),
  text: z.string(),
});

const folder = process.argv[2] ?? "";
const { env } = process;
const notes = `${folder}/notes`;
const done = new Set(existsSync(notes) ? readFileSync(notes, "utf8").split("\n") : []);
const work = z.array(Item).parse(JSON.parse(readFileSync(`${folder}/work.json`, "utf8")));
const timeout = 10_000;
const slack = new WebClient(env["SLACK_BOT_TOKEN"], {
  timeout,
  ...(env["SLACK_API_URL"] === undefined ? {} : { slackApiUrl: env["SLACK_API_URL"] }),
});
const api = env["DISCORD_API_URL"] ?? "";
const discord = new REST({ timeout, api }).setToken(env["DISCORD_TOKEN"] ?? "");

async function post({ platform, channel, text }: z.infer<typeof Item>): Promise<void> {
  if (platform === "slack") {
    const blocks = [{ type: "section", text: { type: "plain_text", text } }];
    await slack.apiCall("chat.postMessage", { channel, text, blocks });
    return;
  }
  const components = [{ type: 10, content: text }];
  const body = { flags: 1 << 15, components, allowed_mentions: { parse: [] } };
  await discord.post(Routes.channelMessages(channel), { body });
}

/** Channel by channel in turn, every channel for itself. */
async function serve(channel: string): Promise<void> {
  for (const [index, item] of work.entries()) {
    if (item.channel !== channel || done.has(String(index))) continue;
    for (let failed = true; failed;) {
      try {
        await post(item);
        failed = false;
      } catch {
        await pause(1_000);
      }
    }
    appendFileSync(notes, `${index}\n`);
  }
}

console.log("Press Ctrl-C to stop.");
await Promise.all([...new Set(work.map(({ channel }) => channel))].map(serve));
