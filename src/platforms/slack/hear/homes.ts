/** The App Home of everybody who opened it (https://docs.slack.dev/surfaces/app-home), kept up to date. */
import { setTimeout as wait } from "node:timers/promises";
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
  /** Others see it too, a moment later and one after the other: whoever may still be looking. */
  refreshAll(): void;
  stop(): void;
}

/** Of those who opened theirs first, the next deed is not shown until they open it again. */
const mostHomes = 1_000;
/** Slack does not tell when somebody looks away; whoever comes back is shown a new one anyhow. */
const lookingMs = 30 * 60_000;
/** Changes come in swarms, such as a folder of new articles. */
const calmMs = 1_000;
/** What a page needs may be asked of Slack fifty times a minute (https://docs.slack.dev/apis/web-api/rate-limits). */
const betweenMs = 1_300;

interface Looking {
  voice: Voice;
  caller: Caller;
  /** What they saw last. */
  text: string;
  atMs: number;
}

const Published = z.object({});

export function keepHomes(bot: Bot): Homes {
  /** Absent: whoever never opened it since the start. The last to do something is the last. */
  const homes = new Map<string, Looking>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let isDue = false;
  let isRunning = false;

  const keyOf = ({ address, person }: Caller): string => `${address.workspace} ${person}`;

  async function show(voice: Voice, caller: Caller, before?: string): Promise<string | undefined> {
    const { person, address } = caller;
    const own = {
      ...caller,
      address: { platform: address.platform, workspace: address.workspace, channel: person },
    };
    try {
      const view = checked(voice.log, homeView(await bot.onHome(own)));
      const text = JSON.stringify(view);
      if (text === before) return text;
      const args = { user_id: person, view };
      await voice.call("views.publish", args, Published, "show the App Home");
      return text;
    } catch (error) {
      const reason = reasonOf(error);
      voice.log.warn({ platform: "slack", reason }, "The App Home could not be shown");
      return undefined;
    }
  }

  async function publish(voice: Voice, caller: Caller, before?: string): Promise<void> {
    const text = await show(voice, caller, before);
    if (text === undefined) return;
    homes.delete(keyOf(caller));
    homes.set(keyOf(caller), { voice, caller, text, atMs: performance.now() });
    const [oldest] = homes.keys();
    if (homes.size > mostHomes && oldest !== undefined) homes.delete(oldest);
  }

  async function showAll(): Promise<void> {
    await wait(calmMs, undefined, { signal, ref: false });
    while (isDue) {
      isDue = false;
      const sinceMs = performance.now() - lookingMs;
      for (const key of homes.keys().toArray()) {
        const home = homes.get(key);
        if (home === undefined || home.atMs < sinceMs) continue;
        const text = await show(home.voice, home.caller, home.text);
        // They may have done something meanwhile, and seen what came of that.
        if (text !== undefined && homes.get(key) === home) home.text = text;
        await wait(betweenMs, undefined, { signal, ref: false });
      }
    }
  }

  return {
    open: (voice, caller) => publish(voice, caller),
    refresh: async (voice, caller) => {
      const home = homes.get(keyOf(caller));
      if (home !== undefined) await publish(voice, caller, home.text);
    },
    refreshAll: () => {
      isDue = true;
      if (isRunning || homes.size === 0 || signal.aborted) return;
      isRunning = true;
      // Stopped while it waited.
      void showAll()
        .catch(() => undefined)
        .finally(() => {
          isRunning = false;
        });
    },
    stop: () => stopping.abort(),
  };
}
