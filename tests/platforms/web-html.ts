/**
 * Reads the chat's HTML as strictly as it is meant to be written: every tag closed, every attribute quoted, only
 * the entities of the escaper. What does not fit is an error, so text that came alive as markup is found.
 */

export interface Element {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  children: (Element | string)[];
}

const VOID: ReadonlySet<string> = new Set(["meta", "link", "input", "br", "hr"]);
const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*\/?>|<!doctype html>/y;
const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/g;

function decode(text: string): string {
  return text.replace(/&[^;\s]*;?/g, (entity) => {
    const meant = ENTITIES[entity];
    if (meant === undefined) throw new Error(`unknown entity ${entity}`);
    return meant;
  });
}

function attributesOf(source: string): Record<string, string> {
  return Object.fromEntries(
    [...source.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [name, decode(value)]),
  );
}

export function parseHtml(source: string): Element {
  const root: Element = { tag: "", attributes: {}, children: [] };
  const open = [root];
  let at = 0;
  while (at < source.length) {
    const top = open.at(-1) ?? root;
    if (source[at] !== "<") {
      const end = source.indexOf("<", at);
      const text = source.slice(at, end === -1 ? undefined : end);
      if (text.includes(">")) throw new Error(`a bare ">" in ${text}`);
      top.children.push(decode(text));
      at += text.length;
      continue;
    }
    TAG.lastIndex = at;
    const match = TAG.exec(source);
    if (match === null) throw new Error(`not a tag: ${source.slice(at, at + 80)}`);
    at = TAG.lastIndex;
    const [, slash, tag, attributes = ""] = match;
    if (tag === undefined) continue;
    if (slash === "/") {
      if (open.pop()?.tag !== tag) throw new Error(`</${tag}> closes something else`);
      continue;
    }
    const element: Element = { tag, attributes: attributesOf(attributes), children: [] };
    top.children.push(element);
    if (!VOID.has(tag)) open.push(element);
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.tag ?? ""}> is never closed`);
  return root;
}

/** All elements in document order that pass. */
export function all(root: Element, passes: (element: Element) => boolean): Element[] {
  const inside = root.children.flatMap((child) =>
    typeof child === "string" ? [] : all(child, passes),
  );
  return passes(root) ? [root, ...inside] : inside;
}

export function byTag(root: Element, tag: string): Element[] {
  return all(root, (element) => element.tag === tag);
}

export function byClass(root: Element, name: string): Element[] {
  return all(root, ({ attributes }) => attributes["class"]?.split(" ").includes(name) ?? false);
}

export function byId(root: Element, id: string): Element | undefined {
  return all(root, ({ attributes }) => attributes["id"] === id)[0];
}

const BLOCKS: ReadonlySet<string> = new Set(
  "p div h1 h2 h3 h4 h5 h6 li td th tr pre blockquote section table".split(" "),
);

/** What a reader sees: exact inside of text, a line end around blocks. Elements that do not pass are left out. */
export function textOf(root: Element, passes: (element: Element) => boolean = () => true): string {
  const text = root.children
    .map((child) => {
      if (typeof child === "string") return child;
      return passes(child) ? textOf(child, passes) : "";
    })
    .join("");
  if (root.tag === "br") return "\n";
  return BLOCKS.has(root.tag) ? `\n${text}\n` : text;
}
