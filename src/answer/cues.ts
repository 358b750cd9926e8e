/** Signs in a sentence that it holds the kind of answer a question asks for. */
import type { Sentence } from "./article.ts";
import type { AnswerKind, Question } from "./question.ts";
import { monthNames, weekdayNames } from "./stop-words.ts";
import type { Word } from "./words.ts";

const causes =
  /\b(?:because|due to|since|as a result|result(?:ed|s|ing)?|in order|so that|therefore|thus|caus(?:e|ed|es|ing)|led to|reasons?|owing|thanks to|allow(?:s|ed|ing)?|prevent|avoid|to)\b/i;
const means = /\b(?:by|through|using|via|with|means|from)\b/i;
const places = /\b(?:in|at|near|from|to|on|of|between|into|across)\s+(?:the\s+)?\p{Lu}/u;
const naming =
  /\b(?:called|known as|named|is an?|are|was an?|refer(?:s|red)? to|means?|defined|termed|consists?)\b/i;
const spans =
  /\b(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|annual|long|old|met(?:er|re)s?|kilomet(?:er|re)s?|km|miles?|feet|foot|inch(?:es)?)\b/i;
const telling =
  /["“”«»„]|\b(?:sa(?:ys?|id)|stat(?:es?|ed|ing)|t(?:ells?|old)|call(?:s|ed)|add(?:s|ed)|stress(?:es|ed)|emphasi[sz](?:es|ed)|mark(?:s|ed)|warn(?:s|ed)|argu(?:es?|ed)|claim(?:s|ed)|insist(?:s|ed)|describ(?:es?|ed)|believ(?:es?|ed)|think|thinks|thought|express(?:es|ed)|announc(?:es?|ed)|declar(?:es?|ed)|ask(?:s|ed)|demand(?:s|ed)|reject(?:s|ed)|oppos(?:es?|ed)|deni(?:es|ed)|admit(?:s|ted)|suggest(?:s|ed)|comment(?:s|ed)|according|report(?:s|ed)|explain(?:s|ed)|promis(?:es?|ed))\b/i;
const money =
  /[$€£¥₹]|\b(?:dollars?|euros?|pounds?|cents?|million|billion|trillion|usd|eur|gbp|yen|rupees?|roubles?|rubles?)\b/i;
const times =
  /\b(?:century|centuries|era|period|decade|year|years|days?|months?|weeks?|today|tomorrow|yesterday|morning|evening|noon|midnight|a\.?m|p\.?m|bce?|ad|spring|summer|autumn|winter|war)\b/i;

function isYear({ text }: Word): boolean {
  return /^(?:1\d{3}|20\d{2})$/.test(text);
}

function isDate(word: Word): boolean {
  return (
    isYear(word) ||
    (word.capital && monthNames.has(word.folded)) ||
    weekdayNames.has(word.folded) ||
    /^\d{3,4}s$/.test(word.folded)
  );
}

/** Places in the sentence of words that could be the answer: new, and of the kind asked for. */
function candidates(kind: AnswerKind, named: boolean, words: readonly Word[]): readonly boolean[] {
  switch (kind) {
    case "who":
    case "where":
      return words.map(
        (word, at) => word.capital && !word.stop && (at > 0 || words[1]?.capital === true),
      );
    case "when":
      return words.map((word) => isDate(word) || (word.numeric && word.folded.length <= 4));
    case "how-many":
    case "percent":
    case "money":
    case "how-long":
      return words.map((word) => word.numeric);
    case "what":
      return words.map((word, at) => (named ? word.capital && !word.stop && at > 0 : false));
    default:
      return words.map(() => false);
  }
}

function nearest(places: readonly number[], matched: readonly number[]): number {
  let best = 0;
  for (const place of places)
    for (const match of matched) best = Math.max(best, 1 / Math.max(1, Math.abs(place - match)));
  return best;
}

/** A name, date or figure the question does not hold itself; how near it stands to what the question says. */
export function cuesOf(question: Question, { words, passage: { text } }: Sentence) {
  const asked = new Set(question.terms.map(({ stem }) => stem));
  const is = (kind: AnswerKind): boolean => question.kind === kind;
  const isNew = words.map((word) => !asked.has(word.stem) && !word.stop);
  const answers = candidates(question.kind, question.named, words).flatMap((is, at) =>
    is && isNew[at] === true ? [at] : [],
  );
  const matched = words.flatMap((word, at) => (asked.has(word.stem) ? [at] : []));
  const newNames = words.filter((word, at) => at > 0 && word.capital && isNew[at] === true).length;
  const figures = words.filter((word, at) => word.numeric && isNew[at] === true).length;
  const found = answers.length > 0;
  const percent = /%|\bper ?cent/i.test(text);
  return {
    whoName: Number(is("who") && found),
    whoNear: is("who") ? nearest(answers, matched) : 0,
    whenDate: Number(is("when") && words.some(isDate)),
    whenNew: Number(is("when") && found),
    whenWord: Number(is("when") && times.test(text)),
    whenNear: is("when") ? nearest(answers, matched) : 0,
    whereName: Number(is("where") && found),
    wherePlace: Number(is("where") && places.test(text)),
    whereNear: is("where") ? nearest(answers, matched) : 0,
    whyCause: Number(is("why") && causes.test(text)),
    howMeans: Number(is("how") && means.test(text)),
    howManyFigure: Number(is("how-many") && found),
    howManyNear: is("how-many") ? nearest(answers, matched) : 0,
    percentSign: Number(is("percent") && percent),
    percentFigure: Number(is("percent") && found),
    moneySign: Number(is("money") && money.test(text)),
    moneyFigure: Number(is("money") && found),
    howLongSpan: Number(is("how-long") && spans.test(text)),
    howLongFigure: Number(is("how-long") && found),
    whatNamed: Number(is("what") && found),
    whatNear: is("what") ? nearest(answers, matched) : 0,
    definition: Number(question.definition && naming.test(text)),
    naming: Number(is("what") && naming.test(text)),
    newWords: Math.log(1 + isNew.filter(Boolean).length),
    newNames: Math.log(1 + newNames),
    figures: Math.log(1 + figures),
    negation: Number(
      question.negative !== /\b(?:not|no|never|without|neither|nor|cannot)\b|n['’]t\b/i.test(text),
    ),
    told: Number(question.telling && telling.test(text)),
    quoted: Number(/["“”]/.test(text)),
  };
}
