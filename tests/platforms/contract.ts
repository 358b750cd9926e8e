/** What every platform promises, whatever service stands behind it. Called once per platform. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Block } from "../../src/briefing/message.ts";
import { BotError } from "../../src/errors.ts";
import { plainText } from "../../src/briefing/plain.ts";
import type { Address, Post, Rendered } from "../../src/platforms/platform.ts";
import { hostileStrings } from "../briefing/arbitrary.ts";
import { briefing, longMessage, words } from "./messages.ts";
import { note, recordingBot, type RecordingBot } from "./recording-bot.ts";
import type { Fault, OpenRig, Rig } from "./rig.ts";

/** What delivery has to be told after each fault: may it try again, must it ask first, must it stop? */
const kinds: Readonly<Record<Fault, string>> = {
  "rate-limited": "rate-limited",
  "server-error": "ambiguous",
  lost: "ambiguous",
  forbidden: "forbidden",
  unauthorized: "unauthorized",
};

const longAgo = Temporal.Instant.from("2020-01-01T00:00:00Z");

export function contract(name: string, open: OpenRig): void {
  describe(`${name} keeps the contract of platforms`, () => {
    let bot: RecordingBot;
    let rig: Rig;
    let channel: Address;

    beforeEach(async () => {
      bot = recordingBot();
      rig = await open(bot);
      channel = await rig.platform.locate(rig.channel);
    });

    afterEach(async () => {
      await rig.stop();
    });

    async function postAll(rendered: readonly Rendered[], key: string): Promise<readonly Post[]> {
      const posts: Post[] = [];
      for (const [part, { to, payload }] of rendered.entries()) {
        const root = posts[0];
        const address: Address =
          to === "thread" && root !== undefined
            ? { ...channel, thread: { root: root.message, title: "A thread" } }
            : channel;
        posts.push(await rig.platform.post(payload, address, `${key}-${part}`));
      }
      return posts;
    }

    it("posts the lead to the channel and the rest to its thread", async () => {
      const message = briefing();
      const rendered = rig.platform.render(message);
      expect(rendered.map(({ to }) => to)).toEqual(["channel", "thread"]);
      const [root, child] = await postAll(rendered, "bridge");
      const shown = await rig.shown();
      expect(shown.map((each) => [each.message, each.root])).toEqual([
        [root?.message, null],
        [child?.message, root?.message],
      ]);
      expect(words(shown[0]?.text ?? "")).toEqual(
        expect.arrayContaining(["Trains", "Monday", "Length", "204"]),
      );
      expect(shown[0]?.buttons.map(({ label }) => label)).toEqual(["Read in thread"]);
      expect(shown[0]?.links).toContain("https://example.org/bridge");
      expect(shown[1]?.text).toContain("It took nine years to build.");
      expect(child?.address.thread?.root).toBe(root?.message);
    });

    it("renders without looking at anything but the message", () => {
      expect(rig.platform.render(briefing())).toEqual(rig.platform.render(briefing()));
      expect(rig.platform.render({ ...briefing(), lead: [] }).map(({ to }) => to)).toEqual([
        "thread",
      ]);
    });

    it("loses no word of a long message and keeps its order", async () => {
      const message = longMessage();
      const rendered = rig.platform.render(message);
      expect(rendered[0]?.to).toBe("channel");
      expect(rendered.slice(1).every(({ to }) => to === "thread")).toBe(true);
      await postAll(rendered, "long");
      const ends = (text: string): readonly string[] =>
        words(text).filter((word) => /^(end|Paragraph)\d+$/.test(word));
      const shown = (await rig.shown()).map(({ text }) => text).join("\n");
      expect(ends(shown)).toEqual(ends(plainText([...message.lead, ...message.thread])));
    });

    it("notifies nobody, whatever an article says", async () => {
      const lead: readonly Block[] = hostileStrings.slice(0, 60).map((text) => ({
        type: "paragraph",
        spans: [{ text }, { text, style: { bold: true } }, { text, href: "https://example.org/" }],
      }));
      const hostile = hostileStrings.slice(0, 3).join(" ");
      await postAll(
        rig.platform.render({ title: hostile, notice: hostile, lead, thread: lead }),
        "hostile",
      );
      const shown = await rig.shown();
      expect(shown.length).toBeGreaterThan(1);
      expect(shown.flatMap(({ pings }) => pings)).toEqual([]);
      expect(shown.flatMap(({ links }) => links).filter((link) => !/^https?:/.test(link))).toEqual(
        [],
      );
    });

    it("replaces what a post shows, as often as it is told to", async () => {
      const [root] = await postAll(rig.platform.render(note("Before")), "edited");
      if (root === undefined) throw new Error("nothing was posted");
      const after = rig.platform.render(note("Afterwards"))[0];
      if (after === undefined) throw new Error("nothing was rendered");
      await rig.platform.edit(after.payload, root, "edited-0");
      await rig.platform.edit(after.payload, root, "edited-0");
      const shown = await rig.shown();
      expect(shown.map(({ text }) => text.trim())).toEqual(["Afterwards"]);
      expect(await rig.platform.find("edited-0", channel, longAgo)).toEqual({
        state: "posted",
        post: root,
      });
    });

    it("replaces what stands in a thread, and nothing else", async () => {
      const [root, child] = await postAll(rig.platform.render(briefing()), "apart");
      if (root === undefined || child === undefined) throw new Error("two parts expected");
      const [after] = rig.platform.render({ ...note("x"), lead: [], thread: note("Later").lead });
      if (after === undefined) throw new Error("nothing was rendered");
      const before = await rig.shown();
      await rig.platform.edit(after.payload, child, "apart-1");
      const shown = await rig.shown();
      expect(shown[0]).toEqual(before[0]);
      expect(shown[1]?.text.trim()).toBe("Later");
      expect(shown.map(({ message }) => message)).toEqual([root.message, child.message]);
    });

    it("says that a message is gone which it is to replace and nobody can find", async () => {
      const [root] = await postAll(rig.platform.render(note("Before")), "gone");
      const [after] = rig.platform.render(note("Afterwards"));
      if (root === undefined || after === undefined) throw new Error("nothing was posted");
      const lost = {
        ...root,
        message: root.message.replace(/.$/, (last) => (last === "9" ? "8" : "9")),
      };
      await expect(rig.platform.edit(after.payload, lost, "gone-0")).rejects.toMatchObject({
        kind: "gone",
      });
      expect((await rig.shown()).map(({ text }) => text.trim())).toEqual(["Before"]);
    });

    it("finds what it posted by key, and does not find what it did not", async () => {
      const [root, child] = await postAll(rig.platform.render(briefing()), "found");
      if (root === undefined || child === undefined) throw new Error("two parts expected");
      const thread: Address = { ...channel, thread: { root: root.message, title: "A thread" } };
      expect(await rig.platform.find("found-0", channel, longAgo)).toMatchObject({
        state: "posted",
        post: { message: root.message },
      });
      expect(await rig.platform.find("found-1", thread, longAgo)).toMatchObject({
        state: "posted",
        post: { message: child.message },
      });
      expect(await rig.platform.find("never-posted", channel, longAgo)).toEqual({
        state: "absent",
      });
    });

    it("says that a channel is not there", async () => {
      const error = await rig.platform.locate(rig.missingChannel).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(BotError);
      expect(error).toMatchObject({
        kind: expect.stringMatching(/^(gone|forbidden|config)$/),
        hint: expect.any(String),
      });
    });

    it("tells faults apart by what may be done next", async () => {
      const payload = rig.platform.render(note("Once"))[0]?.payload;
      if (payload === undefined) throw new Error("nothing was rendered");
      // A platform that does not accept our credentials any more cannot be asked anything, so that comes last.
      const faults = rig.faults.toSorted(
        (a, b) => Number(a === "unauthorized") - Number(b === "unauthorized"),
      );
      const outcomes: { fault: Fault; kind: unknown; found: string | null }[] = [];
      for (const fault of faults) {
        rig.fault(fault);
        const kind = await rig.platform.post(payload, channel, `fault-${fault}`).then(
          () => "posted",
          (error: unknown) => (error instanceof BotError ? error.kind : error),
        );
        const found =
          fault === "unauthorized"
            ? null
            : await rig.platform.find(`fault-${fault}`, channel, longAgo);
        outcomes.push({ fault, kind, found: found?.state ?? null });
      }
      expect(outcomes).toEqual(
        faults.map((fault) => ({
          fault,
          kind: kinds[fault],
          found: fault === "unauthorized" ? null : fault === "lost" ? "posted" : "absent",
        })),
      );
    });

    it("hands a command to the bot once and shows the answer to the asker alone", async () => {
      bot.answer = briefing();
      const answer = await rig.command("show", { name: "bridge" }, "request-1");
      expect(answer).toContain("Trains cross");
      expect(await rig.shown()).toEqual([]);
      expect(bot.calls.commands).toHaveLength(1);
      const call = bot.calls.commands[0];
      expect(call?.command).toBe("briefing");
      expect(call?.caller.address).toMatchObject({
        platform: channel.platform,
        workspace: channel.workspace,
        channel: channel.channel,
      });
      expect([
        { kind: "line", text: "show bridge" },
        { kind: "fields", sub: "show", options: { name: "bridge" } },
      ]).toContainEqual(call?.input);
    });

    it("shows long answers whole", async () => {
      bot.answer = { ...longMessage(), thread: [] };
      const answer = await rig.command("latest", {});
      expect(answer).toContain("end0");
      expect(answer).toContain("end11");
    });

    it("answers a pressed button, and says to which post it belongs", async () => {
      const [root] = await postAll(rig.platform.render({ ...briefing(), thread: [] }), "pressed");
      if (root === undefined) throw new Error("nothing was posted");
      const answer = await rig.press(root.message, "read:bridge");
      expect(answer).toContain("Certainly.");
      expect(bot.calls.actions).toHaveLength(1);
      expect(bot.calls.actions[0]).toMatchObject({
        action: "read:bridge",
        post: {
          message: root.message,
          address: { workspace: channel.workspace, channel: channel.channel },
        },
      });
    });

    it("hears what is said to it in the thread of a post, once", async () => {
      const [root] = await postAll(rig.platform.render(briefing()), "asked");
      if (root === undefined) throw new Error("nothing was posted");
      await rig.say(root.message, "How long is it?", "said-1");
      expect(bot.calls.replies).toHaveLength(1);
      expect(bot.calls.replies[0]).toMatchObject({
        text: "How long is it?",
        root: {
          message: root.message,
          address: { channel: channel.channel, workspace: channel.workspace },
        },
      });
    });

    it("posts into a thread that people started asking in", async () => {
      const [root] = await postAll(rig.platform.render({ ...briefing(), thread: [] }), "answered");
      if (root === undefined) throw new Error("nothing was posted");
      await rig.say(root.message, "How long is it?");
      const heard = bot.calls.replies[0]?.root;
      if (heard === undefined) throw new Error("nothing was heard");
      const payload = rig.platform.render(note("1,204 metres"))[0]?.payload;
      if (payload === undefined) throw new Error("nothing was rendered");
      const to: Address = { ...heard.address, thread: { root: heard.message, title: "Questions" } };
      await rig.platform.post(payload, to, "the-answer");
      const answer = (await rig.shown()).find(
        ({ text }) => text.includes("1,204 metres") && !text.includes("Monday"),
      );
      expect(answer?.root).toBe(root.message);
    });

    it("stops within a second and can be stopped twice", async () => {
      const startedAt = performance.now();
      await rig.platform.stop();
      await rig.platform.stop();
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    });
  });
}
