/**
 * Where the app is installed in all of an organisation, some methods want to know which of its workspaces is meant
 * (https://docs.slack.dev/enterprise/organization-ready-apps, `team_id`).
 */
import { z } from "zod";
import type { Caller } from "../../platform.ts";
import type { Call } from "./client.ts";

const Person = z.object({
  user: z.object({
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
  }),
});

/** Who is in more of them is looked for in no others. */
const mostTeams = 10;

/**
 * The argument for each workspace of the organisation that somebody is in; one empty one where the app is installed in
 * a workspace by itself. Throws as the call does.
 */
export async function teamArguments(
  call: Call,
  { person, address }: Pick<Caller, "person" | "address">,
): Promise<readonly { team_id?: string }[]> {
  if (!address.workspace.startsWith("E")) return [{}];
  // https://docs.slack.dev/reference/objects/user-object
  const args = { user: person };
  const { user } = await call("users.info", args, Person, `see which workspaces ${person} is in`);
  const teams = user.enterprise_user?.teams ?? [];
  return teams.slice(0, mostTeams).map((team_id) => ({ team_id }));
}
