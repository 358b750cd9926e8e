/** What Slack tells about a person: what others call them, their time zone and language, for forms and answers. */
import { z } from "zod";
import type { Caller, Log } from "../../platform.ts";
import type { Call } from "./client.ts";
import { reasonOf } from "../errors.ts";
import { remembering } from "./remember.ts";

const Info = z.object({
  user: z.object({
    tz: z.string().optional(),
    locale: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional() }).optional(),
  }),
});

type Profile = Pick<Caller, "name" | "timeZone" | "locale">;

/** Nobody moves to another time zone more often; nobody waits longer for it. */
const rememberMs = 3_600_000;
const waitMs = 700;
const mostPeople = 10_000;

export interface People {
  /** The caller with what Slack tells about them; as they were where it does not. Never rejects. */
  describe(call: Call, caller: Caller): Promise<Caller>;
}

/** Asks https://docs.slack.dev/reference/methods/users.info, once per person and hour; it needs the scope `users:read`. */
export function knowPeople(log: Log): People {
  const remember = remembering<Profile>(rememberMs, mostPeople);

  async function ask(call: Call, person: string): Promise<Profile> {
    try {
      const args = { user: person, include_locale: true };
      const { user } = await call("users.info", args, Info, `look up ${person}`);
      const name = [user.profile?.display_name, user.real_name].find((each) => each?.trim());
      return {
        ...(name === undefined ? {} : { name }),
        ...(user.tz === undefined || user.tz === "" ? {} : { timeZone: user.tz }),
        ...(user.locale === undefined ? {} : { locale: user.locale }),
      };
    } catch (error) {
      log.info({ platform: "slack", reason: reasonOf(error) }, "A person's time zone is not known");
      return {};
    }
  }

  return {
    async describe(call, caller) {
      const key = `${caller.address.workspace} ${caller.person}`;
      const profile = remember(key, () => ask(call, caller.person));
      return { ...caller, ...(await within(profile, waitMs)) };
    },
  };
}

async function within(profile: Promise<Profile>, ms: number): Promise<Profile> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Profile>((resolve) => {
    timer = setTimeout(() => resolve({}), ms);
  });
  try {
    return await Promise.race([profile, late]);
  } finally {
    clearTimeout(timer);
  }
}
