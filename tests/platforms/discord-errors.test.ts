import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import type { DiscordErrorData } from "discord.js";
import { describe, expect, it } from "vitest";
import { BotError } from "../../src/errors.ts";
import { discordCodes, hasCode, translateError } from "../../src/platforms/discord/errors.ts";

const secretUrl = "https://discord.example/api/webhooks/1/secret-of-an-interaction";

type Fields = NonNullable<DiscordErrorData["errors"]>;

function refused(status: number, code: number, errors: Fields = {}): DiscordAPIError {
  const raw = { code, message: "Something", errors };
  const sent = { body: { content: "words of a person" }, files: undefined };
  return new DiscordAPIError(raw, code, status, "POST", secretUrl, sent);
}

function system(code: string): Error {
  return Object.assign(new Error(`connect ${code} ${secretUrl}`), { code });
}

describe("an error of Discord", () => {
  it.each([
    ["an unknown channel", refused(404, 10_003), "gone"],
    ["an unknown message", refused(404, 10_008), "gone"],
    ["something else unknown", refused(404, 0), "gone"],
    ["an expired interaction", refused(401, 50_027), "gone"],
    ["missing access", refused(403, 50_001), "forbidden"],
    ["missing permissions", refused(403, 50_013), "forbidden"],
    ["a locked thread", refused(400, 160_005), "forbidden"],
    ["another 403", refused(403, 20_012), "forbidden"],
    ["a form that is not valid", refused(400, 50_035), "refused"],
    ["status 500", new HTTPError(500, "Error", "POST", secretUrl, {}), "ambiguous"],
    ["status 503", new HTTPError(503, "Error", "POST", secretUrl, {}), "ambiguous"],
    ["a refused connection", system("ECONNREFUSED"), "unreachable"],
    ["an unknown host", new TypeError("failed", { cause: system("ENOTFOUND") }), "unreachable"],
    ["a broken connection", system("ECONNRESET"), "ambiguous"],
    ["a socket that closed", system("UND_ERR_SOCKET"), "ambiguous"],
    ["a timeout", new DOMException("aborted", "AbortError"), "ambiguous"],
    ["an answer that cannot be read", new SyntaxError("Unexpected end"), "ambiguous"],
    ["no error at all", "broken", "ambiguous"],
  ])("of %s says what may be done next", (_name, error, kind) => {
    const translated = translateError(error, "posting to channel 1");
    expect(translated).toBeInstanceOf(BotError);
    expect(translated.kind).toBe(kind);
    expect(translated.message).toContain("posting to channel 1");
  });

  it("tells how long to wait, also where the SDK stopped the request itself", () => {
    const error = new RateLimitError({
      global: false,
      hash: "h",
      limit: 5,
      majorParameter: "1",
      method: "POST",
      retryAfter: 0,
      route: "/channels/:id/messages",
      scope: "user",
      sublimitTimeout: 0,
      timeToReset: 1_234,
      url: secretUrl,
    });
    expect(translateError(error, "posting")).toMatchObject({
      kind: "rate-limited",
      retryAfterMs: 1_234,
    });
  });

  it("names the fields of a form that is not valid", () => {
    const errors = {
      components: { "0": { content: { _errors: [{ code: "BASE", message: "Too long." }] } } },
    };
    expect(translateError(refused(400, 50_035, errors), "posting").message).toContain(
      "components[0].content[BASE]: Too long.",
    );
  });

  it("names the permission to give", () => {
    expect(translateError(refused(403, 50_001), "posting").hint).toContain("View Channel");
    expect(translateError(refused(403, 50_013), "posting").hint).toContain("Send Messages");
  });

  it("keeps what it was translated to", () => {
    const error = new BotError("busy", "Busy.");
    expect(translateError(error, "posting")).toBe(error);
  });

  it("carries neither addresses with secrets nor words of people", () => {
    const errors = [refused(400, 50_035), new HTTPError(500, "E", "POST", secretUrl, {})];
    for (const error of [...errors, system("ECONNRESET"), system("ECONNREFUSED")]) {
      const { message, hint, cause, stack } = translateError(error, "posting");
      const told = JSON.stringify({ message, hint, cause, stack });
      expect(told).not.toContain("secret-of-an-interaction");
      expect(told).not.toContain("words of a person");
    }
  });

  it("can be told by its code", () => {
    const error = translateError(refused(404, 10_008), "posting");
    expect(hasCode(error, discordCodes.unknownMessage)).toBe(true);
    expect(hasCode(error, discordCodes.unknownChannel)).toBe(false);
    expect(hasCode(new Error("x"), discordCodes.unknownMessage)).toBe(false);
  });
});
