/** Markdown to its syntax tree, in bounded time. */
import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Extension as TreeExtension } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Layout } from "./lines.ts";
import { putBack, setAside } from "./prose.ts";
import type { ProblemLog } from "../problems.ts";

type Extension = ReturnType<typeof gfm>;
type Constructs = NonNullable<Extension["text"]>;

// The parser's time grows with the square of these; an article comes nowhere near.
const MAX_MARKS_IN_PARAGRAPH = 1_500;
const MAX_MARKS = 20_000;
const MAX_LINES = 20_000;
const MAX_NESTING = 20;
const MAX_TOTAL_NESTING = 5_000;
const MAX_INDENT = 200;

/** GitHub's additions, by the text that gives away that one is used: each one costs time on every character. */
const ADDITIONS = [
  { sign: /\|/u, constructs: ["table"] },
  { sign: /~~/u, constructs: ["strikethrough"] },
  {
    sign: /\[\^/u,
    constructs: ["gfmFootnoteDefinition", "gfmFootnoteCall", "gfmPotentialFootnoteCall"],
  },
  { sign: /\[[ xX]\]/u, constructs: ["tasklistCheck"] },
  { sign: /https?:\/\//iu, constructs: ["protocolAutolink"] },
  { sign: /www\./iu, constructs: ["wwwAutolink"] },
] as const;

const GITHUB = gfm({ singleTilde: false });
// Their transforms look for addresses a second time, and lose where things stood.
const TREE: readonly TreeExtension[] = gfmFromMarkdown().map(({ enter, exit }) => ({
  ...(enter && { enter }),
  ...(exit && { exit }),
}));

/** HTML is no syntax of ours, and in plain text indentation is no code. */
const OFF_IN_MARKDOWN: Extension = { disable: { null: ["htmlFlow"] } };
const OFF_IN_PLAIN: Extension = { disable: { null: ["htmlFlow", "codeIndented"] } };

/** The tree, or null when the text is too tangled to be taken apart in reasonable time. */
export function parseMarkdown(layout: Layout, log: ProblemLog): Root | null {
  if (!checkComplexity(layout, log)) return null;
  const aside = setAside(layout.text);
  const root = toTree(aside.text, layout);
  return putBack(root, aside) ? root : toTree(layout.text, layout);
}

function toTree(text: string, { text: whole, dialect }: Layout): Root {
  const wanted = ADDITIONS.flatMap(({ sign, constructs }) => (sign.test(whole) ? constructs : []));
  const off = dialect === "plain" ? OFF_IN_PLAIN : OFF_IN_MARKDOWN;
  const extensions = wanted.length === 0 ? [off] : [additions(wanted), off];
  return fromMarkdown(text, { extensions, mdastExtensions: [...TREE] });
}

/** There are few combinations, and picking one apart costs as much as an article. */
const picked = new Map<string, Extension>();

function additions(names: readonly string[]): Extension {
  const key = names.join();
  const known = picked.get(key) ?? pick(new Set(names));
  picked.set(key, known);
  return known;
}

/** GitHub's additions without those that this text does not use. */
function pick(names: ReadonlySet<string>): Extension {
  const { text, document, flow, insideSpan, attentionMarkers } = GITHUB;
  const strikes = names.has("strikethrough");
  return {
    text: only(text, names),
    document: only(document, names),
    flow: only(flow, names),
    ...(strikes && { insideSpan, attentionMarkers }),
  };
}

function only(constructs: Constructs | undefined, names: ReadonlySet<string>): Constructs {
  const kept: Constructs = {};
  for (const [code, value] of Object.entries(constructs ?? {})) {
    const list = [value ?? []].flat();
    const wanted = list.filter(({ name }) => name !== undefined && names.has(name));
    if (wanted.length > 0) kept[code] = wanted;
  }
  return kept;
}

function checkComplexity({ text, fileLine }: Layout, log: ProblemLog): boolean {
  const total = { lines: 0, marks: 0, marksHere: 0, nesting: 0 };
  for (const content of text.split("\n")) {
    const marks = content.match(/[*_[\]!<`~&|\\^]/gu)?.length ?? 0;
    const { nesting, indent } = startOf(content);
    total.lines += 1;
    total.marks += marks;
    total.marksHere = content.trim() === "" ? 0 : total.marksHere + marks;
    total.nesting += nesting + indent / 8;
    const reason = tangle(total) ?? tangledStart(nesting, indent);
    if (reason === undefined) continue;
    const hint = "A briefing is an article: simplify this part, or cut it.";
    log.error("too-complex", { line: fileLine(total.lines), column: 1 }, reason, hint);
    return false;
  }
  return true;
}

function tangle(total: {
  lines: number;
  marks: number;
  marksHere: number;
  nesting: number;
}): string | undefined {
  if (total.lines > MAX_LINES) return `The file has more than ${MAX_LINES} lines.`;
  if (total.marks > MAX_MARKS) return `The file has more than ${MAX_MARKS} marks such as * and [.`;
  if (total.marksHere > MAX_MARKS_IN_PARAGRAPH) {
    return `This paragraph has more than ${MAX_MARKS_IN_PARAGRAPH} marks such as * and [.`;
  }
  return total.nesting > MAX_TOTAL_NESTING ? "The file is nested too much." : undefined;
}

function tangledStart(nesting: number, indent: number): string | undefined {
  if (nesting > MAX_NESTING) return `This line is nested more than ${MAX_NESTING} levels deep.`;
  return indent > MAX_INDENT ? `This line is indented by more than ${MAX_INDENT}.` : undefined;
}

/** How many quotes and lists a line begins in, and its white space before and between them. */
function startOf(line: string): { nesting: number; indent: number } {
  const containers = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/u;
  const isRule = /^[ \t]*([-*])(?:[ \t]*\1)+[ \t]*$/u.test(line);
  const start = isRule ? "" : (containers.exec(line)?.[0] ?? "");
  const nesting = start.match(/[>+*.)-]/gu)?.length ?? 0;
  return { nesting, indent: start.match(/[ \t]/gu)?.length ?? 0 };
}
