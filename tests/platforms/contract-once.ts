/** A request of a person is worked on once, however often the service delivers it, also when the bot starts anew. */
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createInbox, type Inbox } from "../../src/chat/inbox.ts";
import type { Log } from "../../src/platforms/platform.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { temporaryFolder } from "../delivery/world.ts";
import { briefing } from "./messages.ts";
import { recordingBot, type RecordingBot } from "./recording-bot.ts";
import type { OpenRig, Rig } from "./rig.ts";

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Kind = "commands" | "actions" | "replies";

/** One process of the bot: what it heard, and its inbox on the disk. */
interface Process {
  bot: RecordingBot;
  inbox: Inbox;
  store: Store;
}

function openProcess(path: string): Process {
  const bot = recordingBot();
  const store = openStore(path);
  onTestFinished(() => store.close());
  const inbox = createInbox({
    db: store.db,
    answering: bot,
    isConnected: () => true,
    now: () => Temporal.Now.instant(),
    log: silent,
  });
  return { bot, inbox, store };
}

export function contractOnce(name: string, open: OpenRig): void {
  describe(`${name} delivers a request again`, () => {
    let path: string;
    let process: Process;
    let rig: Rig;
    let root: string;

    beforeEach(async () => {
      path = join(temporaryFolder(), "bot.db");
      process = openProcess(path);
      rig = await open(process.inbox.bot);
      onTestFinished(() => rig.stop());
      const channel = await rig.platform.locate(rig.channel);
      const [lead] = rig.platform.render({ ...briefing(), thread: [] });
      if (lead === undefined) throw new Error("nothing was rendered");
      root = (await rig.platform.post(lead.payload, channel, "the-post")).message;
    });

    const deeds: Readonly<Record<Kind, () => Promise<unknown>>> = {
      commands: () => rig.command("show", { name: "bridge" }),
      actions: () => rig.press(root, "read:bridge"),
      replies: () => rig.say(root, "How long is it?"),
    };

    /** The bot has heard this kind so often, when everything before a new request has been dealt with. */
    async function heard(kind: Kind, { bot }: Process): Promise<number> {
      const others = kind === "commands" ? 1 : 0;
      const { length } = bot.calls.commands;
      await rig.command("latest", {});
      expect(bot.calls.commands.length).toBe(length + 1);
      return bot.calls[kind].length - others;
    }

    async function restart(): Promise<Process> {
      await process.store.close();
      const next = openProcess(path);
      await rig.restart(next.inbox.bot);
      await next.inbox.workOff();
      return next;
    }

    it.each(["commands", "actions", "replies"] as const)(
      "and the bot has heard %s once",
      async (kind) => {
        await deeds[kind]();
        await rig.redeliver();
        await rig.redeliver();
        expect(await heard(kind, process)).toBe(1);
      },
    );

    it.each(["commands", "actions", "replies"] as const)(
      "to a bot that was started anew, and it hears no %s",
      async (kind) => {
        await deeds[kind]();
        const next = await restart();
        await rig.redeliver();
        await rig.redeliver();
        expect(await heard(kind, next)).toBe(0);
      },
    );

    it("or not, and a reply is answered that was acknowledged before the bot died", async () => {
      process.bot.onReply = (call) => {
        process.bot.calls.replies.push(call);
        return new Promise(() => undefined);
      };
      void rig.say(root, "How long is it?").catch(() => undefined);
      await vi.waitFor(() => expect(process.bot.calls.replies).toHaveLength(1));
      const [said] = process.bot.calls.replies;
      const next = await restart();
      expect(next.bot.calls.replies).toEqual([said]);
      await rig.redeliver();
      expect(await heard("replies", next)).toBe(1);
      const third = await restart();
      expect(third.bot.calls.replies).toEqual([]);
    });
  });
}
