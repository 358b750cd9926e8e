/** The App Home of everybody who opened it (https://docs.slack.dev/surfaces/app-home), kept up to date. */
import { z } from "zod";
import type { Bot, Caller } from "../../platform.ts";
import { checked, type Voice } from "./answers.ts";
import { reasonOf } from "../errors.ts";
import { homeView } from "../forms/views.ts";

export interface Homes {
  /** Somebody looks at theirs. Never rejects. */
  open(voice: Voice, caller: Caller): Promise<void>;
  /** Somebody did something: what they see of it is shown anew where it changed. Never rejects. */
  refresh(voice: Voice, caller: Caller): Promise<void>;
}

/** Of those who opened theirs first, the next deed is not shown until they open it again. */
const mostHomes = 1_000;

const Published = z.object({});

export function keepHomes(bot: Bot): Homes {
  /** What each person saw last; absent for whoever never opened it since the start. */
  const shown = new Map<string, string>();

  async function publish({ call, log }: Voice, caller: Caller, always: boolean): Promise<void> {
    const { person, address } = caller;
    const key = `${address.workspace} ${person}`;
    const own = {
      ...caller,
      address: { platform: address.platform, workspace: address.workspace, channel: person },
    };
    try {
      const view = checked(log, homeView(await bot.onHome(own)));
      const text = JSON.stringify(view);
      if (!always && shown.get(key) === text) return;
      await call("views.publish", { user_id: person, view }, Published, "show the App Home");
      shown.delete(key);
      shown.set(key, text);
      const [oldest] = shown.keys();
      if (shown.size > mostHomes && oldest !== undefined) shown.delete(oldest);
    } catch (error) {
      log.warn({ platform: "slack", reason: reasonOf(error) }, "The App Home could not be shown");
    }
  }

  return {
    open: (voice, caller) => publish(voice, caller, true),
    refresh: async (voice, caller) => {
      if (shown.has(`${caller.address.workspace} ${caller.person}`))
        await publish(voice, caller, false);
    },
  };
}
