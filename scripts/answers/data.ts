/** The question-answering development set, read from beside the project. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { articleOf, type Article } from "../../src/answer/article.ts";
import type { Passage } from "../../src/answer/passages.ts";

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

export interface Text {
  id: string;
  title: string;
  passages: readonly Passage[];
  article: Article;
}

export interface Asking {
  id: string;
  text: Text;
  question: string;
  answerable: boolean;
  gold: readonly number[];
  answers: readonly string[];
}

export interface DataSet {
  texts: readonly Text[];
  askings: readonly Asking[];
  /** Titles are dealt into folds: a model that learnt from some folds is judged on another. */
  foldOf(title: string): number;
}

export const folds = 4;

function lines(name: string): readonly unknown[] {
  return readFileSync(new URL(name, folder), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}

function textOf(value: unknown): Text {
  const { id, title, sentences, paragraph } = ArticleLine.parse(value);
  const passages = sentences.map((text, index) => ({
    text,
    section: "Main Body" as const,
    paragraph: paragraph[index] ?? 0,
    context: "",
    cell: false,
  }));
  const heading = title.replaceAll("_", " ");
  return { id, title, passages, article: articleOf(heading, passages) };
}

/** Undefined where the data is not there. */
export function loadData(): DataSet | undefined {
  if (!existsSync(new URL("squad2-briefings.articles.jsonl", folder))) return undefined;
  const texts = lines("squad2-briefings.articles.jsonl").map(textOf);
  const byId = new Map(texts.map((text) => [text.id, text]));
  const askings = lines("squad2-briefings.questions.jsonl").flatMap((line) => {
    const { article, ...asked } = QuestionLine.parse(line);
    const text = byId.get(article);
    return text === undefined ? [] : [{ ...asked, text }];
  });
  const titles = [...new Set(texts.map(({ title }) => title))];
  return { texts, askings, foldOf: (title) => titles.indexOf(title) % folds };
}
