/** Questions put to articles that do not answer them. */
import { articleOf, type Article } from "../../src/answer/article.ts";
import { fold } from "../../src/answer/words.ts";
import type { Asking, DataSet } from "./data.ts";

/** Not stated: a near miss. Elsewhere: another article's question. Twisted: made to look answerable. */
export type Absence = "not stated" | "elsewhere" | "twisted";

export interface Absent {
  question: string;
  article: Article;
  absence: Absence;
  /** The title that the question is from. */
  title: string;
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
  return { question, article, absence: "not stated", title: text.title };
}

/**
 * Every question is asked of one article of another title in the same fold, so
 * that neither is known to the model that is judged by it. Which one follows
 * from the question's place in the list.
 */
function ofAnother(
  asking: Asking,
  at: number,
  askings: readonly Asking[],
  { foldOf }: DataSet,
): Absent | undefined {
  const { title } = asking.text;
  for (let step = 0; step < askings.length; step += 1) {
    const other = askings[(at * 7919 + step * 613) % askings.length]?.text;
    if (other === undefined || other.title === title || foldOf(other.title) !== foldOf(title))
      continue;
    return { question: asking.question, article: other.article, absence: "elsewhere", title };
  }
  return undefined;
}

export function answerable(askings: readonly Asking[]): readonly Asking[] {
  return askings.filter((asking) => asking.answerable && asking.gold.length > 0);
}

export function absencesOf(data: DataSet): readonly Absent[] {
  const asked = answerable(data.askings);
  const twisted = data.askings
    .filter((asking) => !asking.answerable)
    .map(({ question, text }) => ({
      question,
      article: text.article,
      absence: "twisted" as const,
      title: text.title,
    }));
  return [
    ...asked.map(withoutAnswer),
    ...asked.flatMap((asking, at) => ofAnother(asking, at, asked, data) ?? []),
    ...twisted,
  ].filter(({ article }) => article.sentences.length > 0);
}
