/** Articles to measure with: the samples, varied so that no two texts share a paragraph and no cache helps. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../briefings", import.meta.url));

export interface Text {
  file: string;
  /** As it stands in the folder. */
  whole: string;
  /** Without front matter, which converters of Markdown do not know. */
  markdown: string;
}

/** Deterministic: the same count gives the same texts. */
export function makeTexts(count: number): readonly Text[] {
  const samples = readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .toSorted()
    .map((name) => splitFrontMatter(readFileSync(`${folder}/${name}`, "utf8")));
  return Array.from({ length: count }, (_, at) => {
    const { head, body } = samples[at % samples.length] ?? { head: "", body: "" };
    const markdown = vary(body, at);
    return { file: `briefings/sample-${at}.md`, whole: head + markdown, markdown };
  });
}

function splitFrontMatter(text: string): { head: string; body: string } {
  const head = /^---\n.*?\n---\n+/su.exec(text)?.[0] ?? "";
  // Named after its file, as there are many of each.
  return { head: head.replace(/^id:.*\n/mu, ""), body: text.slice(head.length) };
}

/** Every title, paragraph and list item gets words of its own; code, tables and headings of sections stay. */
function vary(body: string, seed: number): string {
  let isCode = false;
  return body
    .split("\n")
    .map((line, at) => {
      if (line.startsWith("```")) isCode = !isCode;
      const isProse = /^(?:# |[-*\d]|[\p{L}*“"])/u.test(line) && !/^(?:```|---|\d+$)/u.test(line);
      return !isCode && isProse ? `${line} Note ${seed} of ${at}.` : line;
    })
    .join("\n");
}
