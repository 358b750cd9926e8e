/** The part of Discord's Markdown that our posts use, as HTML: enough for a believable picture. */

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** In this order: escape, code, link, time, then the paired marks, longest first. */
const INLINE =
  /\\([^\p{L}\p{N}\s])|(`+)(.+?)\2(?!`)|\[((?:\\.|[^\\\]])+)\]\(<?(https?:[^\s)>]+)>?\)|<t:(\d+)(?::([a-zA-Z]))?>|(\*\*|__|~~|\*|_)((?:\\.|[^\\])+?)\8/su;

const TAGS: Readonly<Record<string, string>> = {
  "**": "strong",
  __: "u",
  "~~": "s",
  "*": "em",
  _: "em",
};

function time(seconds: number, style: string, now: Temporal.Instant): string {
  const at = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
  if (style !== "R") {
    const options: Intl.DateTimeFormatOptions =
      style === "d" || style === "D"
        ? { dateStyle: "long" }
        : { dateStyle: "long", timeStyle: "short" };
    return at.toLocaleString("en-GB", { ...options, timeZone: "UTC" });
  }
  const hours = now.since(at).total("hours");
  const [amount, unit] = hours < 24 ? ([hours, "hour"] as const) : ([hours / 24, "day"] as const);
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(-Math.round(amount), unit);
}

function inline(text: string, now: Temporal.Instant): string {
  const found = INLINE.exec(text);
  if (found === null) return escapeHtml(text);
  const [whole, escaped, , code, label, href, seconds, style, mark, inner] = found;
  const before = escapeHtml(text.slice(0, found.index));
  const after = inline(text.slice(found.index + whole.length), now);
  const html = (): string => {
    if (escaped !== undefined) return escapeHtml(escaped);
    if (code !== undefined) return `<code>${escapeHtml(code)}</code>`;
    if (label !== undefined) return `<a href="${escapeHtml(href ?? "")}">${inline(label, now)}</a>`;
    if (seconds !== undefined) {
      return `<time>${escapeHtml(time(Number(seconds), style ?? "f", now))}</time>`;
    }
    const tag = TAGS[mark ?? ""] ?? "span";
    return `<${tag}>${inline(inner ?? "", now)}</${tag}>`;
  };
  return before + html() + after;
}

function line(text: string, now: Temporal.Instant): string {
  const heading = /^(#{1,3}) (.*)$/.exec(text);
  if (heading !== null) {
    const level = heading[1]?.length ?? 1;
    return `<h${level}>${inline(heading[2] ?? "", now)}</h${level}>`;
  }
  const small = /^-# (.*)$/.exec(text);
  if (small !== null) return `<div class="small">${inline(small[1] ?? "", now)}</div>`;
  const quote = /^> ?(.*)$/.exec(text);
  if (quote !== null) return `<blockquote>${inline(quote[1] ?? "", now)}</blockquote>`;
  const item = /^( *)([-*]|\d+\.) (.*)$/.exec(text);
  if (item !== null) {
    const [, indent = "", marker = "-", rest = ""] = item;
    const depth = Math.floor(indent.length / 2);
    const sign = /\d/.test(marker) ? marker : depth === 0 ? "•" : "◦";
    return `<div class="item" style="--depth:${depth}"><span>${sign}</span><div>${inline(rest, now)}</div></div>`;
  }
  const more = /^ {2,}(\S.*)$/.exec(text);
  if (more !== null)
    return `<div class="item more"><span></span><div>${inline(more[1] ?? "", now)}</div></div>`;
  return text === "" ? '<div class="gap"></div>' : `<div>${inline(text, now)}</div>`;
}

/** `now` is what "2 hours ago" is counted from. */
export function discordMarkup(content: string, now: Temporal.Instant): string {
  return content
    .split(/(^```[^\n]*\n[\s\S]*?\n?```$)/m)
    .map((piece) => {
      const fence = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(piece);
      if (fence !== null) return `<pre>${escapeHtml(fence[1] ?? "")}</pre>`;
      return piece
        .replace(/^\n|\n$/g, "")
        .split("\n")
        .map((text) => line(text, now))
        .join("");
    })
    .join("");
}
