/** What may be done next after each way a request to Slack can fail. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ErrorKind } from "../../src/errors.ts";
import type { Address, Payload, Platform } from "../../src/platforms/platform.ts";
import { openSlack } from "../../src/platforms/slack/index.ts";
import { hideTokens } from "../../src/platforms/slack/errors.ts";
import { botToken, FakeSlack } from "../fakes/slack.ts";
import type { FakeFault } from "../fakes/slack-faults.ts";
import { messageOf, paragraph } from "./slack-json.ts";
import { logInto, signingSecret } from "./slack.rig.ts";

const channel = "C0GENERAL";
const faults: readonly [string, FakeFault, ErrorKind][] = [
  [
    "a limit with its time",
    { kind: "status", status: 429, headers: { "retry-after": "7" } },
    "rate-limited",
  ],
  ["a limit without a time", { kind: "status", status: 429 }, "rate-limited"],
  ["a limit in the body", { kind: "error", code: "ratelimited" }, "rate-limited"],
  ["a broken server", { kind: "status", status: 500 }, "ambiguous"],
  ["a broken gateway", { kind: "status", status: 503 }, "ambiguous"],
  ["a lost answer", { kind: "drop", after: true }, "ambiguous"],
  ["a lost request", { kind: "drop" }, "ambiguous"],
  ["a fatal error", { kind: "error", code: "fatal_error" }, "ambiguous"],
  ["an internal error", { kind: "error", code: "internal_error", after: true }, "ambiguous"],
  ["a timeout at Slack's", { kind: "error", code: "request_timeout" }, "ambiguous"],
  ["an answer that is no JSON", { kind: "body", body: "<html>proxy xoxb-1-2</html>" }, "ambiguous"],
  ["an empty answer", { kind: "body", body: "" }, "ambiguous"],
  ["an answer without a time", { kind: "body", body: '{"ok":true}' }, "ambiguous"],
  ["a wrong token", { kind: "error", code: "invalid_auth" }, "unauthorized"],
  ["a revoked token", { kind: "error", code: "token_revoked" }, "unauthorized"],
  ["a removed app", { kind: "error", code: "account_inactive" }, "unauthorized"],
  ["a channel without us", { kind: "error", code: "not_in_channel" }, "forbidden"],
  ["a channel for few", { kind: "error", code: "restricted_action" }, "forbidden"],
  ["a missing scope", { kind: "error", code: "missing_scope" }, "forbidden"],
  ["a channel that is not there", { kind: "error", code: "channel_not_found" }, "gone"],
  ["an archived channel", { kind: "error", code: "is_archived" }, "gone"],
  ["something new", { kind: "error", code: "never_heard_of" }, "refused"],
  ["a proxy that says no", { kind: "status", status: 403 }, "refused"],
];

describe("a failed post", () => {
  let fake: FakeSlack;
  let platform: Platform;
  let to: Address;
  let payload: Payload;

  beforeAll(async () => {
    fake = await FakeSlack.open();
    fake.workspace.addChannel(channel, "general");
    platform = open(fake.apiUrl);
    to = await platform.locate(channel);
    payload = platform.render(messageOf([paragraph("Hello")]))[0]?.payload ?? {};
  });

  afterAll(() => fake.close());

  function open(apiUrl: string): Platform {
    const connection = { mode: "http", signingSecret, port: 0 } as const;
    return openSlack({ botToken, apiUrl, connection }, logInto([]));
  }

  it.each(faults)("after %s is told apart", async (_, fault, kind) => {
    const before = fake.calls.length;
    fake.fault("chat.postMessage", fault);
    const failed = platform.post(payload, to, "key");
    await expect(failed).rejects.toMatchObject({
      name: "BotError",
      kind,
      message: expect.stringMatching(/^Slack: could not post to C0GENERAL: .+\.$/),
    });
    await expect(failed).rejects.not.toMatchObject({
      message: expect.stringMatching(/xox|html/),
    });
    // Whether to try again is for the outbox to say.
    expect(fake.calls).toHaveLength(before + 1);
  });

  it("says how long to wait", async () => {
    fake.fault("chat.postMessage", {
      kind: "status",
      status: 429,
      headers: { "retry-after": "7" },
    });
    await expect(platform.post(payload, to, "key")).rejects.toMatchObject({ retryAfterMs: 7_000 });
    fake.fault("chat.postMessage", { kind: "status", status: 429 });
    await expect(platform.post(payload, to, "key")).rejects.toMatchObject({ retryAfterMs: 30_000 });
  });

  it("never arrived where nobody listens", async () => {
    const other = await FakeSlack.open();
    const { apiUrl } = other;
    await other.close();
    const nobody = open(apiUrl);
    await expect(nobody.post(payload, to, "key")).rejects.toMatchObject({ kind: "unreachable" });
    const nowhere = open("http://slack.invalid/api/");
    await expect(nowhere.post(payload, to, "key")).rejects.toMatchObject({ kind: "unreachable" });
  });
});

describe("tokens", () => {
  it("are hidden in whatever the SDK reports", () => {
    const said = hideTokens("xoxb-1-abc, xapp-1-A-9f, xoxe.xoxb-1-z and xoxp-2; not foxb-1");
    expect(said).toBe("[token], [token], [token] and [token]; not foxb-1");
  });
});
