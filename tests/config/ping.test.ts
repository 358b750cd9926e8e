/** The role that a schedule notifies, where it is written: config/bot.yaml, and the file of `schedules export`. */
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../src/briefing/problems.ts";
import { parseConfig } from "../../src/config/config.ts";
import {
  changeOf,
  type FiledSchedule,
  formatSchedulesFile,
  parseSchedulesFile,
} from "../../src/config/schedules-file.ts";

const role = "223456789012345678";

function read(entry: string) {
  return parseConfig(
    `channels: { slack: { news: C1 }, discord: { news: "112233445566778899" } }
schedules:
  morning: { at: "09:00", ${entry} }
`,
    "bot.yaml",
  );
}

function problems(entry: string): string {
  return read(entry).problems.map(formatProblem).join("\n");
}

describe("ping in the configuration", () => {
  it("is the id of a Discord role; without it nobody is notified", () => {
    expect(read(`to: "discord:news", ping: "${role}"`).config?.schedules[0]?.ping).toBe(role);
    expect(read(`to: [discord:news, slack:news], ping: "${role}"`).problems).toEqual([]);
    expect(read(`to: "discord:news"`).config?.schedules[0]).not.toHaveProperty("ping");
  });

  it("says what is wrong with it, and what to do", () => {
    expect(problems(`to: "discord:news", ping: "@readers"`)).toMatch(
      /bot\.yaml:3.*"@readers" is not the id of a Discord role\..*Copy Role ID/su,
    );
    expect(problems(`to: "discord:news", ping: ${role}`)).toMatch(
      /bot\.yaml:3.*ping: Expected a text\..*Put the value in quotes/su,
    );
    expect(problems(`to: "slack:news", ping: "${role}"`)).toMatch(
      /Only posts on Discord can notify a role.*let it post to a channel of Discord/su,
    );
  });
});

describe("ping in the file of schedules", () => {
  const filed: FiledSchedule = {
    name: "daily",
    platform: "discord",
    workspace: "1",
    channel: "2",
    entry: { at: ["09:00"], ping: role },
    paused: null,
  };

  it("comes back as it was written, as text", () => {
    const text = formatSchedulesFile([filed], undefined);
    expect(text).toContain(`ping: "${role}"`);
    const [back] = parseSchedulesFile(text, "f.yaml", "UTC").schedules ?? [];
    expect(back && changeOf(back, filed)).toBe("same");
  });

  it("is refused where nobody can be notified", () => {
    const text = formatSchedulesFile([{ ...filed, platform: "slack" }], undefined);
    const { problems } = parseSchedulesFile(text, "f.yaml", "UTC");
    expect(problems.map(formatProblem).join("\n")).toContain("Only posts on Discord can notify");
  });
});
