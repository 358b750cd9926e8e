/** What docs/schedules.md shows has to be true. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { configSchema } from "../../src/config/schema.ts";
import { parseWhen } from "../../src/schedule/understand.ts";

const page = readFileSync("docs/schedules.md", "utf8");

describe("the page on schedules", () => {
  it("shows a configuration without mistakes", () => {
    const [, shown = ""] = /```yaml\n(.*?)```/su.exec(page) ?? [];
    const channels = 'channels: { slack: { news: C1, on-call: C2 }, discord: { news: "1" } }\n';
    const { config, problems } = parseConfig(channels + shown, "bot.yaml");
    expect(problems).toEqual([]);
    expect(config?.schedules.map(({ name }) => name)).toEqual(["morning", "alerts"]);
  });

  it("names words that are understood", () => {
    const [, paragraph = ""] = /\*\*In words\.\*\* (.*?)\n\n/su.exec(page) ?? [];
    const examples = [...paragraph.matchAll(/"([^"…]+)"/gu)].map(([, text = ""]) =>
      text.replaceAll(/\s+/gu, " "),
    );
    expect(examples.length).toBeGreaterThan(6);
    for (const text of examples)
      expect(parseWhen(text, "UTC")).toMatchObject({ state: "understood" });
  });

  it("explains every key of a schedule", () => {
    const schema = JSON.stringify(JSON.parse(configSchema()));
    for (const key of [
      "when",
      "at",
      "days",
      "cron",
      "timezone",
      "skip",
      "quiet",
      "first",
      "topics",
    ]) {
      expect(page).toContain(`| \`${key}\``);
      expect(schema).toContain(`"${key}":`);
    }
  });
});
