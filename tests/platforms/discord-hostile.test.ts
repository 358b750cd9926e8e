/** The whole bot on Discord against whoever means it harm: refused or answered, never a crash, nothing posted. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startApp, type App } from "../../src/app/app.ts";
import { parseConfig } from "../../src/config/config.ts";
import { platformRegistry } from "../../src/platforms/index.ts";
import { hostileStrings } from "../briefing/hostile.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { textsOf } from "../fakes/discord-checks.ts";
import { resolveMarkdown } from "../fakes/discord-text.ts";
import type { Interaction } from "../fakes/discord-interactions.ts";
import { openDiscordFake } from "../fakes/discord.ts";
import type { DiscordFake } from "../fakes/discord.ts";
import { showMessage } from "./discord.rig.ts";
import { off } from "./off.ts";
const crashes: unknown[] = [];
const note = (error: unknown): void => void crashes.push(error);
/** What our own messages are made of; a mention, an invitation or a code block of somebody is none of it. */
const ours = new Set([
  "bold",
  "italic",
  "code",
  "link",
  "heading",
  "item",
  "small",
  "quote",
  "time",
]);

describe("the whole bot on Discord", () => {
  let fake: DiscordFake;
  let app: App;

  beforeEach(async () => {
    fake = await openDiscordFake();
    const briefings = join(import.meta.dirname, "../../briefings");
    const yaml = `briefings: ${briefings}\nchannels: { discord: { news: "${fake.general.id}" } }`;
    const { config } = parseConfig(yaml, "bot.yaml");
    if (config === null) throw new Error("no configuration");
    app = await startApp({
      config,
      env: { DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.apiUrl },
      dataDirectory: temporaryFolder(),
      log: new RecordingLog(),
      registry: { web: off, slack: off, discord: platformRegistry.discord },
    });
    process.on("unhandledRejection", note);
    process.on("uncaughtException", note);
  });

  afterEach(async () => {
    await app.stop();
    await fake.close();
    process.off("unhandledRejection", note);
    process.off("uncaughtException", note);
  });

  async function answerTo(interaction: Interaction): Promise<string> {
    await fake.world.until(() => interaction.seen.length > 0, "an answer");
    return interaction.seen.map((message) => showMessage(message, null).text).join("\n");
  }

  const ask = (sub: string, options: Record<string, string>): Promise<string> =>
    answerTo(fake.command(sub, options));

  /** Whatever came before, it still answers, nothing was posted, and nothing of theirs came alive. */
  async function health(): Promise<object> {
    const list = await ask("list", {});
    const all = [...fake.world.messages.values()];
    const texts = all.flatMap(({ content, components }) => [content, ...textsOf(components)]);
    const alive = texts.flatMap((text) => resolveMarkdown(text).alive);
    return {
      answers: list.includes("Briefings"),
      shown: fake.world.shown().length,
      pings: all.flatMap(({ pings }) => [...pings]),
      alive: [...new Set(alive.filter((each) => !ours.has(each)))],
      crashes: crashes.splice(0),
    };
  }
  const well = { answers: true, shown: 0, pings: [], alive: [], crashes: [] };

  it("answers the corpus, as words of commands", async () => {
    expect(hostileStrings.length).toBeGreaterThanOrEqual(150);
    for (const [at, each] of hostileStrings.entries()) {
      const options = at % 2 === 0 ? { words: each } : { name: each };
      expect(await ask(at % 2 === 0 ? "search" : "show", options), each).not.toBe("");
    }
    expect(await health()).toEqual(well);
  }, 30_000);

  it("completes the corpus, and suggests nothing but what Discord takes", async () => {
    for (const each of hostileStrings.filter((_, at) => at % 3 === 0)) {
      const typing = fake.complete("show", "name", each);
      await fake.world.until(() => typing.callback !== null, `suggestions for ${each}`);
    }
    expect(await health()).toEqual(well);
  }, 20_000);

  it("answers questions of the corpus, asked in its form", async () => {
    const post = fake.world.say(fake.general, fake.world.bot, { content: "An old post" });
    for (const each of hostileStrings.filter((_, at) => at % 5 === 0)) {
      const opened = fake.press(post.id, "v1:ask:leap-second");
      await fake.world.until(() => opened.callback !== null, "a form");
      expect(opened.callback).toBe(9);
      const asked = fake.interactions.begin("modal", fake.general, {
        custom_id: "v1:ask:leap-second",
        components: [
          { type: 18, id: 1, component: { type: 4, id: 2, custom_id: "question", value: each } },
        ],
      });
      expect(await answerTo(asked), each).not.toBe("");
    }
    expect(await health()).toEqual({ ...well, shown: 1 });
  }, 20_000);

  it.each([
    "v1:unknown:x",
    "v1:read",
    "v1:read:no-such",
    "v1:share:../../etc",
    "v1:__proto__",
    "v1:constructor:x",
    "v1:mend:1",
    "v0|read|x",
    "x".repeat(100),
  ])("knows no button %j of an older or another message", async (customId) => {
    const post = fake.world.say(fake.general, fake.world.bot, { content: "An old post" });
    expect(await answerTo(fake.press(post.id, customId))).not.toBe("");
    expect(await health()).toEqual({ ...well, shown: 1 });
  });

  it("does nothing from direct messages to channels that are none of theirs", async () => {
    const direct = fake.openDirectMessages();
    const post = fake.world.say(direct, fake.world.bot, { content: "A post" });
    for (const deed of ["digest-list:1", "digest-removed:c.1", "digest-save:1", "digest-add:"])
      expect(await answerTo(fake.press(post.id, `v1:in:${fake.general.id}:${deed}`))).toContain(
        "for those who are in that channel",
      );
    const chosen = { type: 8, id: 2, custom_id: "channel", values: [fake.general.id] };
    const form = fake.interactions.begin("modal", direct, {
      custom_id: "v1:digest:new",
      components: [
        { type: 18, id: 1, component: { type: 4, id: 3, custom_id: "when", value: "9am UTC" } },
        { type: 18, id: 4, component: chosen },
      ],
    });
    expect(await answerTo(form)).toContain("You do not manage that channel");
    expect(await health()).toEqual({ ...well, shown: 1 });
  });

  it("posts nothing where it is no member, whatever the button of a message says", async () => {
    const elsewhere = fake.world.addChannel("elsewhere", { guild: fake.world.nextId() });
    const post = fake.world.say(elsewhere, fake.world.bot, { content: "A post" });
    const told = await answerTo(fake.press(post.id, "v1:share:leap-second"));
    expect(told).toContain("no member of this server");
    expect(await health()).toEqual({ ...well, shown: 1 });
  });
});
