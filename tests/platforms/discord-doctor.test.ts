/** What the operator is told about the set-up of Discord, and how the bot is invited. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { examine as examineAll } from "../../src/cli/doctor.ts";
import { temporaryFolder } from "../delivery/world.ts";
import { examineDiscord, inviteDiscord } from "../../src/platforms/discord/setup/doctor.ts";
import {
  applicationIdOf,
  permissionsIn,
  type Overwrite,
} from "../../src/platforms/discord/setup/permissions.ts";
import type { DiscordSettings } from "../../src/platforms/discord/settings.ts";
import type { Finding } from "../../src/platforms/platform.ts";
import { mentionEveryone, permissions } from "../fakes/discord-permissions.ts";
import { openDiscordFake } from "../fakes/discord.ts";
import type { DiscordFake } from "../fakes/discord.ts";
import { prepareDiscord } from "./discord.rig.ts";
import { recordingBot } from "./recording-bot.ts";

const { commands } = recordingBot();
let fake: DiscordFake;
let settings: DiscordSettings;

beforeEach(async () => {
  fake = await openDiscordFake();
  const { token, apiUrl } = fake;
  settings = { token, apiUrl, pushText: true, messageContent: false };
});

afterEach(() => fake.close());

function examine(channel?: string, pings: readonly string[] = []): Promise<readonly Finding[]> {
  const channels = channel === undefined ? [] : [{ name: channel, title: "general", pings }];
  return examineDiscord({ settings, channels, commands });
}

describe("the doctor on Discord", () => {
  it("finds nothing wrong where the bot may do all it needs", async () => {
    const { platform } = await prepareDiscord({ fake });
    await platform.start(recordingBot());
    await platform.stop();
    const findings = await examine(fake.general.id);
    expect(findings.map(({ level, what }) => [level, what])).toEqual([
      ["ok", "The token is that of @briefing."],
      ["ok", "No privileged intent is asked for: in threads, people mention the bot to ask."],
      ["ok", "The commands are registered."],
      ["ok", "general (#general in Newsroom): the bot may do all it needs."],
    ]);
  });

  it("names the permissions that are missing, what does not work, and what to click", async () => {
    fake.general.denied = permissions.CreatePublicThreads;
    expect((await examine(fake.general.id)).at(-1)).toEqual({
      level: "warning",
      what: "general (#general in Newsroom): the bot lacks Create Public Threads (“Read in thread” and questions have no place to go).",
      hint: "In Discord: Edit Channel → Permissions → the role of the bot, allow Create Public Threads.",
    });
    fake.general.denied = permissions.SendMessages;
    expect((await examine(fake.general.id)).at(-1)).toMatchObject({ level: "error" });
  });

  it("tells of each role that a schedule notifies whether it is notified", async () => {
    const loud = { id: "223456789012345678", name: "Readers", mentionable: true };
    const quiet = { id: "323456789012345678", name: "Staff", mentionable: false };
    const pings = [loud.id, quiet.id, "423456789012345678", fake.world.guild];
    fake.world.roles.push(loud, quiet);
    const where = "general (#general in Newsroom)";
    const findings = async () =>
      (await examine(fake.general.id, pings)).slice(-4).map(({ level, what }) => [level, what]);
    const before = await findings();
    expect(before).toEqual([
      ["ok", `${where}: posts notify @Readers.`],
      ["warning", `${where}: posts name @Staff, but notify nobody of that role.`],
      ["error", `${where}: ping names the role 423456789012345678, which is not there.`],
      ["error", `${where}: ping names everyone of the server, whom I do not notify.`],
    ]);
    fake.world.everyoneMay |= mentionEveryone;
    expect((await findings())[1]).toEqual(["ok", `${where}: posts notify @Staff.`]);
    fake.general.denied = mentionEveryone;
    expect(await findings()).toEqual(before);
  });

  it("takes the roles from the schedules of the configuration", async () => {
    const configFile = join(temporaryFolder(), "bot.yaml");
    writeFileSync(
      configFile,
      `channels: { discord: { news: "${fake.general.id}" } }
schedules: { morning: { to: "discord:news", at: "09:00", ping: "423456789012345678" } }
`,
    );
    const env = { DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.apiUrl };
    const findings = await examineAll({ configFile, env, isLive: false });
    expect(findings.findLast(({ area }) => area === "discord")?.what).toContain(
      "ping names the role 423456789012345678",
    );
  });

  it("gives the link that invites the bot where it sees nothing", async () => {
    for (const channel of [fake.general.id, "100000000000000001"]) {
      fake.general.denied = permissions.ViewChannel;
      expect((await examine(channel)).at(-1)).toMatchObject({
        level: "error",
        hint: expect.stringContaining("https://discord.com/oauth2/authorize?client_id="),
      });
    }
    expect((await examine()).at(-1)).toMatchObject({ level: "note" });
  });

  it("says what is wrong with the id of a channel", async () => {
    expect((await examine("general")).at(-1)).toMatchObject({
      level: "error",
      hint: expect.stringContaining("Copy Channel ID"),
    });
  });

  it("asks whether the bot may hear what it was told to hear", async () => {
    settings = { ...settings, messageContent: true };
    expect((await examine())[1]).toMatchObject({
      level: "error",
      hint: expect.stringContaining("Message Content Intent"),
    });
    fake.world.showsContent = true;
    expect((await examine())[1]).toMatchObject({ level: "ok" });
  });

  it("changes and posts nothing", async () => {
    await examine(fake.general.id);
    expect(fake.requests.every((request) => request.startsWith("GET "))).toBe(true);
  });

  it("rejects where the token is wrong", async () => {
    fake.rest.token = "another";
    await expect(examine()).rejects.toMatchObject({ name: "BotError", kind: "unauthorized" });
  });
});

describe("the invitation to Discord", () => {
  it("asks for the fewest permissions, and no privileged intent", async () => {
    const { link, permissions: asked, intents } = await inviteDiscord(settings, "123");
    const { origin, pathname, searchParams } = new URL(link);
    expect(origin + pathname).toBe("https://discord.com/oauth2/authorize");
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: "123",
      scope: "bot applications.commands",
      permissions: String(Object.values(permissions).reduce((all, bit) => all | bit, 0n)),
    });
    expect(asked).toHaveLength(5);
    expect(intents).toEqual(["Guilds", "GuildMessages", "DirectMessages"]);
    expect(fake.requests).toEqual([]);
  });

  it("takes the id from the token, or asks Discord", async () => {
    const id = "123456789012345678";
    expect(applicationIdOf(`${Buffer.from(id).toString("base64")}.abc.def`)).toBe(id);
    expect(applicationIdOf(fake.token)).toBeNull();
    const { link } = await inviteDiscord(settings, null);
    expect(new URL(link).searchParams.get("client_id")).toBe(fake.world.bot.id);
  });
});

describe("permissions in a channel", () => {
  const membership = {
    guild: "g",
    owner: "o",
    member: "m",
    roles: ["r", "s"],
    permissions: new Map([
      ["g", 0b0001n],
      ["r", 0b0010n],
    ]),
  };
  const change = (id: string, allow: bigint, deny: bigint): Overwrite => ({
    id,
    allow: String(allow),
    deny: String(deny),
  });

  it.each([
    ["are those of the roles", [], 0b0011n],
    ["can be taken from everyone", [change("g", 0n, 0b0001n)], 0b0010n],
    ["given to a role win over everyone", [change("r", 1n, 0n), change("g", 0n, 1n)], 0b0011n],
    ["given to one role win over another", [change("r", 1n, 0n), change("s", 0n, 1n)], 0b0011n],
    ["of the member win over roles", [change("m", 0n, 2n), change("r", 2n, 0n)], 0b0001n],
    ["of others do not count", [change("x", 0b1000n, 0b0001n)], 0b0011n],
  ])("%s", (_what, overwrites, may) => {
    expect(permissionsIn(membership, overwrites)).toBe(may);
  });

  it.each([
    ["the owner", { ...membership, owner: "m" }],
    ["an administrator", { ...membership, permissions: new Map([["s", 1n << 3n]]) }],
  ])("are all for %s", (_who, each) => {
    expect(permissionsIn(each, [change("m", 0n, 1n)]) & 0xffn).toBe(0xffn);
  });
});
