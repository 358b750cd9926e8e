/** The two buttons by which readers judge an answer, as Slack's own where it has them. */
import type { KnownBlock } from "@slack/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { composeAnswer } from "../../src/briefing/compose/answer.ts";
import type { Action, Block, Message } from "../../src/briefing/message.ts";
import { findViewFaults } from "../../src/platforms/slack/forms/view-limits.ts";
import { homeView, messageView } from "../../src/platforms/slack/forms/views.ts";
import { SlackPayload } from "../../src/platforms/slack/limits.ts";
import { renderSlack, renderSlackPrivate } from "../../src/platforms/slack/render.ts";
import { recordingBot, type RecordingBot } from "./recording-bot.ts";
import { messageOf, paragraph } from "./slack-json.ts";
import { general, modes, openSlackBot } from "./slack-bot.rig.ts";
import { openSlackRigWith, type SlackRig } from "./slack.rig.ts";

const quote = { text: "It took nine years.", section: "Main Body", briefing: "a", title: "A" };
const answer = composeAnswer({ tier: "sure", quotes: [quote] }, { number: 7 });

function posted(message: Message): readonly KnownBlock[] {
  return renderSlack(message).flatMap(({ payload }) => SlackPayload.parse(payload).blocks);
}

function judging(id: string, isPositive: boolean): Action {
  return { type: "button", id, label: id, verdict: { isPositive, spoken: `It is ${id}` } };
}

const valuesIn = (blocks: readonly object[]): readonly string[] =>
  [...JSON.stringify(blocks).matchAll(/"value":"([^"]*)"/gu)].map(([, value = ""]) => value);

describe("a posted answer", () => {
  it("has Slack's own buttons for feedback under those that lead on", () => {
    expect(posted(answer).slice(-2)).toEqual([
      { type: "actions", elements: [expect.objectContaining({ value: "ask:a" })] },
      {
        type: "context_actions",
        elements: [
          {
            type: "feedback_buttons",
            action_id: "feedback",
            positive_button: {
              text: { type: "plain_text", text: "Useful", emoji: false },
              value: "useful:7",
              accessibility_label: "This answer is useful",
            },
            negative_button: {
              text: { type: "plain_text", text: "Not useful", emoji: false },
              value: "not-useful:7",
              accessibility_label: "This answer is not useful",
            },
          },
        ],
      },
    ]);
  });

  it("keeps ordinary buttons where there is but one side to take", () => {
    const items = [judging("a", true), judging("b", true)];
    const blocks = posted(messageOf([{ type: "actions", items }]));
    expect(blocks.map(({ type }) => type)).toEqual(["actions"]);
    expect(valuesIn(blocks)).toEqual(["a", "b"]);
  });

  it("has ids that differ where two can be judged", () => {
    const pair = (n: number): Block => ({
      type: "actions",
      items: [judging(`up:${n}`, true), judging(`down:${n}`, false)],
    });
    const blocks = posted(messageOf([pair(1), pair(2)]));
    const ids = blocks.flatMap((each) =>
      each.type === "context_actions" ? each.elements.map(({ action_id: id }) => id) : [],
    );
    expect(ids).toEqual(["feedback", "feedback#2"]);
    expect(valuesIn(blocks)).toEqual(["up:1", "down:1", "up:2", "down:2"]);
  });
});

it.each([
  ["an answer for one person", () => renderSlackPrivate(answer).flatMap(({ blocks }) => blocks)],
  ["a window", () => messageView(answer).blocks],
  ["the App Home", () => homeView(answer).blocks],
])("%s has ordinary buttons, where Slack promises none of its own for feedback", (_, draw) => {
  const blocks = draw();
  expect(blocks.filter(({ type }) => type === "context_actions")).toEqual([]);
  expect(valuesIn(blocks)).toEqual(["useful:7", "not-useful:7", "ask:a"]);
});

it("in a window would be a fault", () => {
  const feedback = posted(answer).find(({ type }) => type === "context_actions");
  expect(feedback).toBeDefined();
  const faults = findViewFaults({ ...homeView(answer), blocks: [feedback] });
  expect(faults).toEqual(["/blocks/0: not for a view"]);
});

describe.each(modes)("what is pressed over %s", (mode) => {
  let rig: SlackRig;
  let bot: RecordingBot;

  beforeEach(async () => {
    bot = recordingBot();
    rig = await openSlackRigWith(mode, bot);
  });

  afterEach(() => rig.stop());

  it("is the one that was chosen, with Slack's buttons as with those of older posts", async () => {
    const to = await rig.platform.locate(rig.channel);
    const old = [
      { type: "button", id: "useful:6", label: "Useful" },
      { type: "button", id: "not-useful:6", label: "Not useful" },
    ] as const;
    const messages = [
      messageOf(answer.thread),
      messageOf([paragraph("Older"), { type: "actions", items: old }]),
    ];
    const ids = ["useful:7", "not-useful:7", "useful:6", "not-useful:6"];
    for (const [at, message] of messages.entries()) {
      const payload = rig.platform.render(message)[0]?.payload ?? {};
      const { message: ts } = await rig.platform.post(payload, to, `key ${at}`);
      for (const id of ids.slice(at * 2, at * 2 + 2))
        expect(await rig.press(ts, id)).toContain("Certainly.");
    }
    expect(bot.calls.actions.map(({ action }) => action)).toEqual(ids);
    expect(rig.log.filter(({ level }) => level === "error")).toEqual([]);
  });
});

it.each(modes)(
  "is counted once for everybody, as they said last, over %s",
  async (mode) => {
    const slack = await openSlackBot(mode);
    const { fake } = slack;
    await slack.type("/briefing show leap-second share");
    const post = await slack.posted("leap second");
    await fake.say(general, "Who decided it?", { root: post.ts });
    const reply = await vi.waitFor(() => {
      const found = fake.shown().find(({ message }) => message.thread_ts === post.ts);
      if (found === undefined) throw new Error("not answered yet");
      return found;
    }, 8_000);
    expect(JSON.stringify(reply.message.blocks)).toContain('"type":"context_actions"');
    const useful = reply.buttons.find(({ label }) => label === "Useful")?.id ?? "";
    expect(useful).toMatch(/^useful:\d+$/u);
    const say = async (value: string, type: string, action_id: string): Promise<string> => {
      const button = { type, action_id, value };
      return (await slack.answerTo(await fake.press(reply.message, button))).text;
    };
    expect(await say(useful, "feedback_buttons", "feedback")).toContain("Noted");
    expect(await say(useful, "feedback_buttons", "feedback")).toContain("noted before");
    expect(await say(`not-${useful}`, "feedback_buttons", "feedback")).toContain("Changed");
    // As the buttons were before.
    expect(await say(useful, "button", useful)).toContain("Changed");
    expect(slack.complaints).toEqual([]);
  },
  20_000,
);
