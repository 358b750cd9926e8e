import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/briefing/message.ts";
import type { Post } from "../../src/platforms/platform.ts";
import { note, recordingBot } from "./recording-bot.ts";
import { bodyText, itemsIn, openBrowser, openWebRig } from "./web.rig.ts";
import type { WebRig } from "./web.rig.ts";

let rig: WebRig;

beforeEach(async () => {
  rig = await openWebRig(recordingBot());
});

afterEach(async () => {
  await rig.stop();
});

async function post(message: Message, key: string, root?: Post): Promise<Post> {
  const channel = await rig.platform.locate("general");
  const thread = { thread: { root: root?.message ?? "", title: "" } };
  const [rendered] = rig.platform.render(message);
  const to = root === undefined ? channel : { ...channel, ...thread };
  return rig.platform.post(rendered?.payload ?? {}, to, key);
}

function card(title: string, id: string): Message["lead"][number] {
  const button = { type: "button", id, label: "Read in thread" } as const;
  return { type: "card", title: [{ text: title }], subtitle: [], body: [], actions: [button] };
}

it("a button of a reply is answered below that reply, not beside another of its title", async () => {
  const root = await post(note("The post"), "root");
  const button = { type: "button", id: "useful:1", label: "Useful" } as const;
  const answer = { ...note("An answer"), lead: [{ type: "actions", items: [button] } as const] };
  const first = await post(answer, "first", root);
  await post(note("Something between"), "between", root);
  await post(note("An answer"), "second", root);
  rig.respond = () => Promise.resolve(note("Noted."));
  const form = { message: first.message, action: "useful:1", request: "r1", root: root.message };
  const { page } = await rig.browser.post("/c/general/press", form);
  expect(itemsIn(page, "replies").map(bodyText)).toEqual([
    "",
    "Noted.",
    "Something between",
    "An answer",
  ]);
});

describe("a button that brings a text into the thread", () => {
  it("leads to that text without a word, and the next press to the same text", async () => {
    const cards = [card("Bridges", "read:bridges"), card("Tunnels", "read:tunnels")];
    const digest = await post({ ...note("Digest"), lead: cards }, "digest");
    let brought = 0;
    rig.respond = async () => {
      brought += 1;
      if (brought > 1) return note("It is already there.");
      await post({ ...note("Bridges"), lead: note("All about bridges").lead }, "text", digest);
      return note("It is there.");
    };
    const form = { message: digest.message, action: "read:bridges" };
    const first = await rig.browser.post("/c/general/press", { ...form, request: "r1" });
    expect(first.url.pathname).toBe(`/c/general/t/${digest.message}`);
    expect(itemsIn(first.page, "replies").map(bodyText)).toEqual(["All about bridges"]);
    await post(note("Something else"), "else", digest);
    const other = openBrowser(rig.platform.url);
    await other.get("/c/general");
    const again = await other.post("/c/general/press", { ...form, request: "r2" });
    expect(again.url.pathname).toBe(`/c/general/t/${digest.message}`);
    expect(again.url.hash).toBe("#a-r2");
    expect(itemsIn(again.page, "replies").map(bodyText)).toEqual([
      "It is already there.",
      "All about bridges",
      "Something else",
    ]);
    const missing = { ...form, action: "read:tunnels", request: "r3" };
    const third = await other.post("/c/general/press", missing);
    expect(third.url.pathname).toBe("/c/general");
    expect(itemsIn(third.page, "stream").map(bodyText)).toContain("It is already there.");
  });
});

it("a button of what only one person sees may lead to another page in its place", async () => {
  const leaf = (page: number): Message => ({
    ...note(`Page ${page}`),
    lead: [
      { type: "paragraph", spans: [{ text: `Page ${page}` }] },
      { type: "actions", items: [{ type: "button", id: `page-list:${page + 1}`, label: "▶" }] },
    ],
  });
  rig.respond = ({ action }) =>
    Promise.resolve({ ...leaf(Number(action.split(":")[1])), inPlace: true });
  const root = await post(
    { ...note("A post"), lead: [...note("A post").lead, ...leaf(0).lead.slice(1)] },
    "post",
  );
  const first = { message: root.message, action: "page-list:1", request: "r1" };
  const beside = await rig.browser.post("/c/general/press", first);
  const told = (page: typeof beside.page) => itemsIn(page, "stream").map(bodyText).slice(1);
  // Under a post that all see it stands beside that post.
  expect(told(beside.page)).toEqual(["Page 1"]);
  const next = { answer: "r1", action: "page-list:2", request: "r2" };
  const second = await rig.browser.post("/c/general/press", next);
  expect(told(second.page)).toEqual(["Page 2"]);
  expect(second.url.hash).toBe("#a-r1");
  const again = await rig.browser.post("/c/general/press", next);
  expect(told(again.page)).toEqual(["Page 2"]);
  const third = { answer: "r1", action: "page-list:3", request: "r3" };
  expect(told((await rig.browser.post("/c/general/press", third)).page)).toEqual(["Page 3"]);
});
