/** The platforms of the registry: opened, started, started again when the service was not to be reached, stopped. */
import type { Config } from "../config/config.ts";
import type { Clock } from "../delivery/clock.ts";
import { BotError } from "../errors.ts";
import { platformNames, type PlatformName, type PlatformRegistry } from "../platforms/index.ts";
import type { Bot, Health, Log, Platform, Vault } from "../platforms/platform.ts";

/** Connected, switched off by missing settings, or not to be had for now. */
export type PlatformState =
  | { state: "on"; platform: Platform }
  | { state: "off"; missing: string }
  | { state: "failed"; error: BotError; isTriedAgain: boolean };

export interface Connections {
  /** Those that are connected, by name. */
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly states: ReadonlyMap<PlatformName, PlatformState>;
  /** Resolves when every platform is on or has failed. `onConnected` is called for each that comes on later. */
  start(bot: Bot, onConnected: () => void): Promise<void>;
  stop(): Promise<void>;
}

interface ConnectionOptions {
  config: Config;
  env: Readonly<Record<string, string | undefined>>;
  dataDirectory: string;
  clock: Clock;
  log: Log;
  registry: PlatformRegistry;
  health: () => Promise<Health>;
  /** Where each platform keeps its secrets; absent without a key for them. */
  vaultOf: ((platform: string) => Vault) | undefined;
}

/** How long after a service could not be reached at start it is tried again. */
export const restartMs = 30_000;

/** Only these may pass by themselves; wrong settings and tokens need a person. */
const passing: ReadonlySet<string> = new Set(["unreachable", "ambiguous", "rate-limited"]);

export function createConnections(options: ConnectionOptions): Connections {
  const { clock, log } = options;
  const platforms = new Map<string, Platform>();
  const states = new Map<PlatformName, PlatformState>();
  const opened = new Set<Platform>();
  const cancels = new Set<() => void>();

  async function open(name: PlatformName): Promise<Platform | undefined> {
    const { config, env, dataDirectory, health, vaultOf } = options;
    const channels = config.channels
      .filter(({ platform }) => platform === name)
      .map(({ channel, title }) => ({ name: channel, title }));
    try {
      const result = await options.registry[name].open({
        env,
        channels,
        dataDirectory,
        slackManagers: config.slackManagers,
        log,
        health,
        ...(vaultOf === undefined ? {} : { vault: () => vaultOf(name) }),
      });
      if (result.state === "off") states.set(name, result);
      else opened.add(result.platform);
      return result.state === "on" ? result.platform : undefined;
    } catch (error) {
      states.set(name, { state: "failed", error: asBotError(error), isTriedAgain: false });
      return undefined;
    }
  }

  async function connect(
    name: PlatformName,
    platform: Platform,
    bot: Bot,
    onConnected: () => void,
  ): Promise<void> {
    try {
      await platform.start(bot);
      platforms.set(name, platform);
      states.set(name, { state: "on", platform });
      onConnected();
    } catch (error) {
      const failure = asBotError(error);
      const isTriedAgain = passing.has(failure.kind);
      states.set(name, { state: "failed", error: failure, isTriedAgain });
      log.error({ platform: name, kind: failure.kind, hint: failure.hint }, failure.message);
      if (!isTriedAgain) return;
      const cancel = clock.after(restartMs, () => {
        cancels.delete(cancel);
        void connect(name, platform, bot, onConnected);
      });
      cancels.add(cancel);
    }
  }

  return {
    platforms,
    states,
    async start(bot, onConnected) {
      await Promise.all(
        platformNames.map(async (name) => {
          const platform = await open(name);
          if (platform !== undefined) await connect(name, platform, bot, onConnected);
        }),
      );
    },
    async stop() {
      for (const cancel of cancels) cancel();
      platforms.clear();
      await Promise.all(
        [...opened].map((platform) =>
          platform.stop().catch((error: unknown) => {
            log.warn({ platform: platform.name, err: error }, "a platform did not stop cleanly");
          }),
        ),
      );
    },
  };
}

function asBotError(error: unknown): BotError {
  if (error instanceof BotError) return error;
  return new BotError("internal", error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}

/** Pages that are open show what is there now. */
export function refreshPages(platforms: Connections["platforms"]): void {
  for (const platform of platforms.values()) platform.refreshPages?.();
}
