/** Channels: their ids from what stands in the configuration, what people call them, who is in them, and whether we can post. */
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Address, Caller } from "../../platform.ts";
import { isDirect } from "./addresses.ts";
import type { Call } from "./client.ts";
import { remembering } from "./remember.ts";
import { teamArguments } from "./teams.ts";

const Info = z.object({
  channel: z.object({
    id: z.string(),
    is_archived: z.boolean().optional(),
    is_member: z.boolean().optional(),
    is_im: z.boolean().optional(),
  }),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

const List = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string().optional() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** https://docs.slack.dev/apis/web-api/using-the-conversations-api: ids begin with C, G or D. */
const idPattern = /^[CGD][A-Z0-9]{2,}$/;

/** Throws `gone`, `forbidden`, or `config` where we may not look names up. */
export async function findChannel(call: Call, name: string): Promise<string> {
  const id = idPattern.test(name) ? name : await findByName(call, name.replace(/^#/, ""));
  await checkChannel(call, id, name);
  return id;
}

/** Throws as the call does. "open" where we may not look, for the scope is missing: posting will tell. */
async function standingIn(
  call: Call,
  id: string,
  name: string,
): Promise<"open" | "archived" | "outside"> {
  const info = await call("conversations.info", { channel: id }, Info, `find ${name}`).catch(
    (error: unknown) => {
      if (isMissingScope(error)) return null;
      throw error;
    },
  );
  if (info === null) return "open";
  const { channel, response_metadata: metadata } = info;
  if (channel.is_archived === true) return "archived";
  const speaksAnywhere = metadata?.scopes?.includes("chat:write.public") ?? false;
  return channel.is_member === false && channel.is_im !== true && !speaksAnywhere
    ? "outside"
    : "open";
}

async function checkChannel(call: Call, id: string, name: string): Promise<void> {
  const standing = await standingIn(call, id, name);
  if (standing === "archived") {
    throw new BotError("gone", `Slack: the channel ${name} is archived.`, {
      hint: "Choose another channel, or bring this one back from the archive.",
    });
  }
  if (standing === "outside") {
    throw new BotError("forbidden", `Slack: the bot is not in the channel ${name}.`, {
      hint: "Invite the bot: type /invite and its name in that channel.",
    });
  }
}

/** For the person who wants something posted there; null where it can be, or where Slack does not tell. Never rejects. */
export async function whyNotPost(call: Call, { address }: Caller): Promise<string | null> {
  // To see which direct messages are ours takes a scope that nothing else needs.
  if (isDirect(address.channel)) return null;
  const standing = await standingIn(call, address.channel, "the channel of the request").catch(
    // Private channels that we are not in are none to us.
    (error: unknown) =>
      error instanceof BotError && ["forbidden", "gone"].includes(error.kind) ? "outside" : "open",
  );
  if (standing === "archived") return "This channel is archived: nothing can be posted here.";
  return standing === "outside"
    ? "I am not in this channel, so I cannot post here. Type `/invite` and my name, then try again."
    : null;
}

async function findByName(call: Call, name: string): Promise<string> {
  const found = await findAmong(call, name, "public_channel,private_channel")
    .catch((error: unknown) => {
      if (isMissingScope(error)) return findAmong(call, name, "public_channel");
      throw error;
    })
    .catch((error: unknown) => {
      if (!isMissingScope(error)) throw error;
      throw new BotError("config", `Slack: the bot may not look up the channel #${name} by name.`, {
        hint: "Write the channel's id instead (at the bottom of the channel's details), or give the app the scope channels:read.",
      });
    });
  if (found !== null) return found;
  throw new BotError("gone", `Slack: there is no channel #${name} that the bot can see.`, {
    hint: "Check the name. A private channel is visible to the bot only after /invite in that channel.",
  });
}

/** Who is in more has to type their commands there. */
const mostOfOne = 5;

/** https://docs.slack.dev/reference/methods/users.conversations; null where Slack does not tell. Never rejects. */
export async function channelsOf(call: Call, caller: Caller): Promise<ReadonlySet<string> | null> {
  const found = new Set<string>();
  try {
    for (const team of await teamArguments(call, caller)) {
      for (const id of await channelsIn(call, { user: caller.person, ...team })) found.add(id);
    }
    return found;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return null;
  }
}

async function channelsIn(
  call: Call,
  who: { user: string; team_id?: string },
): Promise<readonly string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostOfOne; page++) {
    const args = { ...who, types: "public_channel,private_channel", limit: 999 };
    const { channels, response_metadata: more } = await call(
      "users.conversations",
      cursor === undefined ? args : { ...args, cursor },
      List,
      `see where ${who.user} is`,
    );
    found.push(...channels.map(({ id }) => id));
    cursor = more?.next_cursor;
    if (cursor === undefined || cursor === "") break;
  }
  return found;
}

const Named = z.object({ channel: z.object({ name: z.string().optional() }) });

/** Channels are renamed seldom. */
const rememberMs = 600_000;
const mostNames = 1_000;

/** Tells what people call a channel, "#news"; null where Slack does not tell. */
export function nameChannels(): (call: Call, channel: Address) => Promise<string | null> {
  const remember = remembering<string | null>(rememberMs, mostNames);

  async function ask(call: Call, channel: string): Promise<string | null> {
    // https://docs.slack.dev/reference/methods/conversations.info
    const asked = call("conversations.info", { channel }, Named, `look up ${channel}`);
    const name = await asked.then(
      (info) => info.channel.name,
      () => undefined,
    );
    return name === undefined || name === "" ? null : `#${name}`;
  }

  return (call, { workspace, channel }) =>
    remember(`${workspace} ${channel}`, () => ask(call, channel));
}

/** https://docs.slack.dev/reference/methods/conversations.list */
async function findAmong(call: Call, name: string, types: string): Promise<string | null> {
  let cursor: string | undefined;
  do {
    const page = await call(
      "conversations.list",
      { types, exclude_archived: true, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
      List,
      `find the channel #${name}`,
    );
    const channel = page.channels.find((each) => each.name === name);
    if (channel !== undefined) return channel.id;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== "");
  return null;
}

function isMissingScope(error: unknown): boolean {
  return error instanceof BotError && /: missing_scope\b/.test(error.message);
}
