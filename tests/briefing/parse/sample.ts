/** A small article in both forms, and how the tests of the parser read it. */
import { parseBriefing } from "../../../src/briefing/parse/parse.ts";
import type { Parsed } from "../../../src/briefing/parse/parse.ts";
import { formatProblem } from "../../../src/briefing/problems.ts";

export const plainArticle = `Lighthouses go dark to save birds
Preface
Three lighthouses switch their beams off during migration.
Lazy bag
Fewer birds die, and ships do not mind.
Main Body
Every autumn millions of birds cross the strait at night.
Sailors were asked first, and "nobody objected".
Key Insights Table
| Aspect | Description |
|---|---|
| Birds saved | About 4,000 a year |
| Cost | None |`;

export const markdownArticle = `# Lighthouses go dark to save birds

## Preface

Three lighthouses switch their beams off
during migration.

## Summary

Fewer birds die, and ships do not mind.

## Body

Every autumn millions of birds cross the strait at night.

Sailors were asked first, and "nobody objected".

## Key Facts

| Aspect | Description |
| --- | --- |
| Birds saved | About 4,000 a year |
| Cost | None |
`;

export function parse(content: string | Uint8Array, file = "briefings/x.md"): Parsed {
  return parseBriefing(content, { file, timeZone: "Europe/Berlin" });
}

/** Every problem in one line each. */
export function problemsOf(content: string | Uint8Array, file?: string): readonly string[] {
  return parse(content, file).problems.map(formatProblem);
}

/** `line:column kind` of every problem. */
export function kindsOf(content: string | Uint8Array): readonly string[] {
  return parse(content).problems.map(({ line, column, kind }) => `${line}:${column} ${kind}`);
}

/** A Markdown article around this body. */
export function withBody(body: string): string {
  return `# T\n\n## Preface\n\nP.\n\n## Summary\n\nS.\n\n## Body\n\n${body}\n\n## Key Facts\n\n- **A**: b\n`;
}

/** A Markdown article around these insights; they begin on line 15. */
export function withInsights(insights: string): string {
  return `# T\n\n## Preface\n\nP.\n\n## Summary\n\nS.\n\n## Body\n\nB.\n\n## Key Facts\n${insights}\n`;
}
