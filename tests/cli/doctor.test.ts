/** What `briefing doctor` says about a set-up. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openFolder, runProgram, type Folder } from "./program.ts";

let folder: Folder;

beforeAll(() => {
  folder = openFolder();
});

afterAll(() => folder.remove());

const Findings = z.array(
  z.strictObject({
    area: z.enum(["bot", "web", "slack", "discord"]),
    level: z.enum(["ok", "note", "warning", "error"]),
    what: z.string().min(1),
    hint: z.string().min(1).optional(),
  }),
);

describe("doctor", () => {
  it("finds nothing wrong with a fresh clone, and says what is not set up", async () => {
    const ended = await runProgram(folder, ["doctor"]);
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(ended.out).toContain("config/bot.yaml is right");
    expect(ended.out).toMatch(/slack\n {2}note +Not set up\. Set SLACK_BOT_TOKEN/);
    expect(ended.out).toMatch(/All is well\.\n$/);
  });

  it("tells every fault with what to do, never a secret, and ends with 1", async () => {
    const env = { SLACK_APP_TOKEN: "xapp-1-very-secret", DISCORD_TOKEN: "no token" };
    folder.write("config/broken.yaml", "timezone: Mars\n");
    const words = ["doctor", "--json", "--config", "config/broken.yaml"];
    const { code, out, err } = await runProgram(folder, words, { env });
    expect([code, err]).toEqual([1, ""]);
    const errors = Findings.parse(JSON.parse(out)).filter(({ level }) => level === "error");
    expect(errors.map(({ area }) => area)).toEqual(["bot", "slack", "discord"]);
    expect(errors.every(({ hint }) => hint !== undefined)).toBe(true);
    expect(out).not.toContain("very-secret");
  });
});
