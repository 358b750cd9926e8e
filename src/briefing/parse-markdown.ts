/** Markdown to its syntax tree, in bounded time. */
import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Extension as TreeExtension } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Layout } from "./parse-lines.ts";
import type { ProblemLog } from "./problems.ts";

type Extension = ReturnType<typeof gfm>;
type Constructs = NonNullable<Extension["text"]>;

// The parser's time grows with the square of these; an article comes nowhere near.
const MAX_MARKS_IN_PARAGRAPH = 2_000;
const MAX_MARKS = 30_000;
const MAX_LINES = 20_000;
const MAX_NESTING = 50;
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
  const wanted = new Set<string>(
    ADDITIONS.flatMap(({ sign, constructs }) => (sign.test(layout.text) ? constructs : [])),
  );
  const off = layout.dialect === "plain" ? OFF_IN_PLAIN : OFF_IN_MARKDOWN;
  const extensions = wanted.size === 0 ? [off] : [additions(wanted), off];
  return fromMarkdown(layout.text, { extensions, mdastExtensions: [...TREE] });
}

/** GitHub's additions without those that this text does not use. */
function additions(names: ReadonlySet<string>): Extension {
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
  let marks = 0;
  let marksHere = 0;
  let line = 0;
  for (const content of text.split("\n")) {
    line += 1;
    const found = content.match(/[*_[\]!<`~&|\\^]/gu)?.length ?? 0;
    marks += found;
    marksHere = content.trim() === "" ? 0 : marksHere + found;
    const reason = tangle(content, line, marks, marksHere);
    if (reason === undefined) continue;
    const hint = "A briefing is an article: simplify this part, or cut it.";
    log.error("too-complex", { line: fileLine(line), column: 1 }, reason, hint);
    return false;
  }
  return true;
}

function tangle(
  content: string,
  line: number,
  marks: number,
  marksHere: number,
): string | undefined {
  if (line > MAX_LINES) return `The file has more than ${MAX_LINES} lines.`;
  if (marks > MAX_MARKS) return `The file has more than ${MAX_MARKS} marks such as * and [.`;
  if (marksHere > MAX_MARKS_IN_PARAGRAPH) {
    return `This paragraph has more than ${MAX_MARKS_IN_PARAGRAPH} marks such as * and [.`;
  }
  const start =
    /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/u.exec(content)?.[0] ?? "";
  const nesting = start.match(/[>+*.)-]/gu)?.length ?? 0;
  if (nesting > MAX_NESTING) return `This line is nested more than ${MAX_NESTING} levels deep.`;
  const indent = start.length - start.trimStart().length;
  return indent > MAX_INDENT ? `This line is indented by more than ${MAX_INDENT}.` : undefined;
}
