/** Why a briefing comes to a channel or not: for each of its schedules, stage by stage. */
import type { Address } from "../platforms/platform.ts";
import { explain, type Explanation, type Stage } from "../schedule/digest.ts";
import type { Filter, Match, TermKind } from "../schedule/filter.ts";
import { pendingApprovals } from "../storage/approvals.ts";
import { loadHolds } from "../storage/schedule-holds.ts";
import { loadSchedule } from "../storage/schedules.ts";
import { deliveriesAbout } from "../storage/posted.ts";
import { lookAhead } from "./outlook.ts";
import type { PlannedSchedule, PlannerOptions } from "./planner.ts";
import { nextRun } from "./preview.ts";

/** One stage that was looked at. `text` is a sentence; instants are in `at`, ISO 8601. */
export interface WhyStage {
  stage: Stage | "paused" | "skipped" | "quiet" | "approval";
  passed: boolean;
  text: string;
  at: string | null;
}

export interface ScheduleWhy {
  name: string;
  /** In the order in which a briefing passes them, up to the one that stops it. */
  stages: readonly WhyStage[];
  /** When it comes; null when something stops it. */
  comesAt: string | null;
  /** What to change; null where nothing is to be done. */
  todo: string | null;
}

export interface DeliveryWhy {
  /** Of `briefing deliveries`. */
  id: number;
  state: string;
  kind: string;
  at: string;
  reason: string | null;
}

export interface Why {
  id: string;
  title: string;
  /** What the channel has of it or is owed, the newest first. */
  deliveries: readonly DeliveryWhy[];
  schedules: readonly ScheduleWhy[];
}

type Source = Pick<PlannerOptions<PlannedSchedule>, "db" | "known">;
/** `made` is null for those of config/bot.yaml. */
type Named = PlannedSchedule & { name: string; made: object | null };

/** Null when nothing is known of this name. `schedules` are those of the channel. */
export async function explainChannel(
  source: Source,
  channel: Address,
  schedules: readonly Named[],
  id: string,
  now: Temporal.Instant,
): Promise<Why | null> {
  const known = source.known().find(({ briefing }) => briefing.id === id);
  if (known === undefined) return null;
  const told: ScheduleWhy[] = [];
  for (const schedule of schedules) told.push(await explainSchedule(source, schedule, id, now));
  const deliveries = (await deliveriesAbout(source.db, channel, id)).map((each) => ({
    ...each,
    at: each.at.toString(),
  }));
  return { id, title: known.briefing.title, deliveries, schedules: told };
}

async function explainSchedule(
  source: Source,
  schedule: Named,
  id: string,
  now: Temporal.Instant,
): Promise<ScheduleWhy> {
  const { db } = source;
  const { name, key } = schedule;
  const { question, quietUntil } = await lookAhead(source, schedule, now, id);
  const explanation = explain(question, id);
  const hold = (await loadHolds(db)).get(key);
  const closed = (await loadSchedule(db, key))?.paused ?? null;
  if (explanation === null) return { name, stages: [], comesAt: null, todo: null };
  const { passed, stop } = explanation;
  const stages: WhyStage[] = passed
    .filter((stage) => stop === null || stage !== stop.stage)
    .flatMap((stage) => passedText(stage, explanation, schedule));
  if (stop !== null) {
    const [stage, todo] = stopped(explanation, schedule);
    return { name, stages: [...stages, stage], comesAt: null, todo };
  }
  const paused = hold?.paused ?? null;
  const rest = paused === null ? closed : { at: paused.at, reason: `by ${paused.by}` };
  if (rest !== null) {
    const text = `The schedule is paused: ${rest.reason}`;
    stages.push({ stage: "paused", passed: false, text, at: rest.at.toString() });
    return {
      name,
      stages,
      comesAt: null,
      todo: `\`${schedule.made === null ? "briefing schedules" : "/digest"} resume ${name}\` lets it go on.`,
    };
  }
  if (hold?.skipAt) {
    const text = "The next run is left out, because somebody said so.";
    stages.push({ stage: "skipped", passed: true, text, at: hold.skipAt.toString() });
  }
  if (quietUntil !== null) {
    const text = "Quiet hours hold everything until their end.";
    stages.push({ stage: "quiet", passed: true, text, at: quietUntil.toString() });
  }
  const asked = (await pendingApprovals(db)).find((each) => each.schedule === key);
  if (schedule.approval?.needs === "required" && asked !== undefined) {
    const isShown = asked.briefings.includes(id);
    stages.push({
      stage: "approval",
      passed: false,
      text: isShown
        ? "It waits until the digest that it is in is approved."
        : "It came after the digest was shown to its approver: it is in the next one.",
      at: asked.slotAt.toString(),
    });
    const todo = `Approve it where you were asked, or under \`/digest list\`${asked.unreached ? `: ${asked.unreached}` : ""}.`;
    return { name, stages, comesAt: null, todo: isShown ? todo : null };
  }
  if (schedule.approval !== undefined) {
    const { needs } = schedule.approval;
    const text =
      needs === "required" ? "It goes out only when approved." : "It goes out unless it is vetoed.";
    stages.push({ stage: "approval", passed: true, text, at: null });
  }
  const comesAt = nextRun(schedule, hold, now);
  return {
    name,
    stages,
    comesAt: comesAt?.toString() ?? null,
    todo: comesAt === null ? "No run is to come: its rule never happens again." : null,
  };
}

function passedText(
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
        by.length === 0 ? "All are wanted." : `It is wanted: ${by.map(term).join(", ")}.`,
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
function stopped(
  { stop, decision }: Explanation,
  { selection, name, made }: Named,
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
      return said("It is a draft.", "Take `status: draft` out of its file.");
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
