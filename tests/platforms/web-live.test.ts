import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Post } from "../../src/platforms/platform.ts";
import { openWeb } from "../../src/platforms/web/index.ts";
import { note, recordingBot } from "./recording-bot.ts";
import { byTag } from "./web-html.ts";
import { openWebRig } from "./web.rig.ts";
import type { WebRig } from "./web.rig.ts";

let rig: WebRig;

beforeEach(async () => {
  rig = await openWebRig(recordingBot());
});

afterEach(async () => {
  await rig.stop();
});

async function post(text: string, key: string): Promise<Post> {
  const [rendered] = rig.platform.render(note(text));
  return rig.platform.post(rendered?.payload ?? {}, await rig.platform.locate("general"), key);
}

describe("live updates", () => {
  async function* events(
    cookie: string,
    headers: Record<string, string> = {},
  ): AsyncGenerator<string> {
    const response = await fetch(`${rig.platform.url}/events`, { headers: { cookie, ...headers } });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    if (response.body === null) return;
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const id = /^id: (.*)$/m.exec(part)?.[1];
        if (id !== undefined) yield id;
      }
    }
  }

  it("come for posts, edits, private answers and what another process writes, and end at the stop", async () => {
    const page = await rig.browser.get("/c/general");
    const known = byTag(page, "body")[0]?.attributes["data-cursor"] ?? "";
    const stream = events(rig.browser.cookie(), { "last-event-id": known });
    const seen = new Set([known]);
    const next = async (): Promise<void> => {
      const { value, done } = await stream.next();
      expect(done).toBe(false);
      expect(seen).not.toContain(value);
      seen.add(String(value));
    };
    const first = await post("News", "news");
    await next();
    await rig.platform.edit(rig.platform.render(note("Mended"))[0]?.payload ?? {}, first, "news");
    await next();
    await rig.browser.post("/c/general/say", { text: "/briefing latest", request: "r1" });
    await next();
    const other = openWeb({
      settings: { port: 0, host: "localhost" },
      channels: [{ name: "general", title: "" }],
      dataFile: rig.dataFile,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
    const payload = other.render(note("From elsewhere"))[0]?.payload ?? {};
    await other.post(payload, await other.locate("general"), "elsewhere");
    await other.stop();
    await next();
    await rig.platform.stop();
    expect((await stream.next()).done).toBe(true);
  });

  it("say at once what was missed", async () => {
    await rig.browser.get("/");
    await post("Missed", "missed");
    const stream = events(rig.browser.cookie(), { "last-event-id": "0.0" });
    expect((await stream.next()).value).toMatch(/^1\./);
    await stream.return(undefined);
  });
});
