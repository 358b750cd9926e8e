import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../src/platforms/web/limits.ts";
import type { Post } from "../../src/platforms/platform.ts";
import { note, recordingBot } from "./recording-bot.ts";
import type { RecordingBot } from "./recording-bot.ts";
import { byClass, byId, byTag, textOf } from "./web-html.ts";
import type { Element } from "./web-html.ts";
import { bodyText, itemsIn, openBrowser, openWebRig } from "./web.rig.ts";
import type { WebRig } from "./web.rig.ts";

let bot: RecordingBot;
let rig: WebRig;

beforeEach(async () => {
  bot = recordingBot();
  rig = await openWebRig(bot);
});

afterEach(async () => {
  await rig.stop();
});

async function post(text: string, key = text.replaceAll(" ", "-"), root?: Post): Promise<Post> {
  const channel = await rig.platform.locate("general");
  const to =
    root === undefined ? channel : { ...channel, thread: { root: root.message, title: "" } };
  const [rendered] = rig.platform.render(note(text));
  if (rendered === undefined) throw new Error("nothing was rendered");
  return rig.platform.post(rendered.payload, to, key);
}

const texts = (page: Element, list: "stream" | "replies" = "stream"): string[] =>
  itemsIn(page, list).map(bodyText);

describe("private answers", () => {
  it("are seen by the asker alone, until they are dismissed", async () => {
    await rig.command("latest", {}, "mine");
    const other = openBrowser(rig.platform.url);
    expect(texts(await other.get("/c/general"))).toEqual([]);
    const page = await rig.browser.get("/c/general");
    expect(texts(page)).toEqual(["Certainly."]);
    expect(textOf(page)).toContain("Only visible to you");
    expect(texts(await rig.browser.get("/c/space"))).toEqual([]);
    const after = await rig.browser.post("/c/general/dismiss", { answer: "mine" });
    expect(texts(after.page)).toEqual([]);
  });

  it("stand under the message whose button was pressed", async () => {
    const channel = await rig.platform.locate("general");
    const button = { type: "button", id: "read:x", label: "Read" } as const;
    const [rendered] = rig.platform.render({
      ...note("First"),
      lead: [{ type: "actions", items: [button] }],
    });
    const first = await rig.platform.post(rendered?.payload ?? {}, channel, "first");
    await post("Second");
    await rig.press(first.message, "read:x");
    expect(texts(await rig.browser.get("/c/general"))).toEqual(["", "Certainly.", "Second"]);
    const missing = await rig.browser.post("/c/general/press", {
      message: first.message,
      action: "delete:x",
      request: "r9",
    });
    expect(textOf(missing.page)).toContain("This button is not there any more");
    expect(bot.calls.actions).toHaveLength(1);
  });

  it("say which command is not known, and how the bot can be reached", async () => {
    const unknown = await rig.browser.post("/c/general/say", { text: "/nope", request: "r1" });
    expect(textOf(unknown.page)).toContain(
      "There is no command /nope here. What I know: /briefing.",
    );
    await rig.browser.post("/c/general/say", { text: "/Briefing LATEST", request: "r4" });
    expect(bot.calls.commands.at(-1)).toMatchObject({
      command: "briefing",
      input: { text: "LATEST" },
    });
    const talk = { text: "Good morning <b>all</b>", request: "r2" };
    const { page } = await rig.browser.post("/c/space/say", talk);
    expect(texts(page)).toEqual([talk.text, expect.stringContaining("I listen in threads")]);
    const again = await rig.browser.post("/c/space/say", { text: "Hello", request: "r3" });
    expect(itemsIn(again.page, "stream")).toHaveLength(3);
    expect(bot.calls.replies).toEqual([]);
  });
});

describe("what people say", () => {
  it("reaches the bot from a thread, and with its name from a channel", async () => {
    const root = await post("A briefing");
    await rig.say(root.message, "How long?");
    const { page } = await rig.browser.post("/c/general/say", {
      text: "@briefing what is new?",
      request: "mention",
      zone: "Europe/Kyiv",
    });
    expect(bot.calls.replies.map(({ text }) => text)).toEqual(["How long?", "what is new?"]);
    const mention = bot.calls.replies[1];
    expect(mention?.caller.timeZone).toBe("Europe/Kyiv");
    expect(byId(page, `m-${mention?.root.message ?? ""}`)).toBeDefined();
  });

  it("is somebody else's for everybody else", async () => {
    await rig.browser.post("/c/general/say", { text: "Hello", request: "r1" });
    const author = (page: Element): string =>
      byClass(page, "person")
        .map((item) => textOf(item))
        .join("");
    expect(author(await rig.browser.get("/c/general"))).toContain("You");
    expect(author(await openBrowser(rig.platform.url).get("/c/general"))).toMatch(
      /Guest [0-9a-f]{4}/,
    );
  });

  it("is not taken when it is too long", async () => {
    const text = "x".repeat(LIMITS.personText + 1);
    const { page } = await rig.browser.post("/c/general/say", { text, request: "r1" });
    expect(texts(page)).toEqual([expect.stringContaining("too long")]);
  });
});

describe("without a script", () => {
  it("a button that is answered in the thread leads into the thread", async () => {
    const plain = openBrowser(rig.platform.url, "text/html");
    const channel = await rig.platform.locate("general");
    const button = { type: "button", id: "read:x", label: "Read" } as const;
    const [rendered] = rig.platform.render({
      ...note("Lead"),
      lead: [{ type: "actions", items: [button] }],
    });
    const root = await rig.platform.post(rendered?.payload ?? {}, channel, "root");
    rig.respond = async () => {
      await post("The whole text", "full", root);
      return null;
    };
    const fields = { message: root.message, action: "read:x", request: "r1" };
    const { url, page } = await plain.post("/c/general/press", fields);
    expect(url.pathname).toBe(`/c/general/t/${root.message}`);
    expect(texts(page, "replies")).toEqual(["The whole text"]);
  });

  it("a button that is answered, and brings something into the thread, leads there as well", async () => {
    const plain = openBrowser(rig.platform.url, "text/html");
    const channel = await rig.platform.locate("general");
    const button = { type: "button", id: "read:x", label: "Read" } as const;
    const lead = [{ type: "actions" as const, items: [button] }];
    const [rendered] = rig.platform.render({ ...note("Lead"), lead });
    const root = await rig.platform.post(rendered?.payload ?? {}, channel, "root");
    await post("An older reply", "older", root);
    const fields = { message: root.message, action: "read:x" };
    const first = await plain.post("/c/general/press", { ...fields, request: "r1" });
    expect(first.url.pathname).toBe("/c/general");
    rig.respond = async () => {
      const full = await post("The whole text", "full", root);
      return note(`It is message ${full.message}`);
    };
    const { url, page } = await plain.post("/c/general/press", { ...fields, request: "r2" });
    expect(url.pathname).toBe(`/c/general/t/${root.message}`);
    expect(byId(page, url.hash.slice(1))).toBeDefined();
    expect(texts(page)).toContain(`It is message ${url.hash.replace("#m-", "")}`);
  });

  it("the page after a reply shows the answer", async () => {
    const plain = openBrowser(rig.platform.url, "text/html");
    const root = await post("A briefing");
    rig.hear = async () => {
      await post("1,204 metres", "answer", root);
    };
    const fields = { text: "How long?", root: root.message, request: "r1" };
    const { page } = await plain.post("/c/general/say", fields);
    expect(texts(page, "replies")).toEqual(["How long?", "1,204 metres"]);
  });
});

describe("long streams", () => {
  it("are shown by the page, newest first, with a way to what is older", async () => {
    const root = await post("Message 0");
    for (let n = 1; n < 60; n += 1) await post(`Message ${String(n)}`);
    for (let n = 0; n < 55; n += 1) await post(`Reply ${String(n)}`, `reply-${String(n)}`, root);
    const newest = await rig.browser.get("/c/general");
    expect(texts(newest)).toHaveLength(LIMITS.pageMessages);
    expect(texts(newest).at(-1)).toBe("Message 59");
    const before = byId(newest, "before");
    const link = before === undefined ? undefined : byTag(before, "a")[0];
    const older = await rig.browser.get(link?.attributes["href"] ?? "");
    expect(texts(older)).toEqual(Array.from({ length: 10 }, (_, n) => `Message ${String(n)}`));
    const thread = await rig.browser.get(`/c/general/t/${root.message}`);
    expect(texts(thread, "replies")[0]).toBe("Reply 5");
    const paging = byId(thread, "pane-before");
    const more = paging === undefined ? undefined : byTag(paging, "a")[0];
    const first = await rig.browser.get(more?.attributes["href"] ?? "");
    expect(texts(first, "replies")).toEqual(
      Array.from({ length: 5 }, (_, n) => `Reply ${String(n)}`),
    );
  });

  it("count what is new in other channels", async () => {
    await rig.browser.get("/c/space");
    await post("News");
    const badges = (page: Element): string[] => byClass(page, "badge").map((each) => textOf(each));
    expect(badges(await rig.browser.get("/c/space"))).toEqual(["1 new"]);
    await rig.browser.get("/c/general");
    expect(badges(await rig.browser.get("/c/space"))).toEqual([]);
  });

  it("begin with what the channel is for", async () => {
    const page = await rig.browser.get("/c/space");
    const tries = byClass(page, "empty").flatMap((each) => byTag(each, "button"));
    expect(tries.map(({ attributes }) => attributes["value"])).toEqual(["/briefing latest"]);
    for (const path of ["/c/nowhere", "/c/general/t/99"]) {
      expect((await fetch(rig.platform.url + path)).status).toBe(404);
    }
  });
});

describe("what was posted", () => {
  it("is still there after a restart, and a repeated key is the same post", async () => {
    const before = await post("Kept", "the-key");
    expect(await post("Kept", "the-key")).toEqual(before);
    await rig.platform.stop();
    const again = await openWebRig(bot, { dataFile: rig.dataFile });
    const channel = await again.platform.locate("general");
    const payload = again.platform.render(note("Kept"))[0]?.payload ?? {};
    expect(await again.platform.post(payload, channel, "the-key")).toEqual(before);
    expect((await again.shown()).map(({ text }) => text)).toEqual(["Kept"]);
    await again.stop();
  });

  it("may be unreadable for this version without harming the rest", async () => {
    const broken = await post("Broken");
    await post("Whole");
    const database = new DatabaseSync(rig.dataFile);
    database
      .prepare("UPDATE messages SET payload = '{\"v\":9}' WHERE id = ?")
      .run(Number(broken.message));
    database.close();
    const [first, second] = texts(await rig.browser.get("/c/general"));
    expect(first).toContain("cannot be shown");
    expect(second).toBe("Whole");
  });

  it("needs a payload, a channel and a thread that exist", async () => {
    const channel = await rig.platform.locate("general");
    const payload = rig.platform.render(note("x"))[0]?.payload ?? {};
    await expect(rig.platform.post({ html: "<b>" }, channel, "k")).rejects.toMatchObject({
      kind: "refused",
    });
    await expect(
      rig.platform.post(payload, { ...channel, channel: "nowhere" }, "k"),
    ).rejects.toMatchObject({
      kind: "gone",
    });
    const thread = { root: "99", title: "" };
    await expect(rig.platform.post(payload, { ...channel, thread }, "k")).rejects.toMatchObject({
      kind: "gone",
    });
    await expect(
      rig.platform.edit(payload, { address: channel, message: "99" }, "k"),
    ).rejects.toMatchObject({
      kind: "gone",
    });
    expect(await rig.shown()).toEqual([]);
  });
});
