/** Who may decide what is posted in a channel of Slack. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Caller, Platform } from "../../src/platforms/platform.ts";
import { parseConfig } from "../../src/config/config.ts";
import { openSlack } from "../../src/platforms/slack/index.ts";
import { appToken, botToken, FakeSlack } from "../fakes/slack.ts";
import { logInto } from "./slack.rig.ts";

let fake: FakeSlack;
const opened: Platform[] = [];

beforeEach(async () => {
  fake = await FakeSlack.open();
  fake.workspace.addChannel("C0GENERAL", "general", { members: ["U0IN", "U0ADMIN", "U0EDITOR"] });
  fake.workspace.admins.add("U0ADMIN");
  fake.workspace.admins.add("U0AWAY");
  fake.workspace.groups.set("S0EDITORS", ["U0EDITOR", "U0AWAY"]);
});

afterEach(async () => {
  for (const platform of opened.splice(0)) await platform.stop();
  await fake.close();
});

function openWith(managers?: string): Platform {
  const settings = {
    botToken,
    apiUrl: fake.apiUrl,
    connection: { mode: "socket" as const, appToken },
  };
  const platform = openSlack(settings, logInto([]), managers);
  opened.push(platform);
  return platform;
}

function caller(person: string, more: Partial<Caller["address"]> = {}): Caller {
  const address = { platform: "slack", workspace: fake.workspace.team, channel: "C0GENERAL" };
  return { person, address: { ...address, ...more } };
}

const people = ["U0IN", "U0ADMIN", "U0EDITOR", "U0AWAY", "U0OUT"];

describe("who may decide what is posted", () => {
  it.each([
    [undefined, ["U0IN", "U0ADMIN", "U0EDITOR"]],
    ["everyone", ["U0IN", "U0ADMIN", "U0EDITOR"]],
    ["admins", ["U0ADMIN"]],
    ["S0EDITORS", ["U0EDITOR"]],
    ["S0NOSUCH", []],
  ])("%s: of those in the channel %j", async (managers, may) => {
    const platform = openWith(managers);
    const answers = await Promise.all(people.map((each) => platform.mayManage(caller(each))));
    expect(people.filter((_, at) => answers[at])).toEqual(may);
  });

  it("is asked anew each time", async () => {
    const platform = openWith("admins");
    expect(await platform.mayManage(caller("U0ADMIN"))).toBe(true);
    fake.workspace.admins.delete("U0ADMIN");
    expect(await platform.mayManage(caller("U0ADMIN"))).toBe(false);
  });

  it("is nobody where Slack does not tell, and nobody of another workspace", async () => {
    const platform = openWith();
    expect(await platform.mayManage(caller("U0IN", { workspace: "T0OTHER" }))).toBe(false);
    expect(await platform.mayManage(caller("U0IN", { channel: "C0NOTHERE" }))).toBe(false);
    fake.workspace.scopes.delete("channels:read");
    expect(await platform.mayManage(caller("U0IN"))).toBe(false);
    fake.fault("users.info", { kind: "drop" });
    expect(await openWith("admins").mayManage(caller("U0ADMIN"))).toBe(false);
  });

  it("is nobody in a direct message that is asked about from somewhere else", async () => {
    const asking = { ...caller("U0IN", { channel: "D0OTHER" }), isElsewhere: true as const };
    expect(await openWith().mayManage(asking)).toBe(false);
    const own = { ...caller("U0IN", { channel: "U0IN" }), isElsewhere: true as const };
    expect(await openWith().mayManage(own)).toBe(true);
  });

  it("is the person themselves in their direct message", async () => {
    expect(await openWith().mayManage(caller("U0IN", { channel: "D0DIRECT" }))).toBe(true);
    expect(await openWith("admins").mayManage(caller("U0IN", { channel: "U0IN" }))).toBe(false);
  });

  it.each(["everyone", "admins", "S0123456789"])("is configured as %s", (manage) => {
    const { config, problems } = parseConfig(`slack: { manage: ${manage} }`, "bot.yaml");
    expect(problems).toEqual([]);
    expect(config?.slackManagers).toBe(manage);
  });

  it("is everyone without a word, and refused when it is not understood", () => {
    expect(parseConfig("timezone: UTC", "bot.yaml").config?.slackManagers).toBe("everyone");
    const { problems } = parseConfig("slack: { manage: editors }", "bot.yaml");
    expect(problems).toMatchObject([{ line: 1, severity: "error" }]);
    expect(problems[0]?.message).toContain("user group");
  });
});
