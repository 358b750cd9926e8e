/** What several settings are made of. */
import { z } from "zod";
import { BotError } from "../errors.ts";
import { parseTimeZone } from "../schedule/rule.ts";

export const Words = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
export const TimeZone = z
  .string()
  .superRefine((zone, context) => {
    try {
      parseTimeZone(zone);
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      context.addIssue({ code: "custom", message: error.message, params: { hint: error.hint } });
    }
  })
  .meta({ description: "An IANA time zone such as Europe/London" });
