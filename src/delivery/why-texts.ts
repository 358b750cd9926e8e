/** The rules of `why` in words: what let a briefing through, what stopped it, and what to change. Pure. */
import type { Briefing } from "../briefing/briefing.ts";
import type { Explanation, Stage } from "../schedule/digest.ts";
import type { Filter, Match, TermKind } from "../schedule/filter.ts";
import type { PlannedSchedule } from "./planner.ts";

/** One stage that was looked at. `text` is a sentence; instants are in `at`, ISO 8601. */
export interface WhyStage {
  stage: Stage | "paused" | "skipped" | "day" | "quiet" | "group" | "approval";
  passed: boolean;
  text: string;
  at: string | null;
}

/** `made` is null for those of config/bot.yaml. */
export type Named = PlannedSchedule & { name: string; made: object | null };

export function passedText(
  stage: Stage,
  { decision }: Explanation,
  { selection }: PlannedSchedule,
): readonly WhyStage[] {
  const said = (text: string): readonly WhyStage[] => [{ stage, passed: true, text, at: null }];
  const { perTopic, most, least } = selection.limits;
  switch (stage) {
    case "draft":
      return said("It is ready, and no draft.");
    case "embargo":
      return said("No embargo holds it.");
    case "since":
      return said("It is news for this schedule.");
    case "include": {
      const by = decision.included.flatMap(({ by: match }) => match ?? []);
      return said(
        by.length === 0
          ? "The schedule wants all briefings."
          : `It is wanted: ${by.map(term).join(", ")}.`,
      );
    }
    case "exclude":
      return said("Nothing in it is excluded.");
    case "posted":
      return said("The channel does not have it yet.");
    case "perTopic":
      return perTopic === null ? [] : said("It is within the limits of its topics.");
    case "most":
      return most === null ? [] : said(`It is among the first ${most}.`);
    case "least":
      return least <= 1 ? [] : said(`There are at least ${least}.`);
  }
}

/** What stops it, and what to change. */
export function stopped(
  { stop, decision }: Explanation,
  { selection, name, made }: Named,
  status: Briefing["status"],
): readonly [WhyStage, string | null] {
  if (stop === null) throw new TypeError("nothing stops it");
  const where =
    made === null
      ? `under \`schedules.${name}\` in \`config/bot.yaml\``
      : `with \`/digest edit ${name}\``;
  const said = (
    text: string,
    todo: string | null,
    at: Temporal.Instant | null = null,
  ): readonly [WhyStage, string | null] => [
    { stage: stop.stage, passed: false, text, at: at?.toString() ?? null },
    todo,
  ];
  switch (stop.stage) {
    case "draft":
      return status === "withdrawn"
        ? said(
            "It is withdrawn.",
            "Take `status: withdrawn` out of its file, or bring the file back.",
          )
        : said("It is a draft.", "Take `status: draft` out of its file.");
    case "embargo":
      return said(
        "An embargo holds it.",
        "Wait for its end, or change `embargoUntil` in its file.",
        stop.until,
      );
    case "since":
      return said(
        "It was ready before this schedule began, or was changed to want it, or it waited too long: it is no news for it.",
        "`/briefing show` with `share` posts it.",
        stop.readyAt,
      );
    case "include":
      return said(
        `It is not among what is wanted: ${missing(selection.filter, decision.included)}.`,
        `Change the article, or what is wanted ${where}.`,
      );
    case "exclude":
      return said(
        `It is excluded: ${decision.excludedBy === null ? "by a filter" : term(decision.excludedBy)}.`,
        `Change the article, or what is excluded ${where}.`,
      );
    case "posted":
      return said("The channel has it, or is about to.", null);
    case "perTopic":
      return said(
        `There are more than ${stop.limit} on ${stop.topic}, and that is the limit of this topic: it waits for the next run.`,
        `Wait, or raise \`perTopic\` ${where}.`,
      );
    case "most":
      return said(
        `There are more than ${stop.limit}, and it is number ${stop.place}: it waits for the next run.`,
        `Wait, or raise the limit ${where}.`,
      );
    case "least":
      return said(
        `There are ${stop.count}, and the schedule waits for ${stop.limit}.`,
        `Wait for more, or lower the limit ${where}.`,
      );
  }
}

const kindWords: Readonly<Record<TermKind, string>> = {
  topics: "topic",
  authors: "author",
  sources: "source",
  words: "word",
  patterns: "pattern",
};

function term({ kind, term: text }: Match): string {
  return `${kindWords[kind]} “${text}”`;
}

function missing(
  { include }: Filter,
  included: readonly { kind: TermKind; by: Match | null }[],
): string {
  return included
    .filter(({ by }) => by === null)
    .map(({ kind }) => `it has no ${kindWords[kind]} of ${include[kind].join(", ")}`)
    .join(", and ");
}
