/**
 * Makes text inert in Discord's Markdown without changing what a reader sees: a backslash before any
 * character that is neither letter, digit nor space shows that character alone.
 * What is special: https://support.discord.com/hc/en-us/articles/210298617
 * and https://discord.com/developers/docs/reference#message-formatting
 */

/** Special wherever they stand: emphasis, spoilers, code, `<@1>` `<#1>` `<t:1>` `</cmd:1>`, masked links, `@everyone`. */
const anywhere = /[\\*_~`|<[\]@]/g;
/** Opens `:emoji:` and the `//` of a bare link; with a space behind it, it opens nothing. */
const colon = /:(?=\S|$)/g;
/** Headings, small print, quotes and bullets. */
const lineStart = /^(\s*)([-+#>])/;
/** "1. " begins a list. */
const ordinal = /^(\s*\d*)([.)])/;
/** The apps find invitations without any scheme and show a card for them. */
const invitation = /(discord(?:app)?)\.(?=gg|com|$)/gi;

/** Everything that ends a line, in Discord or in Unicode. */
export const lineBreak = /\r\n|[\n\r\u0085\u2028\u2029]/;

/**
 * One line, or a piece of one, without line breaks. The beginning is always taken for the beginning of a line,
 * so that pieces stay inert however they are put together.
 */
export function escapeLine(text: string): string {
  return text
    .replace(anywhere, "\\$&")
    .replace(colon, "\\:")
    .replace(lineStart, "$1\\$2")
    .replace(ordinal, "$1\\$2")
    .replace(invitation, "$1\\.");
}

/** Text of any number of lines. */
export function escapeText(text: string): string {
  return text.split(lineBreak).map(escapeLine).join("\n");
}
