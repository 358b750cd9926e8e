/** The app that workspaces install themselves: what it is started with on the fake Slack, and where it listens then. */
import type { ManySlack } from "../fakes/slack-many.ts";
import { addressIn, signingSecret } from "./slack.rig.ts";

export function sharedAppEnv({ origin }: ManySlack): Readonly<Record<string, string>> {
  return {
    SLACK_CLIENT_ID: "1.2",
    SLACK_CLIENT_SECRET: "a-client-secret-of-slack",
    SLACK_STATE_SECRET: "a-state-secret-of-ours",
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_PORT: "0",
    SLACK_API_URL: `${origin}/api/`,
  };
}

export function originIn(entries: readonly { fields: object }[]): string {
  return new URL(addressIn(entries)).origin;
}
