/** The whole bot with one real platform on its loopback service, over a folder of its own and a clock that is set. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import { startApp, type App } from "../../src/app/app.ts";
import { parseConfig } from "../../src/config/config.ts";
import { systemClock } from "../../src/delivery/clock.ts";
import type { PlatformName, PlatformRegistry } from "../../src/platforms/index.ts";
import { temporaryFolder } from "../delivery/world.ts";
import { off } from "./off.ts";
import { rigged, silent } from "./rigged.ts";
import type { Rig, Shown } from "./rig.ts";

export const patient = { timeout: 15_000 };

export interface Running {
  app: App;
  rig: Rig;
  write(name: string, text: string): void;
  delete(name: string): void;
  /** Sets the clock on, and lets the bot do what is due. */
  at(time: string): Promise<void>;
  later(seconds: number): Promise<void>;
  /** Resolves when the bot has read these words of this briefing. */
  has(id: string, words: string): Promise<void>;
  /** What stands in the channel (`null`) or in a thread. */
  texts(root: string | null): Promise<readonly string[]>;
  /** Resolves with the message that shows these words. */
  shows(words: string | RegExp): Promise<Shown>;
}

/**
 * A bot with one channel, "news", that posts each briefing at nine, or a digest; it is ten to nine. `more` is further
 * configuration.
 */
export async function runOn(
  name: PlatformName,
  more = "",
  form: "each" | "digest" = "each",
): Promise<Running> {
  const directory = temporaryFolder();
  const briefings = join(directory, "briefings");
  mkdirSync(briefings);
  let now = Temporal.Instant.from("2026-11-23T08:50:00Z");
  const { entry, rig } = rigged(name);
  const registry: PlatformRegistry = {
    web: off,
    slack: off,
    discord: off,
    [name]: { ...entry, ...(name === "slack" ? { broadcasts: true } : {}) },
  };
  const channel = name === "web" ? "{ title: News }" : '"123"';
  const { config, problems } = parseConfig(
    `briefings: ${briefings}
channels: { ${name}: { news: ${channel} } }
schedules: { morning: { to: "${name}:news", at: "09:00", form: ${form} } }
${more}`,
    "bot.yaml",
  );
  if (config === null) throw new Error(problems.map(({ message }) => message).join("\n"));
  const clock = { ...systemClock, now: () => now };
  const options = { config, env: {}, dataDirectory: directory, log: silent, clock, registry };
  const app = await startApp(options);
  onTestFinished(() => app.stop());
  onTestFinished(() => rmSync(briefings, { recursive: true, force: true }));
  const fileOf = (id: string): string => join(briefings, `${id}.md`);
  const running: Running = {
    app,
    rig: rig(),
    write: (id, text) => writeFileSync(fileOf(id), text),
    delete: (id) => rmSync(fileOf(id)),
    at: async (time) => {
      now = Temporal.Instant.from(time);
      await app.tick();
    },
    later: async (seconds) => {
      now = now.add({ seconds });
      await app.tick();
    },
    has: (id, words) =>
      vi.waitFor(async () => {
        expect(JSON.stringify(await app.shelf.find(id))).toContain(words);
      }, patient),
    texts: async (root) =>
      (await rig().shown()).filter((each) => each.root === root).map(({ text }) => text),
    shows: (words) =>
      vi.waitFor(async () => {
        const all = await rig().shown();
        const found = all.find(({ text }) =>
          typeof words === "string" ? text.includes(words) : words.test(text),
        );
        if (found === undefined)
          throw new Error(
            `${String(words)} is not among: ${all.map(({ text }) => text).join("\n—\n")}`,
          );
        return found;
      }, patient),
  };
  return running;
}
