/** What the process of a bot is told before people begin to type. */
import { z } from "zod";

export const CommandsOrder = z.discriminatedUnion("order", [
  z.object({
    order: z.literal("start"),
    slack: z.string(),
    discord: z.object({ url: z.string(), token: z.string() }),
    /** Of articles; the echo needs none. */
    folder: z.string(),
  }),
  z.object({ order: z.literal("memory") }),
]);

export const Memory = z.object({ heapMb: z.number(), residentMb: z.number() });

/** After everything that can be freed was freed. */
export function measureMemory(): z.infer<typeof Memory> {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapMb: (heapUsed + external) / 1e6, residentMb: rss / 1e6 };
}
