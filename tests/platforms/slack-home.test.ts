/** The App Home: what somebody sees there, and that it follows what they do. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Block, Message } from "../../src/briefing/message.ts";
import { seenIn, type OpenView } from "../fakes/slack-views.ts";
import { note, recordingBot, type RecordingBot } from "./recording-bot.ts";
import { messageOf, paragraph } from "./slack-json.ts";
import { openSlackRigWith, type SlackRig } from "./slack.rig.ts";

const person = "U0PERSON1";
describe.each(["socket", "http"] as const)("over %s", (mode) => {
  let rig: SlackRig;
  let bot: RecordingBot;
  let page: Message;

  beforeEach(async () => {
    bot = recordingBot();
    page = messageOf([
      paragraph("Three schedules"),
      { type: "table", header: [[{ text: "A" }]], rows: [[[{ text: "cell" }]]] },
      { type: "actions", items: [{ type: "button", id: "pause:1", label: "Pause" }] },
    ]);
    bot.onHome = () => Promise.resolve(page);
    rig = await openSlackRigWith(mode, bot);
  });

  afterEach(() => rig.stop());

  async function home(): Promise<OpenView> {
    return vi.waitFor(() => {
      const view = rig.fake.windows.homes.get(person);
      if (view === undefined) throw new Error("no home was published");
      return view;
    });
  }

  async function top(): Promise<OpenView> {
    return vi.waitFor(() => {
      const view = rig.fake.windows.modals.at(-1);
      if (view === undefined) throw new Error("no window is open");
      return view;
    });
  }

  const pause = { action_id: "pause:1", value: "pause:1" };

  describe("the App Home", () => {
    it("shows the bot's page, tables as lists", async () => {
      await rig.fake.openHome();
      const seen = seenIn(await home());
      expect(seen.text).toContain("Three schedules");
      expect(seen.text).toContain("cell");
      expect(seen.buttons).toEqual([{ id: "pause:1", label: "Pause" }]);
    });

    it("answers a press in a window, on behalf of the person and of no channel, and is then up to date", async () => {
      await rig.fake.openHome();
      const open = await home();
      page = messageOf([paragraph("Two schedules")]);
      await rig.fake.pressIn(open, pause);
      expect(seenIn(await top()).text).toBe("Certainly.");
      await vi.waitFor(async () => expect(seenIn(await home()).text).toBe("Two schedules"));
      expect(bot.calls.actions[0]).toMatchObject({
        action: "pause:1",
        caller: { person, address: { workspace: "T0FAKE001", channel: person } },
      });
      expect(bot.calls.actions[0]?.post).toBeUndefined();
    });

    it("is not sent again when nothing changed, nor to whoever never opened it", async () => {
      await rig.command("latest", {});
      expect(rig.fake.windows.homes.size).toBe(0);
      await rig.fake.openHome();
      await home();
      await rig.command("latest", {});
      page = messageOf([paragraph("New")]);
      await rig.command("latest", {});
      await vi.waitFor(async () => expect(seenIn(await home()).text).toBe("New"));
      expect(rig.fake.windows.published.get(person)).toBe(2);
    });

    it("is shown anew to whoever looks when something changed, once for a swarm of changes", async () => {
      await rig.fake.openHome();
      await home();
      page = messageOf([paragraph("Two schedules")]);
      for (let times = 0; times < 20; times++) rig.platform.refreshPages?.();
      await vi.waitFor(async () => expect(seenIn(await home()).text).toBe("Two schedules"), 5_000);
      expect(rig.fake.windows.published.get(person)).toBe(2);
    });

    it("opens a form whose answer takes its place", async () => {
      await rig.fake.openHome();
      const field = { type: "time", name: "at", label: "At", hint: "", required: true, value: "" };
      bot.form = {
        id: "edit:1",
        title: "Edit",
        intro: "",
        submit: "Save",
        fields: [{ ...field, type: "time" }],
      };
      await rig.fake.pressIn(await home(), pause);
      const open = await top();
      const verdict = await rig.fake.submit(open, {
        at: { type: "timepicker", selected_time: "08:00" },
      });
      expect(verdict).toMatchObject({ response_action: "update" });
      expect(seenIn(open).text).toBe("Certainly.");
      expect(bot.calls.submits[0]).toMatchObject({ form: "edit:1", filled: { at: "08:00" } });
      expect(bot.calls.submits[0]?.caller.address.channel).toBe(person);
    });

    it("stacks windows, and goes on in the last when there is no room for another", async () => {
      await rig.fake.openHome();
      bot.answer = messageOf([
        paragraph("Found"),
        { type: "actions", items: [{ type: "button", id: "show:a", label: "Open" }] },
      ]);
      await rig.fake.pressIn(await home(), pause);
      for (const depth of [1, 2, 3]) {
        await vi.waitFor(() => expect(rig.fake.windows.modals).toHaveLength(depth));
        bot.answer = note(`Window ${depth + 1}`);
        await rig.fake.pressIn(await top(), { action_id: "show:a", value: "show:a" });
      }
      await vi.waitFor(async () => expect(seenIn(await top()).text).toBe("Window 4"));
      expect(rig.fake.windows.modals).toHaveLength(3);
    });

    it("answers in the direct message when a window cannot be opened", async () => {
      rig.fake.workspace.addChannel(person, "direct");
      await rig.fake.openHome();
      rig.fake.fault("views.open", { kind: "error", code: "expired_trigger_id" });
      await rig.fake.pressIn(await home(), pause);
      await vi.waitFor(() =>
        expect(rig.fake.shown().map(({ text }) => text)).toEqual(["Certainly."]),
      );
    });

    it("shows as much as fits and says that there is more", async () => {
      const lines = Array.from({ length: 150 }, (_, n): Block[] => [
        paragraph(`Line ${n}`),
        { type: "divider" },
      ]);
      page = messageOf(lines.flat());
      await rig.fake.openHome();
      const { text } = seenIn(await home());
      expect(text).toContain("Line 0");
      expect(text).toContain("There is more than fits here");
    });

    it("stays as it was when Slack or the bot fails", async () => {
      rig.fake.fault("views.publish", { kind: "status", status: 500 });
      await rig.fake.openHome();
      await vi.waitFor(() =>
        expect(rig.log.map(({ message }) => message)).toContain("The App Home could not be shown"),
      );
      await rig.fake.openHome();
      await home();
    });
  });

  describe("a direct message", () => {
    const say = (text: string): Promise<unknown> =>
      rig.fake.event({
        type: "message",
        channel_type: "im",
        channel: "D0DIRECT",
        user: person,
        text,
        ts: rig.fake.workspace.nextTs(),
      });

    it.each(["/briefing latest", "briefing latest", "Latest"])(
      "takes %j as a command and answers there",
      async (text) => {
        rig.fake.workspace.addChannel("D0DIRECT", "direct");
        await say(text);
        await vi.waitFor(() => expect(rig.fake.shown()).toHaveLength(1));
        expect(bot.calls.commands[0]).toMatchObject({
          command: "briefing",
          input: { kind: "line", text: "latest" },
          caller: { address: { channel: "D0DIRECT" }, person },
        });
        expect(bot.calls.replies).toEqual([]);
      },
    );

    it.each(["What is the latest?", "briefing about space?", "latest news please"])(
      "takes %j as a question",
      async (text) => {
        await say(text);
        await vi.waitFor(() => expect(bot.calls.replies).toHaveLength(1));
        expect(bot.calls.commands).toEqual([]);
      },
    );
  });
});
