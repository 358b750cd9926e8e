/** The whole bot on Discord: the real app and the real discord.js against the loopback server, with a clock to move. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { startApp, type App } from "../../src/app/app.ts";
import { parseConfig } from "../../src/config/config.ts";
import { systemClock } from "../../src/delivery/clock.ts";
import { platformRegistry } from "../../src/platforms/index.ts";
import { article } from "../app/app-world.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { componentsV2, walk } from "../fakes/discord-checks.ts";
import type { Interaction } from "../fakes/discord-interactions.ts";
import type { Channel, Message } from "../fakes/discord-world.ts";
import { openDiscordFake, type DiscordFake } from "../fakes/discord.ts";
import { showMessage } from "./discord.rig.ts";
import { off } from "./off.ts";

/** Manage Server. */
export const manageServer = 1n << 5n;

const patient = { timeout: 8_000 };

export class DiscordApp {
  readonly fake: DiscordFake;
  readonly log = new RecordingLog();
  readonly directory = temporaryFolder();
  now = Temporal.Instant.from("2026-11-23T08:00:00Z");
  #app: App | null = null;

  constructor(fake: DiscordFake) {
    this.fake = fake;
    fake.world.personMay = manageServer;
    mkdirSync(join(this.directory, "briefings"));
  }

  get app(): App {
    if (this.#app === null) throw new Error("the bot is not running");
    return this.#app;
  }

  /** `%` stands for the id of #general. */
  async start(text: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { fake, directory } = this;
    const { config, problems } = parseConfig(
      `briefings: ${join(directory, "briefings")}\n${text.replaceAll("%", fake.general.id)}`,
      "bot.yaml",
    );
    if (config === null) throw new Error(problems.map(({ message }) => message).join("\n"));
    this.#app = await startApp({
      config,
      env: { DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.apiUrl, ...env },
      dataDirectory: directory,
      log: this.log,
      clock: {
        ...systemClock,
        now: () => this.now,
        elapsedMs: () => systemClock.elapsedMs() + this.now.epochMilliseconds,
      },
      registry: { web: off, slack: off, discord: platformRegistry.discord },
    });
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    await app?.stop();
  }

  /** A new article, or another text of one. */
  async write(name: string, text = article(name)): Promise<void> {
    const before = this.app.shelf.known().length;
    this.now = this.now.add({ seconds: 1 });
    writeFileSync(join(this.directory, "briefings", `${name}.md`), text);
    await vi.waitFor(() => {
      if (this.app.shelf.known().length <= before) throw new Error(`${name} was not seen`);
    }, patient);
  }

  async at(time: string): Promise<void> {
    this.now = Temporal.Instant.from(`2026-11-${time}Z`);
    await this.app.tick();
  }

  /** What everybody sees, of the bot. */
  posts(channel: Channel = this.fake.general): readonly Message[] {
    const { world } = this.fake;
    return world.shown().filter((message) => message.author.bot && message.channel === channel.id);
  }

  /** Posts begin with the text of the notification, and get what they show by an edit. */
  async postThat(shows: string, channel?: Channel): Promise<Message> {
    return vi.waitFor(() => {
      const found = this.posts(channel).find(
        (each) => (each.flags & componentsV2) !== 0 && textOf(each).includes(shows),
      );
      if (found === undefined)
        throw new Error(`none of ${this.posts(channel).length} posts says ${shows}`);
      return found;
    }, patient);
  }

  /** What the person sees in answer to a command. */
  async digest(
    sub: string,
    options: Readonly<Record<string, string | boolean>> = {},
    channel?: Channel,
  ): Promise<Seen> {
    return this.#seen(this.fake.command(`digest ${sub}`, options, undefined, channel));
  }

  async briefing(
    sub: string,
    options: Readonly<Record<string, string | boolean>> = {},
    channel?: Channel,
  ): Promise<Seen> {
    return this.#seen(this.fake.command(sub, options, undefined, channel));
  }

  /** Presses the button of a message whose label this is. */
  async press({ message }: Pick<Seen, "message">, label: string): Promise<Seen> {
    return this.#seen(this.pressOnly(message, label));
  }

  pressOnly(message: Message, label: string): Interaction {
    const button = message.components.flatMap(walk).find((each) => each["label"] === label);
    if (typeof button?.["custom_id"] !== "string") throw new Error(`no button ${label}`);
    return this.fake.press(message.id, button["custom_id"]);
  }

  async #seen(interaction: Interaction): Promise<Seen> {
    const { edits = 0 } = interaction.message ?? {};
    await this.fake.world.until(
      () =>
        interaction.modal !== null ||
        (interaction.seen.length > 0 &&
          (interaction.message === null ||
            interaction.seen.some((each) => each !== interaction.message) ||
            interaction.message.edits > edits)),
      "an answer to the person",
    );
    const message = interaction.seen.at(-1);
    if (message === undefined) throw new Error("a form was opened");
    return { text: textOf(message), message };
  }
}

export interface Seen {
  text: string;
  message: Message;
}

export function textOf(message: Message): string {
  return showMessage(message, null).text;
}

export async function openDiscordApp(): Promise<DiscordApp> {
  const fake = await openDiscordFake();
  const world = new DiscordApp(fake);
  onTestFinished(async () => {
    await world.stop();
    await fake.close();
  });
  return world;
}
