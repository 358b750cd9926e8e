/** The whole bot without a chat service: the real app over a scripted platform. It can be stopped, killed and started again. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { startApp, type App, type AppOptions } from "../../src/app/app.ts";
import { plainText } from "../../src/briefing/plain.ts";
import { parseConfig } from "../../src/config/config.ts";
import { systemClock } from "../../src/delivery/clock.ts";
import type { BotError } from "../../src/errors.ts";
import type { PlatformEntry, PlatformRegistry } from "../../src/platforms/index.ts";
import type { Message } from "../../src/briefing/message.ts";
import type { Bot, Health, Platform } from "../../src/platforms/platform.ts";
import { ScriptedPlatform } from "../delivery/scripted-platform.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { off } from "../platforms/off.ts";

export function article(title: string): string {
  return `# ${title}

## Preface
A sentence of preface about ${title}.

## Lazy bag
- The first point of ${title}.

## Main Body
The whole story of ${title} is told here. It took nine years.

## Key Insights Table
| Aspect | Description |
|---|---|
| Years | It took nine years. |
`;
}

const configuration = `channels: { web: { news: null } }
schedules: { morning: { to: "web:news", at: "09:00", title: Morning digest } }
`;

function textOf({ lead, thread }: Message): readonly string[] {
  return [lead, thread].filter((blocks) => blocks.length > 0).map((blocks) => plainText(blocks));
}

export class AppWorld {
  now = Temporal.Instant.from("2026-11-23T08:50:00Z");
  readonly directory = temporaryFolder();
  readonly log = new RecordingLog();
  readonly chat = new ScriptedPlatform({ ...systemClock, now: () => this.now });
  readonly replaced: BotError[] = [];
  /** Thrown by the next `locate`. */
  locateError: BotError | null = null;
  /** In whose name people speak. */
  workspace = "local";
  /** Whether they may decide what is posted. */
  manages = true;
  #app: App | null = null;
  #bot: Bot | null = null;
  #health: (() => Promise<Health>) | null = null;

  get app(): App {
    if (this.#app === null) throw new Error("the bot is not running");
    return this.#app;
  }

  get bot(): Bot {
    if (this.#bot === null) throw new Error("the bot is not running");
    return this.#bot;
  }

  health(): Promise<Health> {
    if (this.#health === null) throw new Error("the bot is not running");
    return this.#health();
  }

  get databasePath(): string {
    return join(this.directory, "bot.db");
  }

  write(name: string, text = article(name)): void {
    mkdirSync(join(this.directory, "briefings"), { recursive: true });
    writeFileSync(join(this.directory, "briefings", `${name}.md`), text);
  }

  delete(name: string): void {
    rmSync(join(this.directory, "briefings", `${name}.md`));
  }

  async start(text = configuration): Promise<App> {
    const { directory } = this;
    mkdirSync(join(directory, "briefings"), { recursive: true });
    const { config, problems } = parseConfig(
      `briefings: ${join(directory, "briefings")}\n${text}`,
      "bot.yaml",
    );
    if (config === null) throw new Error(problems.map(({ message }) => message).join("\n"));
    return this.run({ config });
  }

  async run(loaded: Pick<AppOptions, "config" | "calendars">): Promise<App> {
    const { directory, log } = this;
    this.#app = await startApp({
      ...loaded,
      env: {},
      dataDirectory: directory,
      log,
      clock: { ...systemClock, now: () => this.now },
      registry: this.#registry(),
      onReplaced: (error) => this.replaced.push(error),
    });
    return this.#app;
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    await app?.stop();
  }

  #registry(): PlatformRegistry {
    const { chat } = this;
    const platform: Platform = {
      name: "web",
      render: (message) =>
        textOf(message).map((text, part) => ({
          to: part === 0 && message.lead.length > 0 ? "channel" : "thread",
          payload: { text },
        })),
      locate: (channel) => {
        if (this.locateError !== null) return Promise.reject(this.locateError);
        return Promise.resolve({ platform: "web", workspace: "local", channel });
      },
      post: (...call) => chat.post(...call),
      edit: (...call) => chat.edit(...call),
      find: (...call) => chat.find(...call),
      start: (bot) => {
        this.#bot = bot;
        return Promise.resolve();
      },
      stop: () => Promise.resolve(),
      mayManage: () => Promise.resolve(this.manages),
      managers: "Those are the captains.",
      directTo: (person, workspace) => ({ platform: "web", workspace, channel: person }),
      describe: () => "a scripted chat",
    };
    const entry: PlatformEntry = {
      ...off,
      open: ({ health }) => {
        this.#health = health ?? null;
        return Promise.resolve({ state: "on", platform });
      },
    };
    return { web: entry, slack: off, discord: off };
  }
}

export function openAppWorld(): AppWorld {
  const world = new AppWorld();
  onTestFinished(() => world.stop());
  return world;
}
