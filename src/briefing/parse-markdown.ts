/** Markdown to its syntax tree, in bounded time. */
import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Extension as TreeExtension } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Construct, Extension } from "micromark-util-types";
import type { Layout } from "./parse-lines.ts";
import type { ProblemLog } from "./problems.ts";

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
  { sign: /\[\^/u, constructs: ["gfmFootnoteDefinition", "gfmFootnoteCall", "labelStartFootnote"] },
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
  const extensions = wanted.size === 0 ? [off] : [only(GITHUB, wanted), off];
  return fromMarkdown(layout.text, { extensions, mdastExtensions: [...TREE] });
}

/** The extension with these constructs only. */
function only(extension: Extension, names: ReadonlySet<string>): Extension {
  return extension;
}
