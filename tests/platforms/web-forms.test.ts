/** Forms of the local chat: what is sent is read as strictly as it was shown, whoever sends it. */
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Field, Form } from "../../src/briefing/form.ts";
import { recordingBot, type RecordingBot } from "./recording-bot.ts";
import { byClass, byId, byTag, textOf, type Element } from "./web-html.ts";
import { controlsOf } from "./web-form.ts";
import { bodyText, itemsIn, openBrowser, openWebRig, type WebRig } from "./web.rig.ts";

const base = { hint: "", required: false, label: "A field" };
const fields: readonly Field[] = [
  {
    ...base,
    type: "text",
    name: "words",
    required: true,
    isLong: false,
    placeholder: "",
    value: "",
    most: 20,
  },
  {
    ...base,
    type: "choice",
    name: "name",
    choices: [{ label: "The bridge opens", value: "bridge" }],
    value: "",
    searches: true,
  },
  {
    ...base,
    type: "choice",
    name: "how",
    choices: [{ label: "Short", value: "short" }],
    value: "",
    searches: false,
  },
  {
    ...base,
    type: "choices",
    name: "topics",
    choices: [{ label: "Sea", value: "sea" }],
    values: [],
  },
  { ...base, type: "time", name: "time", value: "" },
  { ...base, type: "channel", name: "channel", value: "" },
];
const form: Form = { id: "menu", title: "A form", intro: "", submit: "Go", fields };

let bot: RecordingBot;
let rig: WebRig;

beforeEach(async () => {
  bot = recordingBot();
  rig = await openWebRig(bot);
  onTestFinished(() => rig.stop());
});

/** The form that a command opens, on the page after it. */
async function opened(line = "/briefing latest", request = "open"): Promise<Element> {
  bot.form = form;
  const { page, url } = await rig.browser.post("/c/general/say", { text: line, request });
  const item = byId(page, url.hash.slice(1));
  const [found] = item === undefined ? [] : byClass(item, "fields");
  if (found === undefined) throw new Error("no form is open");
  return found;
}

let requests = 0;
async function send(shown: Element, filled: Readonly<Record<string, string>>): Promise<Element> {
  const sent = {
    ...Object.fromEntries(controlsOf(shown)),
    request: `send-${String((requests += 1))}`,
    ...filled,
  };
  const { page, url } = await rig.browser.post("/c/general/submit", sent);
  return byId(page, url.hash.slice(1)) ?? page;
}

describe("a form of the local chat", () => {
  it("stands where the command was typed, and goes when it is answered", async () => {
    const shown = await opened();
    expect(textOf(shown)).toContain("A form");
    const answer = await send(shown, { "field-words": "bridges" });
    expect(bodyText(answer)).toBe("Certainly.");
    expect(bot.calls.submits.map(({ filled }) => filled)).toEqual([
      { words: "bridges", name: "", how: "", topics: [], time: "", channel: "" },
    ]);
    const again = await send(shown, { "field-words": "bridges" });
    expect(textOf(again)).toContain("This form is not there any more.");
    expect(bot.calls.submits).toHaveLength(1);
  });

  it.each([
    ["nothing in a field that is needed", { "field-words": "   " }, "This is needed."],
    ["too long a text", { "field-words": "x".repeat(21) }, "at most 20 characters"],
    ["a choice that is not offered", { "field-how": "evil" }, "Choose one of those"],
    ["choices that are not offered", { "field-topics": "evil" }, "Choose one of those"],
    ["no time", { "field-time": "25:00" }, "Use a time such as 09:00."],
    ["a channel that is not there", { "field-channel": "nowhere" }, "Choose one of those"],
    ["a name that nothing has", { "field-name": "tunnel" }, "Choose one of those"],
  ])(
    "says what is wrong with %s, at its field, and asks the bot nothing",
    async (_, wrong, told) => {
      const answer = await send(await opened(), { "field-words": "bridges", ...wrong });
      const faults = byClass(answer, "field").filter((each) => byClass(each, "fault").length > 0);
      expect(faults.map((each) => textOf(each))).toEqual([expect.stringContaining(told)]);
      const [name = "", value = ""] = Object.entries(wrong)[0] ?? [];
      const control = byTag(answer, "input").find(({ attributes }) => attributes["name"] === name);
      expect(
        ["text", "time"].includes(control?.attributes["type"] ?? "")
          ? control?.attributes["value"]
          : value.trim(),
      ).toBe(value.trim());
      expect(bot.calls.submits).toEqual([]);
    },
  );

  it("takes the title of a briefing for its name, and what the bot suggests", async () => {
    await send(await opened(), { "field-words": "a", "field-name": "the bridge opens" });
    bot.form = form;
    await send(await opened("/briefing show x", "two"), {
      "field-words": "a",
      "field-name": "Ariane-6",
    });
    expect(bot.calls.submits.map(({ filled }) => filled["name"])).toEqual(["bridge", "ariane-6"]);
  });

  it("is completed by the bot while somebody types, in its own fields alone", async () => {
    const shown = await opened();
    const { answer = "" } = Object.fromEntries(controlsOf(shown));
    const suggestions = async (field: string): Promise<readonly unknown[]> => {
      const query = new URLSearchParams({ answer, field, text: "ar" });
      const page = await rig.browser.get(`/c/general/complete?${query.toString()}`);
      return byTag(page, "option").map(({ attributes }) => attributes["value"]);
    };
    expect(await suggestions("name")).toEqual(["ariane-6", "leap-second"]);
    expect(bot.calls.completions.at(-1)?.input).toEqual({
      kind: "form",
      form: "menu",
      field: "name",
      text: "ar",
    });
    expect(await suggestions("how")).toEqual([]);
    expect(await suggestions("nothing")).toEqual([]);
  });

  it("belongs to one person", async () => {
    const shown = await opened();
    const other = openBrowser(rig.platform.url);
    const page = await other.get("/c/general");
    expect(itemsIn(page, "stream")).toEqual([]);
    const stolen = { ...Object.fromEntries(controlsOf(shown)), "field-words": "a" };
    await other.post("/c/general/submit", stolen);
    expect(bot.calls.submits).toEqual([]);
  });

  it("that is asked for twice is open once, as it was; a changed one takes its place", async () => {
    const first = await opened();
    expect(controlsOf(await opened("/briefing latest", "two"))[0]).toEqual(controlsOf(first)[0]);
    const page = await rig.browser.get("/c/general");
    expect(byClass(page, "fields")).toHaveLength(1);
  });

  it("can be cancelled", async () => {
    const { answer = "" } = Object.fromEntries(controlsOf(await opened()));
    const { page } = await rig.browser.post("/c/general/dismiss", { answer });
    expect(byClass(page, "fields")).toEqual([]);
  });

  it("of another site is not taken", async () => {
    const shown = await opened();
    const body = new URLSearchParams(controlsOf(shown).map(([name, value]) => [name, value]));
    const response = await fetch(new URL("/c/general/submit", rig.platform.url), {
      method: "POST",
      headers: { origin: "https://evil.example", cookie: rig.browser.cookie() },
      body,
    });
    expect(response.status).toBe(403);
    expect(bot.calls.submits).toEqual([]);
  });

  it("has a way for what is wrong with a field that it does not show", async () => {
    bot.faults = { faults: { zone: "There is no such time zone." } };
    const answer = await send(await opened(), { "field-words": "a" });
    expect(textOf(answer)).toContain("There is no such time zone.");
  });
});
