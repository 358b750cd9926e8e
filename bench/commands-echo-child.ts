/** The least that answers a command: Bolt and discord.js as they come, and an echo. */
import { App, LogLevel } from "@slack/bolt";
import { Client, Events, GatewayIntentBits } from "discord.js";
import { answerParent } from "./child.ts";
import { CommandsOrder, measureMemory } from "./commands-job.ts";

async function echoInSlack(url: string): Promise<void> {
  const app = new App({
    token: "xoxb-bench-token",
    appToken: "xapp-bench-token",
    socketMode: true,
    clientOptions: { slackApiUrl: url },
    logLevel: LogLevel.ERROR,
  });
  app.command("/briefing", async ({ ack, command, respond }) => {
    await ack();
    await respond(command.text);
  });
  await app.start();
}

async function echoInDiscord({ url, token }: { url: string; token: string }): Promise<void> {
  const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;
  const intents = [Guilds, GuildMessages, DirectMessages];
  const client = new Client({ intents, rest: { api: url } });
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand())
      void interaction.reply(interaction.options.getSubcommand());
    else if (interaction.isAutocomplete())
      void interaction.respond([{ name: "echo", value: interaction.options.getFocused() }]);
  });
  const ready = new Promise((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  await client.login(token);
  await ready;
}

answerParent(async (message) => {
  const order = CommandsOrder.parse(message);
  if (order.order === "memory") return measureMemory();
  await Promise.all([echoInSlack(order.slack), echoInDiscord(order.discord)]);
  return {};
});
