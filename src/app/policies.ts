/** What the dispatcher has to know of each platform. */
import type { Dispatcher } from "../delivery/dispatcher.ts";
import type { PlatformRegistry } from "../platforms/index.ts";
import type { Pace } from "../platforms/platform.ts";

export function policies(
  registry: PlatformRegistry,
): Pick<ConstructorParameters<typeof Dispatcher>[0], "paces" | "repostWithinMs"> {
  const paces: Record<string, Pace> = {};
  const repostWithinMs: Record<string, number> = {};
  for (const [name, entry] of Object.entries(registry)) {
    if (entry.pace !== undefined) paces[name] = entry.pace;
    if (entry.repostWithinMs !== undefined) repostWithinMs[name] = entry.repostWithinMs;
  }
  return { paces, repostWithinMs };
}
