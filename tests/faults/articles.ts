/** The work: articles of which every paragraph carries a mark, and a configuration that posts each everywhere. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Work {
  /** Articles; each becomes public a while after the one before it. */
  articles: number;
  paragraphs: number;
  startMs: number;
  /** Between two articles. Within it every channel has its own minute, so that there is always something to do. */
  everyMinutes: number;
}

export function markOf(article: number, paragraph: number): string {
  return `¶${String(article).padStart(3, "0")}.${String(paragraph).padStart(3, "0")}`;
}

export const markPattern = /¶(\d{3})\.(\d{3})/g;

/** When the last article has been due everywhere. */
export function lastAtMs({ articles, startMs, everyMinutes }: Work): number {
  return startMs + articles * everyMinutes * 60_000;
}

const filler = "The council has met again and has found that the bridge is still there. ".repeat(6);

function articleOf(work: Work, number: number): string {
  const publicAt = Temporal.Instant.fromEpochMilliseconds(
    work.startMs + number * work.everyMinutes * 60_000,
  );
  const paragraphs = Array.from(
    { length: work.paragraphs },
    (_, index) => `${markOf(number, index)} ${filler}`,
  );
  return `---
topics: [bridges]
embargoUntil: ${publicAt.toString()}
source: { name: City desk, url: https://example.org/bridge }
---
# Article ${number} about the bridge

## Preface
${paragraphs.join("\n\n")}

## Lazy bag
- It is there.

## Main Body
Nobody reads on.

## Key Insights Table
| Aspect | Description |
|---|---|
| Length | The bridge is 1,204 metres long. |
`;
}

/** The same marks as single posts, for a bot that has no articles. */
export function writePlainWork(folder: string, channels: Channels, work: Work): void {
  const items = Array.from({ length: work.articles * work.paragraphs }, (_, index) => {
    const article = Math.floor(index / work.paragraphs);
    return `${markOf(article, index % work.paragraphs)} ${filler}`;
  }).flatMap((text) =>
    (["slack", "discord"] as const).flatMap((platform) =>
      channels[platform].map((channel) => ({ platform, channel, text })),
    ),
  );
  writeFileSync(join(folder, "work.json"), JSON.stringify(items));
}

interface Channels {
  slack: readonly string[];
  discord: readonly string[];
}

function configOf({ slack, discord }: Channels, work: Work, briefings: string): string {
  const list = (ids: readonly string[]): string =>
    ids.map((id, index) => `    c${index}: "${id}"`).join("\n");
  const all = [
    ...slack.map((_, index) => `slack:c${index}`),
    ...discord.map((_, index) => `discord:c${index}`),
  ];
  const schedules = Array.from({ length: work.everyMinutes }, (_, minute) => ({
    minute,
    to: all.filter((_channel, index) => index % work.everyMinutes === minute),
  })).filter(({ to }) => to.length > 0);
  return `briefings: ${briefings}
channels:
  web: {}
  slack:${slack.length === 0 ? " {}" : `\n${list(slack)}`}
  discord:${discord.length === 0 ? " {}" : `\n${list(discord)}`}
schedules:
${schedules
  .map(
    ({ minute, to }) => `  s${minute}:
    to: [${to.map((each) => `"${each}"`).join(", ")}]
    cron: "${minute}-59/${work.everyMinutes} * * * *"
    form: each
    group: never
    first: now`,
  )
  .join("\n")}
`;
}

/** Gives the path of the configuration. */
export function writeWork(folder: string, channels: Channels, work: Work): string {
  const briefings = join(folder, "briefings");
  mkdirSync(briefings, { recursive: true });
  for (let number = 0; number < work.articles; number += 1) {
    writeFileSync(join(briefings, `article-${number}.md`), articleOf(work, number));
  }
  const file = join(folder, "bot.yaml");
  writeFileSync(file, configOf(channels, work, briefings));
  return file;
}
