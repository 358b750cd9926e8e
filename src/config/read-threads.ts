/** How much is said unasked in the threads of each channel. */
import { findChannel, unknownChannel } from "./read-schedule.ts";
import type { ConfiguredChannel, ThreadMode } from "./config.ts";
import type { Issue } from "./yaml.ts";

export interface Threads {
  default: ThreadMode;
  channels: ReadonlyMap<ConfiguredChannel, ThreadMode>;
}

/** Pure. */
export function readThreads(
  written: Readonly<Record<string, ThreadMode>>,
  channels: readonly ConfiguredChannel[],
): { threads: Threads; issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const modes = new Map<ConfiguredChannel, ThreadMode>();
  for (const [name, mode] of Object.entries(written)) {
    if (name === "default") continue;
    const channel = findChannel(channels, name);
    if (channel === undefined) issues.push(unknownChannel(["threads", name], name, channels));
    else modes.set(channel, mode);
  }
  return { threads: { default: written["default"] ?? "notes", channels: modes }, issues };
}
