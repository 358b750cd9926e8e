/** What is to be posted where, told to a sender's process. */
import { z } from "zod";

/** So many articles fit into one message of either platform. */
export const digestSize = 3;

export const Job = z.object({
  discord: z
    .object({
      url: z.string(),
      token: z.string(),
      channels: z.array(z.string()),
      pushText: z.boolean(),
    })
    .nullable(),
  /** One per workspace. */
  slack: z.array(z.object({ url: z.string(), channels: z.array(z.string()) })),
  /** With the pace that the platforms' limits ask for, or as fast as it goes. */
  isPaced: z.boolean(),
});
export type Job = z.infer<typeof Job>;

/** `prepare` comes first, `go` starts the work; the answer to `go` comes when all of it is done. */
export const Order = z.discriminatedUnion("order", [
  z.object({ order: z.literal("prepare"), job: Job }),
  z.object({ order: z.literal("go") }),
]);
