/** The title, and what stands between it and the first section. */
import type { Heading, Paragraph, RootContent } from "mdast";
import { narrowSpans } from "./narrow-spans.ts";
import type { Article } from "./narrow-spans.ts";
import { createProblemLog, quoted } from "../problems.ts";
import type { Place } from "../problems.ts";

// https://docs.slack.dev/reference/block-kit/blocks/header-block
const LONGEST_TITLE = 150;

/** The words of a heading, without reporting what is wrong with them. */
export function headingText(node: Heading | Paragraph, article: Article): string {
  return oneLine(node, { ...article, log: createProblemLog("") });
}

/** `preamble` is what stands before the first section; `rest` is what of it is not the title. */
export function parseTitle(
  preamble: readonly RootContent[],
  article: Article,
  start: Place,
): { title: string; rest: readonly RootContent[] } {
  const node = preamble.find(isTitle) ?? preamble[0];
  if (node?.type !== "paragraph" && (node === undefined || !isTitle(node))) {
    reportMissing(node, article, start);
    return { title: "", rest: preamble };
  }
  const title = oneLine(node, article);
  const place = article.place(node);
  const length = Array.from(title).length;
  if (title === "") {
    article.log.error("title-missing", place, "The title is empty.", 'Write it here: "# …".');
  } else if (length > LONGEST_TITLE) {
    const message = `The title has ${length} characters; the header of a Slack message holds ${LONGEST_TITLE}.`;
    article.log.warn("title-long", place, message, "Make it shorter, or it will be cut there.");
  }
  return { title, rest: preamble.filter((other) => other !== node) };
}

/** A heading of the first level, or the second level's underlined form. */
function isTitle(node: RootContent): node is Heading {
  if (node.type !== "heading") return false;
  return node.depth === 1 || node.position?.start.line !== node.position?.end.line;
}

function reportMissing(node: RootContent | undefined, article: Article, start: Place): void {
  const place = node === undefined ? start : article.place(node);
  const hint =
    node?.type === "heading"
      ? `Write the title above, or make this the title: ${quoted(`# ${headingText(node, article)}`)}.`
      : "Begin the file with the title, on a line of its own.";
  article.log.error("title-missing", place, "The article has no title.", hint);
}

function oneLine(node: Heading | Paragraph, article: Article): string {
  const spans = narrowSpans(node.children, article);
  const text = spans.map((span) => span.text).join("");
  return text.replace(/\s+/gu, " ").trim();
}
