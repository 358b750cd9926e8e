/** Settings of which every channel may have its own: `default`, and channels as platform:name. */
import { findChannel, unknownChannel } from "./read-schedule.ts";
import type { ConfiguredChannel } from "./config.ts";
import type { Issue } from "./yaml.ts";

export interface ByChannel<Mode> {
  default: Mode;
  channels: ReadonlyMap<ConfiguredChannel, Mode>;
}

/** Pure. `key` is what it is called in the configuration; `usual` is the default where none is written. */
export function readByChannel<Mode extends string>(
  key: string,
  written: Readonly<Record<string, Mode>>,
  usual: NoInfer<Mode>,
  channels: readonly ConfiguredChannel[],
): { modes: ByChannel<Mode>; issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const modes = new Map<ConfiguredChannel, Mode>();
  for (const [name, mode] of Object.entries(written)) {
    if (name === "default") continue;
    const channel = findChannel(channels, name);
    if (channel === undefined) issues.push(unknownChannel([key, name], name, channels));
    else modes.set(channel, mode);
  }
  return { modes: { default: written["default"] ?? usual, channels: modes }, issues };
}
