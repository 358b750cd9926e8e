/** The whole bot with Slack and Discord, over a folder of articles. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApp } from "../src/app/app.ts";
import { parseConfig } from "../src/config/config.ts";
import { platformRegistry, type PlatformRegistry } from "../src/platforms/index.ts";
import type { Log } from "../src/platforms/platform.ts";
import { answerParent } from "./child.ts";
import { CommandsOrder, measureMemory } from "./commands-job.ts";

const tell = (fields: object, message: string): void => {
  console.error(message, JSON.stringify(fields).slice(0, 500));
};
const log: Log = { info: () => undefined, warn: tell, error: tell };

/** Nobody looks at the local chat here. */
const registry: PlatformRegistry = {
  ...platformRegistry,
  web: {
    ...platformRegistry.web,
    open: () => Promise.resolve({ state: "off", missing: "It is not measured." }),
  },
};

answerParent(async (message) => {
  const order = CommandsOrder.parse(message);
  if (order.order === "memory") return measureMemory();
  const { config } = parseConfig(`briefings: ${JSON.stringify(order.folder)}\n`, "bot.yaml");
  if (config === null) throw new Error("no configuration");
  const app = await startApp({
    config,
    env: {
      SLACK_BOT_TOKEN: "xoxb-bench-token",
      SLACK_APP_TOKEN: "xapp-bench-token",
      SLACK_API_URL: order.slack,
      DISCORD_TOKEN: order.discord.token,
      DISCORD_API_URL: order.discord.url,
    },
    dataDirectory: await mkdtemp(join(tmpdir(), "briefing-bench-")),
    log,
    registry,
  });
  await app.shelf.catchUp();
  return { known: app.shelf.known().length };
});
