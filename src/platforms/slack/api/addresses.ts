/** Slack's ids of places. Pure. */
import type { Address } from "../../platform.ts";
import type { Identity } from "./api.ts";

export function addressOf(me: Identity, channel: string, root?: string): Address {
  const thread = root === undefined ? {} : { thread: { root, title: "" } };
  return { platform: "slack", workspace: me.workspace, channel, ...thread };
}

/** A person's id stands for the direct messages with them: https://docs.slack.dev/reference/methods/chat.postMessage */
export function directMessagesWith(person: string, workspace: string): Address {
  return { platform: "slack", workspace, channel: person };
}

/** Only a person and the bot read there: the ids of direct messages begin with D, those of people with U or W. */
export function isDirect(channel: string): boolean {
  return /^[DUW]/.test(channel);
}
