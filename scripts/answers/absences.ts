/** Questions put to articles that do not answer them. */
import { articleOf, type Article } from "../../src/answer/article.ts";
import { fold } from "../../src/answer/words.ts";
import type { Asking } from "./data.ts";

/** Not stated: a near miss. Elsewhere: another article's question. Twisted: made to look answerable. */
export type Absence = "not stated" | "elsewhere" | "twisted";

export interface Absent {
  question: string;
  article: Article;
  absence: Absence;
  /** The titles that the question and the article are from. */
  titles: readonly string[];
}

function plain(text: string): string {
  return fold(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** True when one of the accepted answers stands in the text. */
export function holdsAnswer(text: string, answers: readonly string[]): boolean {
  const said = ` ${plain(text)} `;
  return answers.some((answer) => plain(answer) !== "" && said.includes(plain(answer)));
}

/** The question's article without any sentence that answers it. */
function withoutAnswer({ text, question, gold, answers }: Asking): Absent {
  const passages = text.passages.filter(
    (passage, at) => !gold.includes(at) && !holdsAnswer(passage.text, answers),
  );
  const article = articleOf(text.article.title, passages);
  return { question, article, absence: "not stated", titles: [text.title] };
}

/** Every question is asked of one article of another title; which one follows from its place in the list. */
function ofAnother(asking: Asking, at: number, askings: readonly Asking[]): Absent | undefined {
  for (let step = 1; step <= askings.length; step += 1) {
    const other = askings[(at * 7919 + step * 613) % askings.length];
    if (other === undefined || other.text.title === asking.text.title) continue;
    const titles = [asking.text.title, other.text.title];
    return { question: asking.question, article: other.text.article, absence: "elsewhere", titles };
  }
  return undefined;
}

export function answerable(askings: readonly Asking[]): readonly Asking[] {
  return askings.filter((asking) => asking.answerable && asking.gold.length > 0);
}

export function absencesOf(askings: readonly Asking[]): readonly Absent[] {
  const asked = answerable(askings);
  const twisted = askings
    .filter((asking) => !asking.answerable)
    .map(({ question, text }) => ({
      question,
      article: text.article,
      absence: "twisted" as const,
      titles: [text.title],
    }));
  return [
    ...asked.map(withoutAnswer),
    ...asked.flatMap((asking, at) => ofAnother(asking, at, asked) ?? []),
    ...twisted,
  ].filter(({ article }) => article.sentences.length > 0);
}
