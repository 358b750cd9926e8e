/** Who may decide what is posted in a channel, asked of Slack each time: roles and members change. */
import { z } from "zod";
import type { Caller, Log } from "../../platform.ts";
import { isDirect } from "./addresses.ts";
import type { Call } from "./client.ts";
import { reasonOf } from "../errors.ts";
import { teamArguments } from "./teams.ts";

/** Everybody in the channel, the workspace's admins in it, or those of a user group in it, by its id. */
export type Managers = "everyone" | "admins" | (string & {});

const Members = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

const Person = z.object({
  user: z.object({ is_admin: z.boolean().optional(), is_owner: z.boolean().optional() }),
});

const Group = z.object({ users: z.array(z.string()) });

/** A thousand members each; who is not among so many is looked for no further. */
const mostPages = 20;

/** What Slack does not tell is no; the log says what is missing. Never rejects. */
export async function mayManage(
  call: Call,
  caller: Caller,
  managers: Managers,
  log: Log,
): Promise<boolean> {
  try {
    return (await isManager(call, caller, managers)) && (await isMember(call, caller));
  } catch (error) {
    const channel = caller.address.channel;
    log.warn(
      { platform: "slack", channel, reason: reasonOf(error) },
      "Slack does not tell whether somebody may decide what is posted",
    );
    return false;
  }
}

async function isManager(call: Call, caller: Caller, managers: Managers): Promise<boolean> {
  const { person } = caller;
  if (managers === "everyone") return true;
  if (managers === "admins") {
    // https://docs.slack.dev/reference/methods/users.info
    const args = { user: person };
    const { user } = await call("users.info", args, Person, "look up who asks");
    return user.is_admin === true || user.is_owner === true;
  }
  for (const team of await teamArguments(call, caller))
    if ((await membersOf(call, { usergroup: managers, ...team })).includes(person)) return true;
  return false;
}

/** https://docs.slack.dev/reference/methods/usergroups.users.list; a group belongs to one workspace of an organisation. */
async function membersOf(
  call: Call,
  args: { usergroup: string; team_id?: string },
): Promise<readonly string[]> {
  try {
    const doing = `look up the group ${args.usergroup}`;
    return (await call("usergroups.users.list", args, Group, doing)).users;
  } catch (error) {
    if (args.team_id !== undefined && reasonOf(error).includes(": no_such_subteam")) return [];
    throw error;
  }
}

/** https://docs.slack.dev/reference/methods/conversations.members */
async function isMember(call: Call, caller: Caller): Promise<boolean> {
  const { address, person } = caller;
  // Whose direct message it is, only a request from there tells.
  if (isDirect(address.channel)) return !caller.isElsewhere || address.channel === person;
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { members, response_metadata: more } = await call(
      "conversations.members",
      { channel: address.channel, limit: 1_000, ...(cursor === undefined ? {} : { cursor }) },
      Members,
      `see who is in ${address.channel}`,
    );
    if (members.includes(person)) return true;
    cursor = more?.next_cursor;
    if (cursor === undefined || cursor === "") return false;
  }
  return false;
}

/** For those who are not: who may. */
export function describeManagers(managers: Managers): string {
  if (managers === "everyone")
    return "Here that is everybody who is in the channel: join it first.";
  return managers === "admins"
    ? "Here these are the admins of the workspace who are in the channel."
    : "Here these are the members of a user group that whoever runs the bot has named, in the channel.";
}
