/** What people say to a bot that is no question about an article, and what stands around the words of one that is. */
import { fold, wordsOf } from "./words.ts";

type Polite = "greeting" | "thanks" | "farewell" | "nod";

/** `wordless`: there is not a single word. `help`: what the bot is and can. `nod`: "ok", "great", "yes". */
export type Talk = "wordless" | "help" | Polite;

const polite: Readonly<Record<Polite, string>> = {
  nod: `please ok okay great good nice cool perfect awesome lol haha bot yes no yep nope sure wow sorry bravo congrats
    super fine lovely lot help helps helped helpful answer appreciate appreciated everyone folks team hm hmm right true
    understood agreed interesting`,
  farewell: "bye goodbye night tschüss adieu adiós",
  greeting: `hi hello hey hiya howdy yo morning afternoon evening welcome hallo bonjour salut hola ciao olá привет
    你好 こんにちは مرحبا`,
  thanks: `thanks thank thx ty cheers danke merci gracias grazie obrigado obrigada dank спасибо 谢谢 ありがとう شكرا`,
};

/** Words that are polite, and no question. */
const smallTalk: ReadonlyMap<string, Polite> = new Map(
  (["nod", "farewell", "greeting", "thanks"] as const).flatMap((kind) =>
    polite[kind].split(/\s+/).map((word): [string, Polite] => [fold(word), kind]),
  ),
);

/** What matters is said by then, and time stays bounded. */
const maxCharacters = 1_000;

const asks = /\b(?:who|whom|whose|what|when|where|why|how|which)\b/i;
const howAreYou = /\bhow (?:are|r) (?:you|u)\b|\bhow(?:['’]s| is) it going\b/i;
/** The whole of what is said, but for a greeting in front: "how does it work?" may be asked of an article. */
const asksForHelp =
  /^\W*(?:(?:hi|hello|hey)\b\W*)?(?:help(?: me)?(?: please)?|what (?:can|do|should) (?:you|u|this bot|i) (?:do|ask|know|answer)(?: here| you| about| for me)*|(?:who|what) are (?:you|u)|what is this bot(?: for)?|are (?:you|u) (?:an? )?(?:bot|robot|human|real|ai|person)|how (?:do|can|should) i (?:use|ask|talk to) (?:you|this bot|this)|how do you work|was kannst du|wer bist du|hilfe|que peux-tu faire|aide|qué puedes hacer|ayuda)\W*$/iu;

/** What is said when nothing is asked of an article; undefined for a question. */
export function talkIn(text: string): Talk | undefined {
  const cut = text.slice(0, maxCharacters);
  const words = wordsOf(cut);
  if (words.length === 0) return "wordless";
  if (asksForHelp.test(cut)) return "help";
  if (howAreYou.test(cut)) return "greeting";
  const kinds = words.flatMap(({ folded }) => smallTalk.get(folded) ?? []);
  const isMore = words.some(({ folded, stop }) => !stop && !smallTalk.has(folded));
  if (kinds.length === 0 || isMore || asks.test(cut)) return undefined;
  return kinds.find((kind) => kind === "thanks") ?? kinds.find((kind) => kind !== "nod") ?? "nod";
}

/** Tags and services' mentions, addresses of pages, and calls to everybody: they say nothing about what is asked. */
const markup = /<[/!@#a-z][^<>\n]*>|\bhttps?:\/\/[^\s)>\]]*|@(?:everyone|here|channel)\b/giu;

/** The question in its words alone; itself where nothing else is in it. */
export function withoutMarkup(text: string): string {
  const words = text.slice(0, maxCharacters * 4).replaceAll(markup, " ");
  return talkIn(words) === "wordless" ? text : words;
}
