/** A question as terms to look for and a kind of answer to look for them beside. */
import { frameWords, tellingWords } from "./stop-words.ts";
import { talkIn } from "./talk.ts";
import { sentences } from "../briefing/words.ts";
import { wordsOf, type Word } from "./words.ts";

export type AnswerKind =
  | "who"
  | "when"
  | "where"
  | "why"
  | "how-many"
  | "percent"
  | "money"
  | "how-long"
  | "how"
  | "what";

export interface Term {
  stem: string;
  /** Importance beside its rarity: 1, less for words that only frame the question and for those of an earlier one. */
  weight: number;
  /** It only frames the question. */
  framing: boolean;
  name: boolean;
  numeric: boolean;
  /** The noun right after "what", "which" or "how many", which names the kind of answer. */
  head: boolean;
}

export interface Question {
  /** As asked, with the question before it where this one leans on that; at most 2,000 characters. */
  text: string;
  words: readonly Word[];
  /** Unique by stem, in the order asked. */
  terms: readonly Term[];
  kind: AnswerKind;
  /** The question asks for a name: "what city", "which company", "what is the name of". */
  named: boolean;
  /** "What is X?" and "what does X mean?" */
  definition: boolean;
  negative: boolean;
  /** What somebody says or thinks is asked for. */
  telling: boolean;
  /** The earlier question, standing by itself, that it leans on. */
  about?: Question;
}

/** Questions longer than this are cut: what matters is said by then, and time stays bounded. */
const maxCharacters = 1_000;
const maxTerms = 40;
/** A thread's earlier questions are looked through so far back. */
const maxPrevious = 20;
const frameWeight = 0.5;
const tellingWeight = 0.15;
/** What is left of the weight of an earlier question's words beside those of a new one. */
const earlierShare = 0.25;

/** Words that tell the kind wherever they stand. */
const signs: readonly (readonly [AnswerKind, RegExp])[] = [
  ["percent", /\bpercent|%|\bwhat (?:share|proportion|portion|fraction)\b/],
  [
    "money",
    /\bhow much (?:money|did .* (?:cost|pay|spend)|(?:do|does|will) .* cost|(?:is|was) .* (?:paid|worth|sold))|\bwhat (?:is|was|were|are) the (?:price|cost|budget|salary|revenue)|\bhow many (?:dollars|euros|pounds)\b|\bhow expensive\b/,
  ],
];

const kinds: readonly (readonly [AnswerKind, RegExp])[] = [
  ["how-long", /\bhow (?:long|old)\b|\bwhat (?:age|length|duration)\b/],
  [
    "how-many",
    /\bhow (?:many|much|far|large|big|tall|high|deep|wide|fast|often|heavy|hot|cold)\b|\bwhat (?:is|was|are|were) the (?:\w+ )?(?:number|population|speed|temperature|height|distance|size|area|total|rate)\b|\bwhat (?:number|population)\b/,
  ],
  [
    "when",
    /\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|years|date|day|month|century|decade|time|era|period)\b|\bin what year|\bhow soon|\bsince when/,
  ],
  [
    "who",
    /\bwho\b|\bwhom\b|\bwhose\b|\b(?:what|which) (?:\w+ )?(?:person|man|woman|king|queen|president|leader|author|minister|actor|singer|player|general|scientist|philosopher)s?\b/,
  ],
  [
    "where",
    /\bwhere\b|\b(?:what|which) (?:\w+ )?(?:country|countries|city|cities|state|states|region|place|location|town|county|continent|area|river|island|province)\b/,
  ],
  [
    "why",
    /\bwhy\b|\bhow come\b|\bwhat (?:\w+ )?(?:reason|reasons|cause|caused|causes|purpose)\b|\bwhat led\b/,
  ],
  ["how", /\bhow\b/],
];

const askWords = new Set(["what", "which", "whose", "many", "much"]);

function kindOf(asked: string): AnswerKind {
  const sign = signs.find(([, pattern]) => pattern.test(asked));
  if (sign !== undefined) return sign[0];
  // What is asked stands first: "who led them when …" asks for a person.
  let kind: AnswerKind = "what";
  let first = asked.search(/\b(?:what|which)\b/);
  if (first === -1) first = Infinity;
  for (const [candidate, pattern] of kinds) {
    const at = asked.search(pattern);
    if (at === -1 || at > first || (at === first && kind !== "what")) continue;
    [kind, first] = [candidate, at];
  }
  return kind;
}

/** In "What city …" the word right after: "What is the …" asks for no kind. */
function headOf(words: readonly Word[]): Word | undefined {
  const asks = words.findIndex(({ folded }) => askWords.has(folded));
  const head = asks === -1 ? undefined : words[asks + 1];
  return head === undefined || head.stop ? undefined : head;
}

function weightOf(folded: string): number {
  if (tellingWords.has(folded)) return tellingWeight;
  return frameWords.has(folded) ? frameWeight : 1;
}

function termOf(word: Word, first: boolean, head: Word | undefined): Term {
  const weight = weightOf(word.folded);
  return {
    stem: word.stem,
    weight,
    framing: weight < 1,
    name: word.capital && !first,
    numeric: word.numeric,
    head: word === head,
  };
}

function distinct(terms: readonly Term[]): readonly Term[] {
  const seen = new Map<string, Term>();
  for (const term of terms) if (!seen.has(term.stem)) seen.set(term.stem, term);
  return [...seen.values()];
}

export function parseAlone(text: string): Question {
  const cut = text.slice(0, maxCharacters);
  // Where everything is in capitals, capitals mark no names.
  const words = wordsOf(/\p{Ll}/u.test(cut) ? cut : cut.toLowerCase());
  const asked = cut.toLowerCase().replaceAll(/\s+/g, " ");
  const head = headOf(words);
  const terms = words
    .filter((word) => !word.stop)
    .map((word) => termOf(word, word === words[0], head));
  return {
    text: cut,
    words,
    terms: distinct(terms).slice(0, maxTerms),
    kind: kindOf(asked),
    named:
      /\b(?:what|which) (?:is|was|are|were) (?:the|its|their|his|her) (?:\w+ )?(?:name|title)/.test(
        asked,
      ) || head !== undefined,
    definition:
      /^\W*(?:what|who) (?:is|are|was|were) [^?]*\?*$|\bmean(?:s|ing)?\b/.test(asked) &&
      words.length <= 6,
    telling: words.some(
      ({ folded }) =>
        tellingWords.has(folded) ||
        /^(?:claim|argu|believ|suggest|describ|respon)|^state[sd]?$/.test(folded),
    ),
    negative: /\bnot\b|n't\b|n’t\b|\bnever\b|\bwithout\b/.test(asked),
  };
}

const leansBack = /^\W*(?:and|but|so|or|what about|how about)\b/i;
const asksAnew = /\b(?:who|whom|whose|what|when|where|why|how|which)\b(?! about)/i;
const pointsBack =
  /\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|one|ones|else)\b/i;

/** True for a question that says too little by itself: "and when?", "who is he?", "why?". */
function isFollowUp({ text, terms }: Question): boolean {
  const said = terms.filter(({ framing }) => !framing).length;
  if (said === 0) return leansBack.test(text) || pointsBack.test(text) || asksAnew.test(text);
  return said <= 2 && (pointsBack.test(text) || leansBack.test(text));
}

const gistWords =
  /\b(?:summar(?:y|ise|ize)|tl;?dr|gist|main points?|key points?|in short|overview)\b/i;
const aboutWhat =
  /\bwhat(?:['’]s| is| was) (?:this|it|that|the (?:article|briefing|story|news)) (?:all )?about\b/i;
const whatHappened =
  /^\W*(?:so )?what(?:['’]s| is| has)? (?:happened|happening|the news|new|going on)\W*$/i;
const whatItSays =
  /^\W*what(?:['’]s in| is in| does) (?:this|(?:the|this) (?:article|briefing|story))(?: say)?\W*$/i;

const insightsAsked =
  /^\W*(?:(?:what|show me|give me|tell me|list)\b[^?]{0,20}?)?\b(?:the )?(?:insights?(?: table)?|key (?:insights?|facts?|takeaways?|figures?|findings?))\b\W*(?:please|here)?\W*$/i;

/** True when the table of insights is asked for: "what are the key facts?". */
export function asksForInsights(text: string): boolean {
  return insightsAsked.test(text.slice(0, maxCharacters));
}

/** True when the article as a whole is asked for: "what is this about?", "summary please". */
export function asksForGist(text: string): boolean {
  const cut = text.slice(0, maxCharacters);
  return (
    aboutWhat.test(cut) ||
    whatHappened.test(cut) ||
    whatItSays.test(cut) ||
    (gistWords.test(cut) && parseAlone(cut).terms.length <= 3)
  );
}

const asksOfTopic =
  /\b(?:news|new|latest|update|story|tell me|happening|going on|briefing|article)\b.*\b(?:about|on|with|in|of)\b/i;

/** Of one article among many as a whole: the stems of what it is to be about, as in "what's the news about Ukraine?". */
export function topicAsked(text: string): readonly string[] {
  const cut = text.slice(0, maxCharacters);
  if (!asksForGist(cut) && !gistWords.test(cut) && !asksOfTopic.test(cut)) return [];
  const { terms } = parseAlone(cut.replace(new RegExp(gistWords, "giu"), " "));
  return terms.filter(({ framing }) => !framing).map(({ stem }) => stem);
}

function joined(earlier: Question, question: Question): Question {
  // With words of its own it asks for something else about the same thing.
  const share = question.terms.some(({ framing }) => !framing) ? earlierShare : 1;
  return {
    ...question,
    text: `${earlier.text} ${question.text}`,
    about: earlier.about ?? earlier,
    kind: asksAnew.test(question.text) ? question.kind : earlier.kind,
    words: [...earlier.words, ...question.words],
    // What the earlier question asked for is answered; what it was about stays.
    terms: distinct([
      ...question.terms,
      ...earlier.terms
        .filter(({ head, framing }) => !head && !framing)
        .map((term) => ({ ...term, weight: term.weight * share })),
    ]).slice(0, maxTerms),
  };
}

/** With so many characters, somebody tells a story and asks at its end, or asks and goes on and on. */
const longFrom = 200;

/**
 * The ways a question can be meant, likelier first. `previous` are the earlier
 * questions of the thread, oldest first; they count only when this one leans on them.
 */
export function parseQuestion(
  text: string,
  previous: readonly string[] = [],
): readonly [Question, ...Question[]] {
  const whole = waysOf(text, previous);
  const said = sentences(text.slice(0, maxCharacters).replaceAll(/\s+/gu, " "));
  const at = said.findLastIndex((each) => each.trim().endsWith("?"));
  const asked = said[at];
  if (asked === undefined || said.length === 1) return whole;
  const last = waysOf(asked, [...previous, ...said.slice(0, at)]);
  return text.length > longFrom ? [...last, ...whole] : [...whole, ...last];
}

function waysOf(text: string, previous: readonly string[]): readonly [Question, ...Question[]] {
  const question = parseAlone(text);
  if (!isFollowUp(question)) return [question];
  const earlier = conversation(previous);
  if (earlier === undefined) return [question];
  return [joined(earlier, question), question];
}

/** What the thread is about: the last question that stood by itself, with those that leaned on it since. */
function conversation(previous: readonly string[]): Question | undefined {
  return previous
    .slice(-maxPrevious)
    .filter((each) => talkIn(each) === undefined)
    .map(parseAlone)
    .reduce<Question | undefined>((earlier, each) => {
      if (!isFollowUp(each)) return each;
      return earlier === undefined ? undefined : joined(earlier, each);
    }, undefined);
}
