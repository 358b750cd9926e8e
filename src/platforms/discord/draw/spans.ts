/** Spans as Discord's Markdown. */
import type { Span, Style, TextSpan, TimeSpan } from "../../../briefing/blocks.ts";
import { escapeLine, lineBreak } from "./escape.ts";

/** Stands between two markers that would otherwise run together. Not visible. */
const nothing = "\u200B";

/** Longer addresses take more room than the text they belong to; then the text stands alone. */
const longestHref = 1_000;

/** https://discord.com/developers/docs/reference#message-formatting-timestamp-styles */
const timeStyles = { date: "D", datetime: "f", relative: "R" } as const;

function renderTime({ at, show }: TimeSpan): string {
  const seconds = Math.floor(Temporal.Instant.from(at).epochMilliseconds / 1_000);
  return `<t:${seconds}:${timeStyles[show]}>`;
}

/** Characters that end or change a masked link; what is left needs no escaping. */
const unsafeInHref = /[^\w\-.:/?#@!$&',;=%+]/gu;

function percentEncode(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}

/** The address as it can stand in a masked link or a button, or null where it must not. */
export function safeHref(href: string): string | null {
  const url = URL.parse(href);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const isPlain = !href.toWellFormed().match(unsafeInHref);
  return (isPlain ? href : url.href).replace(unsafeInHref, percentEncode);
}

/** The host that a label seems to promise, if any. */
function promisedHost(label: string): string | null {
  const match = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:[/:?#\s]|$)/iu.exec(label);
  return match?.[1]?.toLowerCase() ?? null;
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, "");
}

/**
 * Discord shows a masked link raw when its text holds an address, and no bracket in the text can be escaped:
 * brackets stand between several links to the same place. A text that promises another host shows the real one.
 */
function renderLink(label: string, href: string): string {
  const host = withoutWww(new URL(href).hostname);
  if (label === href) return `<${href}>`;
  const promised = promisedHost(label);
  const lies = promised !== null && withoutWww(promised) !== host;
  if (lies || label.includes("://")) return `${escapeLine(label)} ([${escapeLine(host)}](${href}))`;
  return label
    .split(/([[\]]+)/)
    .map((piece) =>
      piece.trim() === "" || /^[[\]]/.test(piece)
        ? escapeLine(piece)
        : `[${escapeLine(piece)}](${href})`,
    )
    .join("");
}

/** Inline code can hold backticks only when its fence is a run that the text does not hold. */
function renderCode(text: string): string | null {
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  const size = [1, 2].find((each) => !runs.has(each));
  if (size === undefined) return null;
  const fence = "`".repeat(size);
  const before = text.startsWith("`") ? " " : "";
  const after = text.endsWith("`") ? " " : "";
  return fence + before + text + after + fence;
}

/** Null where the text cannot stand as code. */
function renderCodeSpan(text: string, target: string | null): string | null {
  if (target === null) return renderCode(text);
  const code = /[[\]]|:\/\//.test(text) ? null : renderCode(text);
  return code === null ? null : `[${code}](${target})`;
}

function wrap(core: string, style: Style | undefined): string {
  const strong = style?.bold === true ? "**" : "";
  const emphasis = style?.italic === true ? "*" : "";
  const marked = strong + emphasis + core + emphasis + strong;
  if (style?.strike !== true) return marked;
  return `~~${marked}${marked.endsWith("~") ? nothing : ""}~~`;
}

function renderStyled(text: string, { style, href }: TextSpan): string {
  const target = href === undefined || href.length > longestHref ? null : safeHref(href);
  if (style?.code === true) {
    const code = renderCodeSpan(text, target);
    // Emphasis does not know code: a marker inside would close it.
    if (code !== null) return /[*~\\]/.test(text) ? code : wrap(code, style);
  }
  return wrap(target === null ? escapeLine(text) : renderLink(text, target), style);
}

/** A marker opens only before and closes only behind what is not a space. */
function renderLine(text: string, span: TextSpan): string {
  const core = text.trim();
  if (core === "") return text;
  const start = text.indexOf(core);
  const before = text.slice(0, start);
  const after = text.slice(start + core.length);
  return before + renderStyled(core, span) + after;
}

function renderText(span: TextSpan, newline: string): string {
  return span.text
    .split(lineBreak)
    .map((line) => renderLine(line, span))
    .join(newline);
}

function append(out: string, piece: string): string {
  const seam = out.at(-1);
  const runsTogether = seam !== undefined && "*~`_".includes(seam) && piece.startsWith(seam);
  return out + (runsTogether ? nothing : "") + piece;
}

/** `newline` is what a line break becomes: a space, or the beginning of the next line of the block. */
export function renderSpans(spans: readonly Span[], newline: string): string {
  return spans
    .map((span) => ("at" in span ? renderTime(span) : renderText(span, newline)))
    .reduce(append, "");
}
