/** Blocks as plain text, for screen readers, notifications and search. */
import type { ListItem, Span, Table, TimeSpan } from "./blocks.ts";
import { dayWords } from "./days.ts";
import type { Block } from "./message.ts";

/** In UTC, the same on every machine: "22 Nov 2026" or "22 Nov 2026, 09:00 UTC". */
function plainTime({ at, show }: TimeSpan): string {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO("UTC");
  const date = dayWords(time);
  if (show === "date") return date;
  const clock = [time.hour, time.minute].map((part) => String(part).padStart(2, "0")).join(":");
  return `${date}, ${clock} UTC`;
}

/** The text of spans without style; a link keeps its text only. */
export function plainSpans(spans: readonly Span[]): string {
  return spans.map((span) => ("at" in span ? plainTime(span) : span.text)).join("");
}

function plainItem({ depth, ordinal, spans }: ListItem): string {
  const indent = "  ".repeat(depth);
  const mark = ordinal === null ? "• " : `${ordinal}. `;
  return (
    indent + mark + plainSpans(spans).replaceAll("\n", `\n${indent}${" ".repeat(mark.length)}`)
  );
}

/** "Aspect: Description" for two columns, "a | b | c" for more. */
function plainRow(cells: readonly (readonly Span[])[]): string {
  const texts = cells.map(plainSpans);
  if (texts.length !== 2) return texts.join(" | ");
  const [aspect = "", description = ""] = texts;
  if (aspect === "" || description === "") return aspect + description;
  return /[:：?!]\s*$/u.test(aspect) ? `${aspect} ${description}` : `${aspect}: ${description}`;
}

function plainTable({ header, rows }: Table): string {
  const hasHeader = header.some((cell) => plainSpans(cell) !== "");
  return [...(hasHeader ? [header] : []), ...rows].map(plainRow).join("\n");
}

function plainParts(parts: readonly (readonly Span[])[]): string {
  return parts
    .map(plainSpans)
    .filter((text) => text !== "")
    .join(" · ");
}

function plainBlock(block: Block): string {
  switch (block.type) {
    case "heading":
    case "paragraph":
    case "quote":
      return plainSpans(block.spans);
    case "list":
      return block.items.map(plainItem).join("\n");
    case "code":
      return block.text;
    case "table":
      return plainTable(block);
    case "meta":
      return plainParts(block.parts);
    case "card":
      return [plainSpans(block.title), plainParts(block.subtitle), plainSpans(block.body)]
        .filter((line) => line !== "")
        .join("\n");
    case "divider":
    case "actions":
      return "";
  }
}

/** Every word a reader would see, blocks separated by "\n\n", in order. Buttons are left out. */
export function plainText(blocks: readonly Block[]): string {
  return blocks
    .map(plainBlock)
    .filter((text) => text !== "")
    .join("\n\n");
}
