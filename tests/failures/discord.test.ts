/** Failures that others had with Discord, each by the name of its issue. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Address } from "../../src/platforms/platform.ts";
import { hostileStrings } from "../briefing/arbitrary.ts";
import { openDiscordRig, type DiscordRig } from "../platforms/discord.rig.ts";
import { note, recordingBot, type RecordingBot } from "../platforms/recording-bot.ts";
import { openOutbox } from "./outbox.ts";

let bot: RecordingBot;
let rig: DiscordRig;
let to: Address;

beforeEach(async () => {
  bot = recordingBot();
  rig = await openDiscordRig(bot);
  onTestFinished(() => rig.stop());
  to = await rig.platform.locate(rig.channel);
});

const postRoute = /^\/channels\/\d+\/messages$/;

function posts(): number {
  return rig.fake.requests.filter((request) => /^POST \/channels\/\d+\/messages$/.test(request))
    .length;
}

describe("posting to Discord", () => {
  it("discordjs/discord.js#2655: a message whose answers are late is shown once, however often it is posted", async () => {
    const outbox = await openOutbox(rig.platform, to, { repostWithinMs: { discord: 60_000 } });
    rig.fake.fail("POST", postRoute, { kind: "lost" }, 2);
    await outbox.say(note("Once"));
    expect(await outbox.settled()).toEqual(["sent"]);
    expect(posts()).toBe(3);
    expect(await rig.shown()).toHaveLength(1);
  });

  it("discordjs/discord.js#10571: nothing is repeated without a pause when Discord fails", async () => {
    const outbox = await openOutbox(rig.platform, to, { repostWithinMs: { discord: 60_000 } });
    rig.fake.fail("POST", postRoute, { kind: "answer", status: 500, body: {} }, 2);
    const startedAt = performance.now();
    await outbox.say(note("Patience"));
    expect(await outbox.settled()).toEqual(["sent"]);
    // Half a second and one second, at the least.
    expect(performance.now() - startedAt).toBeGreaterThan(1_500);
    expect(posts()).toBe(3);
  });

  it("discord/discord-api-docs#6647: a message that was deleted before its repeat counts as posted", async () => {
    const outbox = await openOutbox(rig.platform, to, { repostWithinMs: { discord: 60_000 } });
    rig.fake.fail("POST", postRoute, { kind: "lost" });
    await outbox.say(note("Deleted by a moderator"));
    await vi.waitFor(() => expect(posts()).toBe(1));
    for (const { id } of rig.fake.world.shown()) rig.fake.world.delete(id);
    expect(await outbox.settled()).toEqual(["sent"]);
    expect([posts(), await rig.shown()]).toEqual([2, []]);
    // Nothing is left to edit, and nothing belongs under it.
    const post = (await outbox.deliveries())[0]?.post;
    const payload = rig.platform.render(note("New words"))[0]?.payload;
    if (!post || payload === undefined) throw new Error("it does not count as posted");
    await expect(rig.platform.edit(payload, post, "edit")).rejects.toMatchObject({ kind: "gone" });
    const under = { ...to, thread: { root: post.message, title: "Thread" } };
    await expect(rig.platform.post(payload, under, "under")).rejects.toMatchObject({
      kind: "gone",
    });
  });

  it("synzen/MonitoRSS#396: words of an article that look like a mention notify nobody", async () => {
    const outbox = await openOutbox(rig.platform, to);
    const words = ["@everyone", "@here", "<@1>", "<@&2>", ...hostileStrings.slice(0, 40)].join(" ");
    const lead = [{ type: "paragraph" as const, spans: [{ text: words }] }];
    await outbox.say({ title: words.slice(0, 90), notice: words, lead, thread: lead });
    expect(new Set(await outbox.settled())).toEqual(new Set(["sent"]));
    const shown = await rig.shown();
    expect(shown[0]?.text).toContain("everyone");
    expect(shown.flatMap(({ pings }) => pings)).toEqual([]);
  });
});

describe("Discord's gateway", () => {
  it("discordjs/discord.js#8486: a connection that falls silent is opened anew, and what was said meanwhile is heard", async () => {
    rig.fake.gateway.heartbeatMs = 80;
    await rig.restart(bot);
    rig.fake.gateway.fallSilent();
    rig.fake.say(rig.channel, `<@${rig.fake.world.bot.id}> is anybody there?`);
    await vi.waitFor(() => expect(bot.calls.replies).toHaveLength(1), { timeout: 8_000 });
    expect(rig.fake.gateway.resumes).toBe(1);
    expect(bot.calls.replies[0]?.text).toBe("is anybody there?");
  });
});
