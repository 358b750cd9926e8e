/** The names of the four sections, and what was probably meant by a name that is none. */
import { nearest } from "../nearest.ts";

export const SECTIONS = ["preface", "summary", "body", "insights"] as const;
export type Section = (typeof SECTIONS)[number];

/** The first name of each is the one that hints suggest. */
const NAMES: Readonly<Record<Section, readonly [string, ...string[]]>> = {
  preface: ["Preface", "Introduction"],
  summary: ["Lazy bag", "Summary", "TL;DR", "TLDR", "In short"],
  body: ["Main Body", "Body", "Article"],
  insights: ["Key Insights Table", "Key Insights", "Key Facts"],
};

const SECTION_OF = new Map<string, Section>(
  SECTIONS.flatMap((section) => NAMES[section].map((name) => [keyOf(name), section] as const)),
);
const ALL_NAMES = SECTIONS.flatMap((section) => NAMES[section]);
const LONGEST_NAME = 40;

export function sectionName(section: Section): string {
  return NAMES[section][0];
}

/** The section that this heading begins. Case, emphasis, and colons at the end do not matter. */
export function sectionOf(heading: string): Section | undefined {
  return heading.length > LONGEST_NAME ? undefined : SECTION_OF.get(keyOf(heading));
}

/** The section name that was probably meant, for a heading that is none. */
export function nearSection(heading: string): { section: Section; name: string } | undefined {
  const key = keyOf(heading);
  if (key.length < 3 || heading.length > LONGEST_NAME) return undefined;
  const name = nearest(key, ALL_NAMES);
  const section = name === undefined ? undefined : SECTION_OF.get(keyOf(name));
  return name === undefined || section === undefined ? undefined : { section, name };
}

function keyOf(heading: string): string {
  const bare = heading.normalize("NFKC").replace(/^[\s*_#]+|[\s*_:#]+$/gu, "");
  return bare.replace(/\s+/gu, " ").toLowerCase();
}
