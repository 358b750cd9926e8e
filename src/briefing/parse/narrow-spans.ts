/** Markdown's inline tree to our spans: styled text without any markup. */
import type { Definition, Nodes, PhrasingContent } from "mdast";
import type { Style, TextSpan } from "../blocks.ts";
import { isBlank, withoutControls } from "./text.ts";
import { quoted } from "../problems.ts";
import type { Place, ProblemLog } from "../problems.ts";

/** What the whole article knows and a single node does not. */
export interface Article {
  log: ProblemLog;
  place(node: Nodes): Place;
  /** By identifier. */
  definitions: ReadonlyMap<string, Definition>;
  usedDefinitions: Set<Definition>;
}

/** A run's words; whitespace at the ends is left out. Empty when a reader would see nothing. */
export function narrowSpans(nodes: readonly PhrasingContent[], article: Article): TextSpan[] {
  return trimSpans(mergeSpans(nodes.flatMap((node) => spansOf(node, {}, undefined, article))));
}

/** Joins neighbours of the same style and drops what is empty. */
export function mergeSpans(spans: readonly TextSpan[]): TextSpan[] {
  const merged: TextSpan[] = [];
  for (const span of spans) {
    if (span.text === "") continue;
    const last = merged.at(-1);
    if (last !== undefined && last.href === span.href && sameStyle(last.style, span.style)) {
      merged[merged.length - 1] = { ...last, text: last.text + span.text };
    } else merged.push(span);
  }
  return merged;
}

export function trimSpans(spans: readonly TextSpan[]): TextSpan[] {
  if (isBlank(spans.map(({ text }) => text).join(""))) return [];
  const trimmed = [...spans];
  for (let first = trimmed[0]; first !== undefined; first = trimmed[0]) {
    const text = first.text.trimStart();
    if (text !== "") {
      trimmed[0] = { ...first, text };
      break;
    }
    trimmed.shift();
  }
  for (let last = trimmed.at(-1); last !== undefined; last = trimmed.at(-1)) {
    const text = last.text.trimEnd();
    if (text !== "") {
      trimmed[trimmed.length - 1] = { ...last, text };
      break;
    }
    trimmed.pop();
  }
  return trimmed;
}

function sameStyle(a: Style = {}, b: Style = {}): boolean {
  return a.bold === b.bold && a.italic === b.italic && a.strike === b.strike && a.code === b.code;
}

function spansOf(
  node: PhrasingContent,
  style: Style,
  href: string | undefined,
  article: Article,
): TextSpan[] {
  const inside = (children: readonly PhrasingContent[], inner: Style): TextSpan[] =>
    children.flatMap((child) => spansOf(child, inner, href, article));
  switch (node.type) {
    case "text":
      return [span(unwrapLines(withoutControls(node.value)), style, href)];
    case "inlineCode":
      return [span(withoutControls(node.value), { ...style, code: true }, href)];
    case "html":
      warnHtml(node.value, article.place(node), article.log);
      return [span(unwrapLines(withoutControls(node.value)), style, href)];
    case "break":
      return [span("\n", style, href)];
    case "strong":
      return inside(node.children, { ...style, bold: true });
    case "emphasis":
      return inside(node.children, { ...style, italic: true });
    case "delete":
      return inside(node.children, { ...style, strike: true });
    case "footnoteReference":
      return [span(footnoteMark(node), style, href)];
    case "link":
      return linkSpans(node, node.url, style, article);
    case "linkReference":
      return linkSpans(node, define(node.identifier, article), style, article);
    case "image":
      return imageSpans(node, node.alt, node.url, style, href, article);
    case "imageReference":
      return imageSpans(node, node.alt, define(node.identifier, article), style, href, article);
  }
}

/** What stands in the text for a footnote, and before its words. */
export function footnoteMark(note: {
  identifier: string;
  label?: string | null | undefined;
}): string {
  return `[${withoutControls(note.label ?? note.identifier)}]`;
}

function span(text: string, style: Style, href: string | undefined): TextSpan {
  const styled = Object.keys(style).length > 0;
  return { text, ...(styled && { style }), ...(href !== undefined && { href }) };
}

/** A line end inside a paragraph is a space, except between two characters of a script that has none. */
function unwrapLines(text: string): string {
  if (!text.includes("\n")) return text;
  return text
    .replace(
      /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}、。，！？])[ \t]*\n[ \t]*(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])/gu,
      "",
    )
    .replace(/[ \t]*\n[ \t]*/gu, " ");
}

function define(identifier: string, article: Article): string {
  const definition = article.definitions.get(identifier);
  if (definition === undefined) return "";
  article.usedDefinitions.add(definition);
  return definition.url;
}

function linkSpans(
  node: Extract<PhrasingContent, { type: "link" | "linkReference" }>,
  url: string,
  style: Style,
  article: Article,
): TextSpan[] {
  const href = safeHref(url);
  const inner = node.children.flatMap((child) => spansOf(child, style, href, article));
  const words = inner.map(({ text }) => text).join("");
  if (href === undefined && url !== `mailto:${words}`)
    warnLink(url, article.place(node), article.log);
  return isBlank(words) ? [span(withoutControls(url), style, href)] : inner;
}

function imageSpans(
  node: Nodes,
  alt: string | null | undefined,
  url: string,
  style: Style,
  around: string | undefined,
  article: Article,
): TextSpan[] {
  const href = around ?? safeHref(url);
  if (href === undefined) warnLink(url, article.place(node), article.log);
  const words = unwrapLines(withoutControls(alt ?? ""));
  return [span(isBlank(words) ? withoutControls(url) : words, style, href)];
}

/** The address when it is http or https and whole, else undefined. */
export function safeHref(url: string): string | undefined {
  if (!/^https?:\/\//iu.test(url) || !URL.canParse(url)) return undefined;
  // What an address may be made of: https://www.rfc-editor.org/rfc/rfc3986#appendix-A
  return /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/u.test(url) ? url : new URL(url).href;
}

function warnLink(url: string, place: Place, log: ProblemLog): void {
  const message = `The link to ${quoted(url)} is left out; its text stays.`;
  const host = /^(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?$/u.test(url);
  const hint = host
    ? `Did you mean ${quoted(`https://${url}`)}?`
    : "Only links that begin with http:// or https:// can be followed from a chat.";
  log.warn("link", place, message, hint);
}

function warnHtml(tag: string, place: Place, log: ProblemLog): void {
  if (!/^<(?:\/?[a-z]|!--)/iu.test(tag)) return;
  const message = `${quoted(tag)} will be shown as it is written.`;
  log.warn(
    "html",
    place,
    message,
    "HTML does nothing in a briefing; use Markdown, or take it out.",
  );
}
