import { request as httpRequest } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../src/platforms/web/limits.ts";
import { recordingBot } from "./recording-bot.ts";
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

function send(path: string, headers: Record<string, string>, body?: string): Promise<Response> {
  const init = body === undefined ? { headers } : { method: "POST", headers, body };
  return fetch(new URL(path, rig.platform.url), { ...init, redirect: "manual" });
}

const form = { "content-type": "application/x-www-form-urlencoded" };

/** Fetch does not let a client choose its Host header. */
function statusWithHost(host: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  httpRequest(`${rig.platform.url}/healthz`, { headers: { host } }, (response) => {
    response.resume();
    resolve(response.statusCode);
  })
    .on("error", reject)
    .end();
  return promise;
}

describe("the door of the chat", () => {
  it("tells that it is well, under its own names only", async () => {
    expect(await (await send("/healthz", {})).json()).toMatchObject({ ok: true });
    const { port } = new URL(rig.platform.url);
    expect(await statusWithHost(`127.0.0.1:${port}`)).toBe(200);
    expect(await statusWithHost(`[::1]:${port}`)).toBe(200);
    expect(await statusWithHost(`evil.example:${port}`)).toBe(421);
    expect(await statusWithHost(`localhost.evil.example:${port}`)).toBe(421);
  });

  it("lets no other site send a form", async () => {
    const body = "text=hello&request=r1";
    const path = "/c/general/say";
    const own = { ...form, origin: rig.platform.url };
    expect((await send(path, form, body)).status).toBe(403);
    expect((await send(path, { ...form, origin: "https://evil.example" }, body)).status).toBe(403);
    expect((await send(path, { ...form, origin: "null" }, body)).status).toBe(403);
    expect((await send(path, { ...form, "sec-fetch-site": "cross-site" }, body)).status).toBe(403);
    expect((await send(path, { ...form, "sec-fetch-site": "same-site" }, body)).status).toBe(403);
    expect((await send(path, { ...own, "content-type": "application/json" }, "{}")).status).toBe(
      415,
    );
    expect((await send(path, own, `text=${"x".repeat(LIMITS.formBytes)}`)).status).toBe(413);
    expect((await send(path, own, "text=hello")).status).toBe(400);
    expect(await rig.shown()).toEqual([]);
    expect((await send(path, { ...own, accept: "text/html" }, body)).status).toBe(303);
    expect(await rig.shown()).toHaveLength(1);
  });

  it("allows the page nothing but its own files", async () => {
    const response = await send("/", {});
    const policy = response.headers.get("content-security-policy") ?? "";
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict$/);
    const page = await rig.browser.get("/");
    const scripts = byTag(page, "script");
    expect(scripts.map(({ children }) => children)).toEqual([[]]);
    expect(byTag(page, "style")).toEqual([]);
  });

  it("serves its files once and says when they are unchanged", async () => {
    const page = await rig.browser.get("/");
    const url = byTag(page, "script")[0]?.attributes["src"] ?? "";
    const first = await send(url, {});
    expect(first.headers.get("content-type")).toContain("javascript");
    expect((await first.arrayBuffer()).byteLength).toBeLessThan(10_000);
    const etag = first.headers.get("etag") ?? "";
    expect((await send(url, { "if-none-match": etag })).status).toBe(304);
    expect((await send("/static/settings.ts", {})).status).toBe(404);
    expect((await send("/static/..%2Fsettings.ts", {})).status).toBe(404);
  });

  it("does not replace the cookie when another site's link leads here", async () => {
    const response = await send("/", { "sec-fetch-site": "cross-site" });
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toBeNull();
  });
});
