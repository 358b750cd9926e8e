/** Every platform's rig as a platform of the running bot, which brings its own bot to it. */
import type { PlatformEntry, PlatformName } from "../../src/platforms/index.ts";
import type { Bot, Log, Platform } from "../../src/platforms/platform.ts";
import { openDiscordRig } from "./discord.rig.ts";
import type { OpenRig, Rig } from "./rig.ts";
import { openSlackRig } from "./slack.rig.ts";
import { openWebRig } from "./web.rig.ts";

const rigs: Readonly<Record<PlatformName, OpenRig>> = {
  web: openWebRig,
  slack: openSlackRig,
  discord: openDiscordRig,
};

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The platform of a rig, which exists only once the app starts it with its own bot. */
export function rigged(name: PlatformName): { entry: PlatformEntry; rig(): Rig; bot(): Bot } {
  let opened: Rig | undefined;
  let started: Bot | undefined;
  const rig = (): Rig => {
    if (opened === undefined) throw new Error(`${name} is not started`);
    return opened;
  };
  const platform: Platform = {
    name,
    render: (message) => rig().platform.render(message),
    locate: () => rig().platform.locate(rig().channel),
    post: (...call) => rig().platform.post(...call),
    edit: (...call) => rig().platform.edit(...call),
    find: (...call) => rig().platform.find(...call),
    start: async (bot) => {
      started = bot;
      opened = await rigs[name](bot);
    },
    stop: () => rig().stop(),
    mayManage: () => Promise.resolve(true),
    managers: "",
    directTo: (...who) => rig().platform.directTo(...who),
    describe: () => name,
  };
  return {
    entry: {
      open: () => Promise.resolve({ state: "on", platform }),
      renderer: () => Promise.reject(new Error("not used")),
      check: () => Promise.resolve([]),
    },
    rig,
    bot: () => {
      if (started === undefined) throw new Error(`${name} is not started`);
      return started;
    },
  };
}
