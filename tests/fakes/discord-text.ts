/**
 * Discord's Markdown as its apps read it: what a reader sees, where links lead, and what came alive.
 * The order of the rules is that of the apps: an escape wins over everything, a link over emphasis.
 */

export interface Resolved {
  text: string;
  links: string[];
  /** What the text made happen: "mention", "emoji", "spoiler", "bold", "heading" … */
  alive: string[];
}

type Rule = (rest: string, atLineStart: boolean, out: Resolved) => number;

function inner(text: string, out: Resolved, atLineStart = false): void {
  resolveInto(text, out, atLineStart);
}

function times(seconds: number, style: string | undefined): string {
  const iso = new Date(seconds * 1_000).toUTCString().split(" ");
  const [, day = "", month = "", year = "", clock = ""] = iso;
  const date = `${Number(day)} ${month} ${year}`;
  return style === "D" ? date : `${date}, ${clock.slice(0, 5)} UTC`;
}

function matching(
  pattern: RegExp,
  act: (match: RegExpExecArray, out: Resolved) => void,
  where: "anywhere" | "line start" = "anywhere",
): Rule {
  return (rest, atLineStart, out) => {
    if (where === "line start" && !atLineStart) return 0;
    const match = pattern.exec(rest);
    if (match === null) return 0;
    act(match, out);
    return match[0].length;
  };
}

function styled(name: string): (match: RegExpExecArray, out: Resolved) => void {
  return (match, out) => {
    out.alive.push(name);
    inner(match.slice(1).find((group) => group !== undefined) ?? "", out);
  };
}

function marked(name: string): (match: RegExpExecArray, out: Resolved) => void {
  return (_match, out) => {
    out.alive.push(name);
  };
}

const rules: readonly Rule[] = [
  matching(/^\\([^0-9A-Za-z\s])/u, ([, character = ""], out) => {
    out.text += character;
  }),
  matching(/^(#{1,3}) +(?=\S)/, marked("heading"), "line start"),
  matching(/^-# +(?=\S)/, marked("small"), "line start"),
  matching(/^ *(?:>>> |> )/, marked("quote"), "line start"),
  matching(/^ *(?:[-*]|\d+\.) +(?=\S)/, marked("item"), "line start"),
  matching(/^```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```/i, ([, code = ""], out) => {
    out.alive.push("code block");
    out.text += code;
  }),
  matching(/^(`+)([\s\S]*?[^`])\1(?!`)/, ([, , code = ""], out) => {
    out.alive.push("code");
    out.text += code.replaceAll(/^ (?= *`)|(` *) $/g, "$1");
  }),
  matching(/^<([^: >]+:\/[^ >]+)>/, ([, link = ""], out) => {
    out.links.push(link);
    out.text += link;
  }),
  matching(/^(?:https?|steam):\/\/[^\s<]+[^<.,:;"'\]\s]/, ([link], out) => {
    out.links.push(link);
    out.text += link;
  }),
  matching(/^\b(?:discord(?:app)?\.com\/invite|discord\.gg)\/[\w-]{2,}/i, ([link], out) => {
    out.alive.push("invitation");
    out.text += link;
  }),
  matching(/^(?:<@!?\d+>|<@&\d+>|<#\d+>|<id:\w+>|<\/[^:>]+:\d+>|@everyone|@here)/, ([m], out) => {
    out.alive.push("mention");
    out.text += m;
  }),
  matching(/^<t:(-?\d{1,17})(?::([tTdDfFR]))?>/, ([, seconds, style], out) => {
    out.alive.push("time");
    out.text += times(Number(seconds), style);
  }),
  matching(/^(?:<a?:\w+:\d+>|:[^\s:]+?(?:::skin-tone-\d)?:)/, marked("emoji")),
  matching(
    /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"]([\s\S]*?)['"])?\s*\)/,
    ([, label = "", target = ""], out) => {
      out.alive.push(/:\/\//.test(label) ? "refused link" : "link");
      out.links.push(target);
      inner(label, out);
    },
  ),
  matching(/^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, styled("bold")),
  matching(/^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, styled("underline")),
  matching(/^~~([\s\S]+?)~~(?!_)/, styled("strike")),
  matching(/^\|\|([\s\S]+?)\|\|/, styled("spoiler")),
  matching(
    /^\b_((?:__|\\[\s\S]|[^\\_])+?)_\b|^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/,
    styled("italic"),
  ),
];

function resolveInto(text: string, out: Resolved, startsLine: boolean): void {
  let atLineStart = startsLine;
  for (let place = 0; place < text.length;) {
    const rest = text.slice(place);
    const before = out.alive.length;
    const length = rules.reduce((found, rule) => found || rule(rest, atLineStart, out), 0);
    if (length > 0) {
      const isLineMark = /^(?:heading|small|quote|item)$/.test(out.alive[before] ?? "");
      atLineStart = atLineStart && isLineMark && out.alive.length === before + 1;
      place += length;
      continue;
    }
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    out.text += character;
    atLineStart = character === "\n" || (atLineStart && /\s/.test(character));
    place += character.length;
  }
}

export function resolveMarkdown(text: string): Resolved {
  const out: Resolved = { text: "", links: [], alive: [] };
  resolveInto(text, out, true);
  return out;
}
