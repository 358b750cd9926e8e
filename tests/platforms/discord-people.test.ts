/** Who asks on Discord: those who decide, and those who brought the bot along. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/briefing/message.ts";
import type { Address, Caller } from "../../src/platforms/platform.ts";
import { openDiscordRig } from "./discord.rig.ts";
import type { DiscordRig } from "./discord.rig.ts";
import { note, recordingBot } from "./recording-bot.ts";
import type { RecordingBot } from "./recording-bot.ts";

let bot: RecordingBot;
let rig: DiscordRig;
let channel: Address;

beforeEach(async () => {
  bot = recordingBot();
  rig = await openDiscordRig(bot);
  channel = await rig.platform.locate(rig.channel);
});

afterEach(async () => {
  await rig.stop();
});

describe("who decides about a channel on Discord", () => {
  const manageServer = 1n << 5n;

  it("is told by the request itself, each time anew", async () => {
    const { world } = rig.fake;
    const decided: boolean[] = [];
    const decide = async ({ caller }: { caller: Caller }): Promise<Message> => {
      decided.push(await rig.platform.mayManage(caller));
      return bot.answer;
    };
    bot.onCommand = decide;
    bot.onAction = decide;
    world.personMay = manageServer;
    bot.answer = {
      ...note("Remove it?"),
      lead: [{ type: "actions", items: [{ type: "button", id: "remove:a", label: "Remove" }] }],
    };
    await rig.command("latest", {});
    const shown = [...world.messages.values()].find(({ onlyFor }) => onlyFor !== null);
    world.personMay = 0n;
    await rig.press(shown?.id ?? "", "remove:a");
    expect(decided).toEqual([true, false]);
    expect(rig.fake.requests.filter((request) => request.includes("/members/"))).toEqual([]);
  });

  it("is asked of Discord where no request says so, and what it does not tell is no", async () => {
    const caller = { address: channel, person: rig.fake.world.nextId() };
    expect(await rig.platform.mayManage(caller)).toBe(false);
    expect(await rig.platform.mayManage({ ...caller, isGuest: true })).toBe(false);
    const direct = { ...channel, workspace: "dm" };
    expect(await rig.platform.mayManage({ ...caller, address: direct })).toBe(true);
    expect(await rig.platform.mayManage({ ...caller, address: direct, isGuest: true })).toBe(false);
  });

  it("is nobody of another server, and nobody who is not in those direct messages", async () => {
    const { world } = rig.fake;
    // The owner of this one.
    const asking = { person: world.person.id, isElsewhere: true as const };
    expect(await rig.platform.mayManage({ ...asking, address: channel })).toBe(true);
    const other = { ...channel, workspace: world.nextId() };
    expect(await rig.platform.mayManage({ ...asking, address: other })).toBe(false);
    for (const id of [rig.channel, rig.fake.openDirectMessages().id]) {
      const direct = { ...channel, workspace: "dm", channel: id };
      expect(await rig.platform.mayManage({ ...asking, address: direct })).toBe(false);
    }
  });
});

describe("the bot as a guest on Discord", () => {
  it("knows that it is none of the members where one person brought it along", async () => {
    const { world } = rig.fake;
    const elsewhere = world.addChannel("elsewhere", { guild: world.nextId() });
    const between = world.addChannel("friends", { guild: null, type: 3 });
    for (const place of [elsewhere, between, rig.fake.openDirectMessages(), rig.fake.general]) {
      const data = { id: "1", name: "briefing", type: 1, options: [] };
      const asked = rig.fake.interactions.begin("command", place, data);
      await world.until(() => asked.seen.length > 0, "an answer");
      expect(asked.isPrivate).toBe(true);
    }
    const guests = bot.calls.commands.map(({ caller }) => caller.isGuest === true);
    expect(guests).toEqual([true, true, false, false]);
  });
});
