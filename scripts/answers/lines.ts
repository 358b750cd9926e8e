/** The lines of the development set, read from beside the project. Nothing of the answerer is loaded for it. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const folder = new URL("../../../shared/data/", import.meta.url);

const ArticleLine = z.strictObject({
  id: z.string(),
  title: z.string(),
  sentences: z.array(z.string()),
  paragraph: z.array(z.int()),
});

const QuestionLine = z.strictObject({
  id: z.string(),
  article: z.string(),
  question: z.string(),
  answerable: z.boolean(),
  gold: z.array(z.int()),
  answers: z.array(z.string()),
});

export type ArticleLine = z.infer<typeof ArticleLine>;

export interface Lines {
  articles: readonly ArticleLine[];
  questions: readonly z.infer<typeof QuestionLine>[];
}

function read<Line>(name: string, shape: z.ZodType<Line>): readonly Line[] {
  return readFileSync(new URL(`squad2-briefings.${name}.jsonl`, folder), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => shape.parse(JSON.parse(line)));
}

/** Undefined where the data is not there. */
export function loadLines(): Lines | undefined {
  if (!existsSync(new URL("squad2-briefings.articles.jsonl", folder))) return undefined;
  return { articles: read("articles", ArticleLine), questions: read("questions", QuestionLine) };
}
