/** Quotes of an article; of two versions of a sentence, so that a glance finds what differs. Pure. */
import type { Span } from "../blocks.ts";
import { oneLine, segmenters, shorten } from "../words.ts";

/** Of a quote as a whole. */
const longestQuote = 300;
/** Of a longer one: of what differs, and of what is left before that. */
const longestMiddle = 160;
const longestHead = 80;

/** In quotation marks. */
export function quote(text: string): Span {
  return { text: `“${shorten(text, longestQuote)}”` };
}

/** Both in quotation marks, what differs in bold; of a long one the words around that. */
export function contrast(
  before: string,
  after: string,
): readonly [readonly Span[], readonly Span[]] {
  const [old, now] = [tokensOf(before), tokensOf(after)];
  const start = commonStart(old, now);
  const end = commonStart(old.slice(start).toReversed(), now.slice(start).toReversed());
  // Where most of it differs there is nothing to point at.
  const isBold = [old, now].every(({ length }) => (length - start - end) * 2 <= length);
  const show = (tokens: readonly string[]): readonly Span[] => {
    const stop = tokens.length - end;
    const parts = [tokens.slice(0, start), tokens.slice(start, stop), tokens.slice(stop)] as const;
    const [head, middle, tail] = fit(parts);
    const bold = isBold ? { style: { bold: true as const } } : {};
    const spans = [{ text: `“${head}` }, { text: middle, ...bold }, { text: `${tail}”` }];
    return spans.filter(({ text }) => text !== "");
  };
  return [show(old), show(now)];
}

type Tokens = readonly string[];

/** Words, and what stands between them; also of languages without spaces. */
function tokensOf(text: string): Tokens {
  return [...segmenters.word.segment(oneLine(text))].map(({ segment }) => segment);
}

function commonStart(a: Tokens, b: Tokens): number {
  const differs = a.findIndex((token, at) => token !== b[at]);
  return differs < 0 ? a.length : differs;
}

function fit([head, middle, tail]: readonly [Tokens, Tokens, Tokens]): readonly [
  string,
  string,
  string,
] {
  const whole = [head.join(""), middle.join(""), tail.join("")] as const;
  if (whole.join("").length <= longestQuote) return whole;
  const before = endOf(head);
  const differing = startOf(middle, longestMiddle);
  return [before, differing, startOf(tail, longestQuote - before.length - differing.length)];
}

function startOf(tokens: Tokens, most: number): string {
  let text = "";
  for (const token of tokens) {
    if (text.length + token.length > most) return `${text.trimEnd()}…`;
    text += token;
  }
  return text;
}

function endOf(tokens: Tokens): string {
  let text = "";
  for (const token of tokens.toReversed()) {
    if (text.length + token.length > longestHead) return `…${text.trimStart()}`;
    text = token + text;
  }
  return text;
}
