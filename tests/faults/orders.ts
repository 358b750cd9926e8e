/** What the rig tells the bot's process. */
import { z } from "zod";

/** Moments in the bot's own work at which it can be ended. */
export const botPoints = [
  "before an occurrence is committed",
  "after an occurrence is committed",
  "before a claim is committed",
  "after a claim is committed",
  "after the answer, before it is committed",
  "after it is committed as sent",
  "before what was cut off is taken up",
  "after what was cut off is taken up",
] as const;
const BotPoint = z.enum(botPoints);
export type BotPoint = z.infer<typeof BotPoint>;

export const Start = z.strictObject({
  timeline: z.strictObject({ realMs: z.number(), startMs: z.number(), factor: z.number() }),
  control: z.enum(["no settle time"]).nullable(),
  /** Files to load before the word to go. */
  prepare: z.array(z.string()),
  /** Where to keep what was compiled. */
  cache: z.string(),
});
export type Start = z.infer<typeof Start>;

/** `nth`: how often the moment passes before. */
export const Go = z.strictObject({
  crash: z.strictObject({ point: BotPoint, nth: z.int() }).nullable(),
});
export type Go = z.infer<typeof Go>;
