/** What every platform promises of forms. Called once per platform. */
import fc from "fast-check";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Form } from "../../src/briefing/form.ts";
import { hostileStrings } from "../briefing/arbitrary.ts";
import { note, recordingBot, type RecordingBot } from "./recording-bot.ts";
import type { FormRig, OpenFormRig } from "./form-rig.ts";

/** Its labels are the names of its fields, so that a rig finds them by either. */
const form: Form = {
  id: "ask:bridge",
  title: "Ask the bridge",
  intro: "The article answers.",
  submit: "Ask",
  fields: [
    {
      type: "text",
      name: "question",
      label: "question",
      hint: "One sentence",
      required: true,
      isLong: true,
      placeholder: "How long?",
      value: "",
      most: 1_000,
    },
    {
      type: "choice",
      name: "how",
      label: "how",
      hint: "",
      required: true,
      choices: ["short", "long"].map((value) => ({ label: `${value} one`, value })),
      value: "short",
      searches: false,
    },
    {
      type: "choices",
      name: "topics",
      label: "topics",
      hint: "",
      required: false,
      choices: ["space", "law", "sea"].map((value) => ({ label: value, value })),
      values: ["law"],
    },
    { type: "time", name: "time", label: "time", hint: "", required: true, value: "09:00" },
  ],
};

export function contractForms(name: string, open: OpenFormRig): void {
  describe(`${name} keeps the contract of forms`, () => {
    let bot: RecordingBot;
    let rig: FormRig;
    let post: string;

    beforeEach(async () => {
      bot = recordingBot();
      bot.form = form;
      rig = await open(bot);
      onTestFinished(() => rig.stop());
      const [lead] = rig.platform.render({
        ...note("A post"),
        lead: [{ type: "actions", items: [{ type: "button", id: "ask:bridge", label: "Ask" }] }],
      });
      const channel = await rig.platform.locate(rig.channel);
      post = (await rig.platform.post(lead?.payload ?? {}, channel, "a-post")).message;
    });

    const opened = () => rig.openForm(post, "ask:bridge");

    it("a button opens the form instead of being answered", async () => {
      const shown = await opened();
      for (const words of ["Ask the bridge", "question", "how", "topics", "law", "time"])
        expect(shown?.text).toContain(words);
      expect(shown?.filled).toEqual({
        question: "",
        how: "short",
        topics: ["law"],
        time: "09:00",
      });
      expect(bot.calls.actions).toEqual([]);
    });

    it("what was filled in comes back, with the post it was opened under", async () => {
      await opened();
      const sent = {
        question: "How long is it?",
        how: "long",
        topics: ["space", "sea"],
        time: "17:30",
      };
      const { told, form: after } = await rig.submit(sent);
      expect(after).toBeNull();
      expect(told).toContain("Certainly.");
      expect(bot.calls.submits).toMatchObject([
        { form: "ask:bridge", filled: sent, post: { message: post } },
      ]);
    });

    it("what was left as it stood comes back as it stood", async () => {
      await opened();
      await rig.submit({ question: "How long is it?" });
      expect(bot.calls.submits.map(({ filled }) => filled)).toEqual([
        { question: "How long is it?", how: "short", topics: ["law"], time: "09:00" },
      ]);
    });

    it("nothing chosen comes back as nothing", async () => {
      await opened();
      await rig.submit({ question: "How long is it?", topics: [] });
      expect(bot.calls.submits[0]?.filled["topics"]).toEqual([]);
    });

    it("what is wrong is told, what was filled in is kept, and the mended form is taken", async () => {
      await opened();
      bot.faults = { faults: { question: "That is no question." } };
      const wrong = await rig.submit({ question: "Nonsense", how: "long", topics: ["sea"] });
      expect([wrong.told, wrong.form?.text].join("\n")).toContain("That is no question.");
      expect(wrong.form?.filled).toEqual({
        question: "Nonsense",
        how: "long",
        topics: ["sea"],
        time: "09:00",
      });
      bot.faults = null;
      const right = await rig.submit({ question: "How long is it?" });
      expect(right.form).toBeNull();
      expect(bot.calls.submits.map(({ filled }) => [filled["question"], filled["how"]])).toEqual([
        ["Nonsense", "long"],
        ["How long is it?", "long"],
      ]);
    });

    it("the same form delivered again is heard once", async () => {
      await opened();
      await rig.submit({ question: "How long is it?" });
      await rig.redeliver();
      await rig.redeliver();
      expect(bot.calls.submits).toHaveLength(1);
    });

    it("needs no answer", async () => {
      bot.onSubmit = (call) => {
        bot.calls.submits.push(call);
        return Promise.resolve(null);
      };
      await opened();
      expect(await rig.submit({ question: "How long is it?" })).toEqual({ told: null, form: null });
      expect(bot.calls.submits).toHaveLength(1);
    });

    it("hostile words come back as they were typed, and stay words in the form", async () => {
      const [texts = []] = fc.sample(
        fc.shuffledSubarray(
          hostileStrings.filter((text) => text.trim() === text && text !== ""),
          { minLength: 6, maxLength: 6 },
        ),
        { numRuns: 1, seed: 6 },
      );
      bot.faults = { faults: { question: `Not ${texts.join(" ")}` } };
      await opened();
      for (const text of texts) {
        const { form: again } = await rig.submit({ question: text });
        expect(again?.filled["question"]).toBe(text);
        expect(bot.calls.submits.at(-1)?.filled["question"]).toBe(text);
      }
      expect((await rig.shown()).flatMap(({ pings }) => pings)).toEqual([]);
    });
  });
}
