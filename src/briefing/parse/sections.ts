/** The title and the four sections of an article's tree. */
import type { Heading, Paragraph, Root, RootContent } from "mdast";
import type { Article } from "./narrow-spans.ts";
import { nearSection, sectionName, sectionOf, SECTIONS } from "./headings.ts";
import type { Section } from "./headings.ts";
import type { Layout } from "./lines.ts";
import { headingText, parseTitle } from "./title.ts";
import { quoted } from "../problems.ts";
import type { Place } from "../problems.ts";

export interface SectionPart {
  heading: Place;
  nodes: readonly RootContent[];
}

export interface Parts {
  title: string;
  sections: ReadonlyMap<Section, SectionPart>;
}

interface Gathered {
  sections: ReadonlyMap<Section, SectionPart>;
  /** Headings of the first or second level that begin no section and do not stand in the body. */
  foreign: readonly Heading[];
}

/** Reports everything that is missing, doubled, or in the wrong place. `end` is where the file ends. */
export function parseSections(root: Root, layout: Layout, article: Article, end: Place): Parts {
  const content = root.children.filter(
    ({ type }) => type !== "definition" && type !== "footnoteDefinition",
  );
  const found = content.findIndex((node) => beginsSection(node, layout, article) !== undefined);
  const first = found === -1 ? content.length : found;
  const start = content[0] === undefined ? end : article.place(content[0]);
  const { title, rest } = parseTitle(content.slice(0, first), article, start);
  const gathered = gather(content.slice(first), layout, article);
  const strayHeadings = rest.filter((node) => node.type === "heading");
  const untitled = title === "" ? strayHeadings.slice(0, 1) : [];
  const foreign = [...strayHeadings, ...gathered.foreign];
  const inside = [...gathered.sections.values()].flatMap(({ nodes }) => nodes);
  const meant = reportMissing(
    [...foreign, ...rest, ...inside],
    gathered.sections,
    layout,
    article,
    end,
  );
  reportOutside(rest, meant, layout, article);
  reportUnknown(
    foreign.filter((node) => !meant.has(node) && !untitled.includes(node)),
    layout,
    article,
  );
  warnNearMisses(gathered.sections.get("body")?.nodes ?? [], meant, layout, article);
  return { title, sections: gathered.sections };
}

function beginsSection(node: RootContent, layout: Layout, article: Article): Section | undefined {
  if (node.type === "heading" && node.depth <= 2) return sectionOf(headingText(node, article));
  const line = node.position?.start.line;
  if (node.type !== "paragraph" || line === undefined) return undefined;
  return layout.bareHeadings.get(line);
}

/** Text under a doubled or foreign heading belongs nowhere; that heading is an error already. */
function gather(content: readonly RootContent[], layout: Layout, article: Article): Gathered {
  const sections = new Map<Section, { heading: Place; nodes: RootContent[] }>();
  const foreign: Heading[] = [];
  let section: Section | undefined;
  let nodes: RootContent[] = [];
  for (const node of content) {
    const begun = beginsSection(node, layout, article);
    if (begun !== undefined) {
      section = begun;
      nodes = [];
      const heading = article.place(node);
      const earlier = sections.get(section);
      if (earlier === undefined) sections.set(section, { heading, nodes });
      else reportTwice(section, heading, earlier.heading, article);
    } else if (node.type === "heading" && node.depth <= 2 && section !== "body") {
      foreign.push(node);
      section = undefined;
      nodes = [];
    } else nodes.push(node);
  }
  return { sections, foreign };
}

/** Gives the nodes that were probably meant as headings of what is missing. */
function reportMissing(
  nodes: readonly RootContent[],
  sections: ReadonlyMap<Section, SectionPart>,
  layout: Layout,
  article: Article,
  end: Place,
): ReadonlySet<RootContent> {
  const meant = new Set<RootContent>();
  const missing = SECTIONS.filter((section) => !sections.has(section));
  const lines = missing.length === 0 ? [] : nodes.filter(mayBeHeading);
  for (const section of missing) {
    const message = `The section ${quoted(sectionName(section))} is missing.`;
    const written = shown(section, layout);
    const line = lines.find((node) => nameMeant(headingText(node, article), section) !== undefined);
    if (line !== undefined) {
      meant.add(line);
      const text = headingText(line, article);
      const name = nameMeant(text, section) ?? sectionName(section);
      const hint =
        sectionOf(text) === section
          ? `Write this heading as ${written}.`
          : `Did you mean ${quoted(name)} where ${quoted(text)} stands? Write ${written}.`;
      article.log.error("section-missing", article.place(line), message, hint);
    } else if (layout.openFence === undefined) {
      const hint = `Write ${written} on a line of its own, and the text under it.`;
      article.log.error("section-missing", end, message, hint);
    } else {
      const hint = "The block of code that begins here never ends: all that follows is code.";
      article.log.error("section-missing", { line: layout.openFence, column: 1 }, message, hint);
    }
  }
  return meant;
}

/** A heading of any level, or a short line that stands alone. */
function mayBeHeading(node: RootContent): node is Heading | Paragraph {
  if (node.type === "heading") return true;
  if (node.type !== "paragraph") return false;
  const { start, end } = node.position ?? {};
  return start?.line === end?.line && (end?.column ?? 0) < 40;
}

function nameMeant(text: string, section: Section): string | undefined {
  if (sectionOf(text) === section) return sectionName(section);
  const near = nearSection(text);
  return near?.section === section ? near.name : undefined;
}

function reportOutside(
  rest: readonly RootContent[],
  meant: ReadonlySet<RootContent>,
  layout: Layout,
  article: Article,
): void {
  const stray = rest.find(({ type }) => type !== "thematicBreak");
  if (stray === undefined || stray.type === "heading" || meant.has(stray)) return;
  const message = "This text stands before the first section.";
  const hint = `Put it under a heading such as ${shown("preface", layout)}.`;
  article.log.error("text-outside", article.place(stray), message, hint);
}

function reportTwice(section: Section, place: Place, earlier: Place, article: Article): void {
  const message = `The section ${quoted(sectionName(section))} is already on line ${earlier.line}.`;
  article.log.error("section-twice", place, message, "Join the two, or take one out.");
}

function reportUnknown(nodes: readonly Heading[], layout: Layout, article: Article): void {
  const names = SECTIONS.map((section) => quoted(sectionName(section))).join(", ");
  for (const node of nodes) {
    const text = headingText(node, article);
    const near = nearSection(text);
    const message = `${quoted(text)} is not a section of a briefing.`;
    const hint =
      near === undefined
        ? `The sections are ${names}; other headings stand inside ${shown("body", layout)}.`
        : `Did you mean ${quoted(near.name)}? That section is here already; join the two.`;
    article.log.error("section-unknown", article.place(node), message, hint);
  }
}

function warnNearMisses(
  body: readonly RootContent[],
  meant: ReadonlySet<RootContent>,
  layout: Layout,
  article: Article,
): void {
  for (const node of body) {
    if (node.type !== "heading" || node.depth > 2 || meant.has(node)) continue;
    const text = headingText(node, article);
    const near = nearSection(text);
    if (near === undefined) continue;
    const message = `${quoted(text)} is taken for a sub-heading of ${shown("body", layout)}.`;
    const hint = `Did you mean the section ${quoted(near.name)}? Otherwise write it with three #.`;
    article.log.warn("section-near-miss", article.place(node), message, hint);
  }
}

/** A heading as it would be written in this file. */
function shown(section: Section, { dialect }: Layout): string {
  return quoted(`${dialect === "markdown" ? "## " : ""}${sectionName(section)}`);
}
