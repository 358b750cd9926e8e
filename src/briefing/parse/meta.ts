/** What the keys of the front matter say. */
import { isMap, isNode, isScalar, isSeq } from "yaml";
import type { Pair, YAMLMap } from "yaml";
import type { Briefing } from "../briefing.ts";
import { safeHref } from "./narrow-spans.ts";
import { nearest } from "../nearest.ts";
import { idFrom, isId } from "./id.ts";
import { parseInstant } from "./instant.ts";
import { KEYS, reportKey, SOURCE_KEYS } from "./keys.ts";
import type { Key } from "./keys.ts";
import { isBlank, withoutControls } from "./text.ts";
import { quoted } from "../problems.ts";
import type { Place, ProblemKind, ProblemLog } from "../problems.ts";

export type Meta = Partial<Pick<Briefing, Key>>;

export interface MetaContext {
  /** Where an offset of the YAML stands in the file. */
  place(offset: number): Place;
  timeZone: string;
  log: ProblemLog;
}

/** One key with its value. */
interface Entry<Name extends string> {
  name: Name;
  node: unknown;
  /** Of the value; of the key where there is none. */
  place: Place;
}

/** What the front matter says, and where it gives the id. */
export interface ReadMeta {
  meta: Meta;
  idPlace?: Place;
  updatesPlace?: Place;
}

export function parseMeta(map: YAMLMap, context: MetaContext): ReadMeta {
  const read: ReadMeta = { meta: {} };
  for (const entry of entriesOf(map, KEYS, "front matter", context)) {
    Object.assign(read.meta, parseEntry(entry, context));
    if (entry.name === "id") read.idPlace = entry.place;
    if (entry.name === "updates") read.updatesPlace = entry.place;
  }
  return read;
}

function parseEntry(entry: Entry<Key>, context: MetaContext): Meta {
  const { name } = entry;
  if (name === "topics") return { topics: parseTopics(entry, context) };
  if (name === "source") return parseSource(entry, context);
  const text = textOf(entry.node);
  if (text === undefined) {
    fail(
      entry,
      "front-matter-value",
      `\`${name}\` must be one line of text.`,
      EXAMPLES[name],
      context,
    );
    return {};
  }
  switch (name) {
    case "id":
      return text === "" ? {} : parseId(entry, text, context);
    case "updates":
      return text === "" ? {} : parseUpdates(entry, text, context);
    case "status":
      return parseStatus(entry, text, context);
    case "publishedAt":
    case "embargoUntil":
    case "updatedAt":
      return parseDate(entry, name, text, context);
    case "language":
      return text === "" ? {} : parseLanguage(entry, text, context);
    case "author":
      return text === "" ? {} : { author: text };
  }
}

const EXAMPLES: Readonly<Record<Key, string>> = {
  id: "For example: id: webb-telescope.",
  topics: "For example: topics: [science, space].",
  status: "Write ready, draft or withdrawn.",
  publishedAt: "For example: publishedAt: 2026-11-22T09:00:00+01:00, or 2026-11-22.",
  embargoUntil: "For example: embargoUntil: 2026-11-22T09:00:00+01:00, or 2026-11-22.",
  updatedAt: "For example: updatedAt: 2026-11-22T09:00:00+01:00, or 2026-11-22.",
  updates: "For example: updates: webb-telescope.",
  source: "For example: source: { name: NASA, url: https://science.nasa.gov }.",
  author: "For example: author: Briefing desk.",
  language: "For example: language: en, or language: pt-BR.",
};

function parseId(entry: Entry<Key>, text: string, context: MetaContext): Meta {
  if (isId(text)) return { id: text };
  const suggestion = idFrom(text);
  const hint =
    suggestion === ""
      ? "Use lower-case letters, digits and -, at most 64."
      : `Did you mean ${quoted(suggestion)}? Lower-case letters, digits and - make an id, at most 64.`;
  fail(entry, "id", `${quoted(text)} cannot be an id.`, hint, context);
  return {};
}

function parseUpdates(entry: Entry<Key>, text: string, context: MetaContext): Meta {
  const { id } = parseId(entry, text, context);
  return id === undefined ? {} : { updates: id };
}

const STATUSES = ["ready", "draft", "withdrawn"] as const;

function parseStatus(entry: Entry<Key>, text: string, context: MetaContext): Meta {
  const status = text.toLowerCase();
  const known = STATUSES.find((each) => each === status);
  if (known !== undefined) return { status: known };
  const meant = nearest(status, STATUSES);
  const hint = meant === undefined ? EXAMPLES.status : `Did you mean \`${meant}\`?`;
  const message = text === "" ? "`status` has no value." : `${quoted(text)} is not a status.`;
  fail(entry, "front-matter-value", message, hint, context);
  return {};
}

function parseDate(
  entry: Entry<Key>,
  name: "publishedAt" | "embargoUntil" | "updatedAt",
  text: string,
  context: MetaContext,
): Meta {
  const instant = parseInstant(text, context.timeZone);
  if (instant !== null) return { [name]: instant };
  const message = text === "" ? `\`${name}\` has no date.` : `${quoted(text)} is not a date.`;
  fail(entry, "date", message, EXAMPLES[name], context);
  return {};
}

function parseLanguage(entry: Entry<Key>, text: string, context: MetaContext): Meta {
  try {
    const [language] = Intl.getCanonicalLocales(text);
    return language === undefined ? {} : { language };
  } catch {
    fail(
      entry,
      "front-matter-value",
      `${quoted(text)} is not a language tag.`,
      EXAMPLES.language,
      context,
    );
    return {};
  }
}

/** A list, or one line with commas. */
function parseTopics(entry: Entry<Key>, context: MetaContext): string[] {
  const { node } = entry;
  const texts = isSeq(node) ? node.items.map(textOf) : textOf(node)?.split(",");
  if (texts === undefined || texts.includes(undefined)) {
    fail(
      entry,
      "front-matter-value",
      "`topics` must be a list of words.",
      EXAMPLES.topics,
      context,
    );
    return [];
  }
  const topics = texts.map((text) => text?.trim() ?? "");
  return [...new Set(topics.filter((topic) => topic !== ""))];
}

function parseSource(entry: Entry<Key>, context: MetaContext): Meta {
  const { node } = entry;
  const text = textOf(node);
  if (text === "") return {};
  if (text !== undefined) {
    const url = safeHref(text);
    return { source: url === undefined ? { name: text } : { name: hostOf(url), url } };
  }
  if (!isMap(node)) {
    fail(
      entry,
      "front-matter-value",
      "`source` must be a name, an address, or both.",
      EXAMPLES.source,
      context,
    );
    return {};
  }
  const found: { name?: string; url?: string } = {};
  for (const part of entriesOf(node, SOURCE_KEYS, "source", context)) {
    const value = textOf(part.node);
    if (value === undefined) {
      fail(
        part,
        "front-matter-value",
        `\`${part.name}\` must be one line of text.`,
        EXAMPLES.source,
        context,
      );
    } else if (part.name === "name") found.name = value;
    else if (value !== "") Object.assign(found, parseUrl(part, value, context));
  }
  const name = found.name || (found.url === undefined ? "" : hostOf(found.url));
  if (name === "") return {};
  return { source: { name, ...(found.url !== undefined && { url: found.url }) } };
}

function parseUrl(
  part: Entry<"name" | "url">,
  text: string,
  context: MetaContext,
): { url?: string } {
  const url = safeHref(text);
  if (url !== undefined) return { url };
  const message = `${quoted(text)} is not a web address.`;
  const hint = "Write it in full, beginning with https:// or http://.";
  fail(part, "front-matter-value", message, hint, context);
  return {};
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./u, "");
}

/** The known keys, each once; the others are reported. */
function entriesOf<Name extends string>(
  map: YAMLMap,
  names: readonly Name[],
  where: string,
  context: MetaContext,
): Entry<Name>[] {
  const lines = new Map<string, number>();
  return map.items.flatMap((pair) => {
    const key = keyOf(pair);
    const keyPlace = context.place(offsetOf(pair.key) ?? 0);
    const earlier = lines.get(key);
    if (earlier !== undefined) {
      const message = `\`${key}\` is already on line ${earlier}.`;
      const hint = "Keep the one that is meant.";
      context.log.error("front-matter-duplicate", keyPlace, message, hint);
      return [];
    }
    lines.set(key, keyPlace.line);
    const name = names.find((known) => known === key);
    if (name === undefined) {
      reportKey(key, names, where, keyPlace, context.log);
      return [];
    }
    const offset = offsetOf(pair.value);
    const empty = isScalar(pair.value) && pair.value.value === null;
    return [
      {
        name,
        node: pair.value,
        place: offset === undefined || empty ? keyPlace : context.place(offset),
      },
    ];
  });
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : "";
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** One line of text as it was written; numbers and the like keep their digits. Undefined for lists and maps. */
function textOf(node: unknown): string | undefined {
  if (node === null) return "";
  if (!isScalar(node)) return undefined;
  const { value, source = "" } = node;
  const text = typeof value === "string" ? value : value === null ? "" : source;
  const line = withoutControls(text).replace(/\s+/gu, " ").trim();
  return isBlank(line) ? "" : line;
}

function fail(
  entry: Entry<string>,
  kind: ProblemKind,
  message: string,
  hint: string,
  { log }: MetaContext,
): void {
  log.error(kind, entry.place, message, hint);
}
