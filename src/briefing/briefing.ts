/** A parsed, validated article. */
import { z } from "zod";
import { Span, TextBlock } from "./blocks.ts";

/** One line of the Key Insights Table. Neither cell is empty. */
const Insight = z.strictObject({
  aspect: z.array(Span).readonly(),
  description: z.array(Span).readonly(),
});
export type Insight = z.infer<typeof Insight>;

const Instant = z.iso.datetime();

export const Briefing = z.strictObject({
  /** Lower-case words joined by "-"; unique in the archive. Defaults to the file name without its ending. */
  id: z
    .string()
    .regex(/^[\p{Ll}\p{Lo}\p{Lm}\p{N}][\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_.-]*$/u)
    .max(64),
  title: z.string().min(1),
  /** Preface. */
  preface: z.array(TextBlock).readonly(),
  /** The article's *Lazy bag*: prose or bullets. */
  summary: z.array(TextBlock).readonly(),
  /** Main Body. */
  body: z.array(TextBlock).readonly(),
  /** Key Insights Table, in the order of the article. */
  insights: z.strictObject({
    /** The header cells; "Aspect" and "Description" where the article has a list instead of a table. */
    header: z.tuple([z.string(), z.string()]).readonly(),
    rows: z.array(Insight).readonly(),
  }),
  topics: z.array(z.string().min(1)).readonly(),
  status: z.enum(["ready", "draft", "withdrawn"]),
  /** Instants are ISO 8601 in UTC ("2026-11-22T09:00:00Z"). */
  publishedAt: Instant.exactOptional(),
  /** Not shown to anybody before this instant. */
  embargoUntil: Instant.exactOptional(),
  updatedAt: Instant.exactOptional(),
  source: z
    .strictObject({ name: z.string().min(1), url: z.url({ protocol: /^https?$/ }).exactOptional() })
    .exactOptional(),
  author: z.string().min(1).exactOptional(),
  /** The id of an earlier briefing that this one is a follow-up of. */
  updates: z.string().min(1).max(64).exactOptional(),
  /** BCP 47, such as "en" or "pt-BR". */
  language: z.string().min(2).exactOptional(),
});
export type Briefing = z.infer<typeof Briefing>;

/** Whether readers may see it at this instant: no draft, not withdrawn, and no embargo in force. */
export function isPublic(
  briefing: Pick<Briefing, "status" | "embargoUntil">,
  at: Temporal.Instant,
): boolean {
  return (
    briefing.status === "ready" &&
    (briefing.embargoUntil === undefined ||
      Temporal.Instant.compare(Temporal.Instant.from(briefing.embargoUntil), at) <= 0)
  );
}
