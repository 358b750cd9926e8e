/** What several settings are made of. */
import { z } from "zod";
import { BotError } from "../errors.ts";
import { termKinds } from "../schedule/filter.ts";
import { parseTimeZone } from "../schedule/rule.ts";
import { orders } from "../schedule/selection.ts";

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

const Terms = z.strictObject({
  topics: Words.exactOptional(),
  authors: Words.exactOptional(),
  sources: Words.exactOptional().meta({
    description: "Names of sources, or hosts such as bbc.co.uk",
  }),
  words: Words.exactOptional().meta({ description: "Words or phrases anywhere in the article" }),
  patterns: Words.exactOptional().meta({ description: "Regular expressions, RE2's syntax" }),
});
const Count = z.int().min(1).max(100);
const Limit = z.strictObject({
  most: Count.exactOptional().meta({ description: "The others stay for the next digest" }),
  least: Count.exactOptional().meta({ description: "Fewer wait for the next digest" }),
  perTopic: z
    .union([Count, z.record(z.string().min(1), Count)])
    .exactOptional()
    .meta({
      description:
        'So many of every topic, or of each that is named: { ai: 2, law: 1, "*": 3 }; * are the others',
    }),
});

/** What a schedule wants; `schedule/selection.ts` reads it. */
export const selectionKeys = {
  topics: Words.exactOptional().meta({
    description: "Only briefings on one of these topics; without it: all",
  }),
  include: Terms.exactOptional().meta({
    description: "Only briefings that fit; of every kind that is named one has to",
  }),
  exclude: Terms.exactOptional().meta({ description: "No briefing that fits any of these" }),
  limit: Limit.exactOptional(),
  order: z.enum(orders).exactOptional().meta({ description: "newest first by default" }),
};

export const Group = z.union([
  z.literal("never"),
  z.strictObject({
    from: z.int().min(2).max(100).exactOptional(),
    minutes: z.int().min(1).max(120).exactOptional(),
  }),
]);

/** The keys within those of a schedule, for whoever mistypes one. */
export const selectionWords = [...termKinds, ...Object.keys(Limit.shape), "from", "minutes"];
