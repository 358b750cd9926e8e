/** What a schedule wants: a filter, how many at most and at least, and in which order. */
import { z } from "zod";
import { everything, type Filter, Terms } from "./filter.ts";

export const orders = ["newest", "oldest", "topic"] as const;
export type Order = (typeof orders)[number];

/** What a digest does on a day without anything new. */
export const emptyDays = ["silent", "say", "most-read"] as const;
export type EmptyDay = (typeof emptyDays)[number];

export interface Limits {
  /** More than this stay for the next digest. Null: no limit. */
  most: number | null;
  /** Fewer than this wait for the next digest. */
  least: number;
  /** So many of one topic; the others stay for the next digest. Null: no limit. */
  perTopic: PerTopic | null;
}

export interface PerTopic {
  /** Topics in lower case. */
  named: ReadonlyMap<string, number>;
  /** Of every topic that is not named. Null: no limit. */
  others: number | null;
}

/** How many of this topic, in any case; null: no limit. */
export function limitOf({ named, others }: PerTopic, topic: string): number | null {
  return named.get(topic.toLowerCase()) ?? others;
}

/** Stands for the topics that are not named. */
const anyTopic = "*";

export interface Selection {
  filter: Filter;
  limits: Limits;
  /** Newest and oldest by the day of publication where it is given; by topic: the newest first within each. */
  order: Order;
}

const Count = z.int().min(1).max(100);

/** One number for every topic, or one for each that is named. */
const PerTopic = z
  .union([Count, z.record(z.string(), Count)])
  .transform((written, context): PerTopic => {
    if (typeof written === "number") return { named: new Map(), others: written };
    const named = new Map<string, number>();
    for (const [topic, count] of Object.entries(written)) {
      const name = topic.trim().toLowerCase();
      if (named.has(name)) {
        context.addIssue({
          code: "custom",
          path: [topic],
          message: `The topic ${JSON.stringify(topic)} is written twice; case does not count.`,
          params: { hint: "Keep one of them." },
          input: written,
        });
      }
      named.set(name, count);
    }
    const others = named.get(anyTopic) ?? null;
    named.delete(anyTopic);
    return { named, others };
  });

/** As people write it. `topics` is short for `include: { topics }`. */
export const Selection = z
  .strictObject({
    topics: z.union([z.string(), z.array(z.string())]).exactOptional(),
    include: Terms.exactOptional(),
    exclude: Terms.exactOptional(),
    limit: z
      .strictObject({
        most: Count.exactOptional(),
        least: Count.exactOptional(),
        perTopic: PerTopic.exactOptional(),
      })
      .exactOptional(),
    order: z.enum(orders).exactOptional(),
  })
  .transform(({ topics, include, exclude, limit, order }, context): Selection => {
    const short = Terms.parse(topics === undefined ? {} : { topics });
    const wanted = include ?? everything.include;
    if (short.topics.length > 0 && wanted.topics.length > 0) {
      context.addIssue({
        code: "custom",
        path: ["topics"],
        message: "The topics are written twice, here and under include.",
        params: { hint: "Write them in one of the two places." },
        input: topics,
      });
    }
    const { most = null, least = 1, perTopic = null } = limit ?? {};
    if (most !== null && least > most) {
      context.addIssue({
        code: "custom",
        path: ["limit", "least"],
        message: `At least ${least} and at most ${most} is never.`,
        params: { hint: "Make least the smaller one." },
        input: limit,
      });
    }
    return {
      filter: {
        include: { ...wanted, topics: [...wanted.topics, ...short.topics] },
        exclude: exclude ?? everything.exclude,
      },
      limits: { most, least, perTopic },
      order: order ?? "newest",
    };
  });

const noLimits: Limits = { most: null, least: 1, perTopic: null };
export const selectAll: Selection = { filter: everything, limits: noLimits, order: "newest" };

/**
 * What a schedule's filter is recognised by when it comes back: the same text for the same filter, however it is
 * written.
 */
export function filterFingerprint({ include, exclude }: Filter): string {
  const topics = include.topics.toSorted();
  const named = [include, exclude].map((terms) =>
    Object.fromEntries(
      Object.entries(terms).flatMap(([kind, list]: [string, readonly string[]]) =>
        list.length === 0 ? [] : [[kind, list.toSorted()]],
      ),
    ),
  );
  const [wanted = {}, unwanted = {}] = named;
  const onlyTopics = Object.keys(wanted).every((kind) => kind === "topics");
  // The form of the first version, so that an update of the bot does not look like a new filter.
  if (onlyTopics && Object.keys(unwanted).length === 0) return JSON.stringify(topics);
  return JSON.stringify({ include: wanted, exclude: unwanted });
}
