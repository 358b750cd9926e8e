/** What Discord does not let an announcement channel publish yet is published after a restart, too. */
import { SnowflakeUtil } from "discord.js";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import type { Address, Payload } from "../../src/platforms/platform.ts";
import { openFolder, startProgram } from "../cli/program.ts";
import { permissions } from "../fakes/discord-permissions.ts";
import type { Channel } from "../fakes/discord-world.ts";
import type { DiscordFault } from "../fakes/discord.ts";
import { openDiscordRig, prepareDiscord } from "./discord.rig.ts";
import type { DiscordRig, Unstarted } from "./discord.rig.ts";
import { note, recordingBot } from "./recording-bot.ts";

const crossposted = 1;
const crosspostRoute = /\/crosspost$/;
const limited: DiscordFault = { kind: "answer", status: 429, headers: { "retry-after": "3000" } };
const soon: DiscordFault = { kind: "answer", status: 429, headers: { "retry-after": "0.3" } };
const waits = "connected; 1 post still to be published";

let rig: DiscordRig;
let channel: Channel;
let news: Address;
const begun: Unstarted[] = [];

function payloadOf(text: string, pushText = true): Payload {
  const payload = renderDiscord(note(text), { pushText })[0]?.payload;
  if (payload === undefined) throw new Error("nothing was rendered");
  return payload;
}

beforeEach(async () => {
  rig = await openDiscordRig(recordingBot());
  channel = rig.fake.world.addChannel("news", { type: 5 });
  rig.fake.tellChannel(channel);
  news = await rig.platform.locate(channel.id);
});

afterEach(async () => {
  for (const { platform } of begun.splice(0)) await platform.stop();
  await rig.stop();
});

/** Another process of the bot, without the memory of the one before. */
async function begin(): Promise<Unstarted> {
  const next = await prepareDiscord({ fake: rig.fake });
  begun.push(next);
  await next.platform.start(recordingBot());
  return next;
}

/** Posted, and turned away when it was to be published. */
async function postLimited(text = "News"): Promise<string> {
  rig.fake.fail("POST", crosspostRoute, limited);
  return (await rig.platform.post(payloadOf(text), news, text)).message;
}

const isPublished = (id: string): boolean => (rig.fake.message(id).flags & crossposted) !== 0;
const attempts = (): readonly string[] =>
  rig.fake.requests.filter((each) => crosspostRoute.test(each));

async function published(id: string): Promise<void> {
  await rig.fake.world.until(() => isPublished(id), "a publication");
}

describe("what is still to be published", () => {
  it("is told of when the bot stops, and published once when it is there again", async () => {
    const message = await postLimited();
    expect(rig.platform.connection?.()).toBe(waits);
    await rig.platform.stop();
    expect(rig.reports.at(-1)).toMatchObject({
      level: "warn",
      fields: { messages: [message] },
      message: expect.stringContaining("will be at its next start"),
    });
    expect(isPublished(message)).toBe(false);
    const { platform } = await begin();
    await published(message);
    expect(platform.connection?.()).toBe("connected");
    await platform.stop();
    const posts = rig.fake.requests.length;
    await begin();
    await vi.waitFor(() =>
      expect(rig.fake.requests.slice(posts).join("\n")).toMatch(/GET .*\/messages/),
    );
    expect(attempts()).toHaveLength(2);
    expect(rig.fake.world.shown()).toHaveLength(1);
  });

  it("is published by the next process where the one before was cut off", async () => {
    const message = await postLimited();
    await begin();
    await published(message);
    expect(attempts()).toHaveLength(2);
  });

  it("waits on where Discord still asks to, and is counted", async () => {
    const message = await postLimited();
    await rig.platform.stop();
    rig.fake.fail("POST", crosspostRoute, soon);
    const { platform } = await begin();
    await vi.waitFor(() => expect(platform.connection?.()).toBe(waits));
    await published(message);
    await vi.waitFor(() => expect(platform.connection?.()).toBe("connected"));
    expect(attempts()).toHaveLength(3);
  });

  it("is published in the order it was posted", async () => {
    const first = await postLimited("First");
    const second = await postLimited("Second");
    await rig.platform.stop();
    await begin();
    await published(second);
    const ids = attempts().map((each) => each.split("/").at(-2));
    expect(ids.slice(2)).toEqual([first, second]);
  });

  it("is looked for again where Discord did not answer", async () => {
    const message = await postLimited();
    await rig.platform.stop();
    rig.fake.fail("GET", /\/messages$/, soon);
    const { reports } = await begin();
    await published(message);
    expect(reports.map((each) => each.message)).toContainEqual(
      expect.stringContaining("could not be looked through"),
    );
  });

  it("is published when a server is there again that Discord had lost", async () => {
    const message = await postLimited();
    await rig.platform.stop();
    rig.fake.world.server = "down";
    await begin();
    expect(isPublished(message)).toBe(false);
    rig.fake.gateway.moveServer("here");
    await published(message);
  });
});

describe("a start", () => {
  it("publishes nothing of others, nothing that is cut off, and nothing old", async () => {
    const { world } = rig.fake;
    const whole = { flags: 1 << 15 };
    const longAgo = SnowflakeUtil.generate({ timestamp: Date.now() - 13 * 3_600_000 });
    const old = world.say(channel, world.bot, whole, { id: String(longAgo) });
    const theirs = world.say(channel, world.person, whole);
    rig.fake.fail("PATCH", /\/messages\//, { kind: "refused" });
    await expect(rig.platform.post(payloadOf("Half"), news, "Half")).rejects.toMatchObject({
      kind: "ambiguous",
    });
    const message = await postLimited();
    await rig.platform.stop();
    await begin();
    await published(message);
    expect(isPublished(old.id) || isPublished(theirs.id)).toBe(false);
    expect(attempts()).toHaveLength(2);
  });

  it("says where it cannot see what is to be published, and asks nothing where nobody wrote", async () => {
    const message = await postLimited();
    await rig.platform.stop();
    rig.fake.world.addChannel("quiet", { type: 5 });
    channel.denied = permissions.ReadMessageHistory;
    const requests = rig.fake.requests.length;
    const { reports } = await begin();
    expect(reports).toContainEqual({
      level: "warn",
      fields: { channel: channel.id },
      message: expect.stringContaining("Read Message History"),
    });
    expect(rig.fake.requests.slice(requests).join("\n")).not.toMatch(/\/messages/);
    expect(isPublished(message)).toBe(false);
  });
});

it("is published once after the program was killed", { timeout: 30_000 }, async () => {
  const { fake } = rig;
  await rig.platform.stop();
  const folder = openFolder();
  onTestFinished(() => folder.remove());
  folder.write(
    "config/bot.yaml",
    `channels: { discord: { news: "${channel.id}" } }
schedules: { morning: { to: discord:news, at: "09:00", title: Good morning, first: now } }
`,
  );
  const env = { DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.apiUrl };
  fake.fail("POST", crosspostRoute, limited);
  const killed = startProgram(folder, env);
  onTestFinished(async () => void (await killed.end("SIGKILL")));
  await vi.waitFor(() => expect(attempts()).toHaveLength(1), { timeout: 15_000 });
  const [id = ""] = fake.world.shown().map((message) => message.id);
  await killed.end("SIGKILL");
  expect(isPublished(id)).toBe(false);
  const again = startProgram(folder, env);
  onTestFinished(async () => void (await again.end("SIGKILL")));
  await vi.waitFor(() => expect(isPublished(id)).toBe(true), { timeout: 15_000 });
  expect(fake.world.shown().filter((each) => each.channel === channel.id)).toHaveLength(1);
});
