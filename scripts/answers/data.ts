/** The question-answering development set, its articles made ready for questions. */
import { articleOf, type Article } from "../../src/answer/article.ts";
import type { Passage } from "../../src/answer/passages.ts";
import { loadLines, type ArticleLine } from "./lines.ts";

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

function textOf({ id, title, sentences, paragraph }: ArticleLine): Text {
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
  const lines = loadLines();
  if (lines === undefined) return undefined;
  const texts = lines.articles.map(textOf);
  const byId = new Map(texts.map((text) => [text.id, text]));
  const askings = lines.questions.flatMap(({ article, ...asked }) => {
    const text = byId.get(article);
    return text === undefined ? [] : [{ ...asked, text }];
  });
  const titles = [...new Set(texts.map(({ title }) => title))];
  return { texts, askings, foldOf: (title) => titles.indexOf(title) % folds };
}
