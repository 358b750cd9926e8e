/** Blocks as components, and what each of them costs. */
import type { Action, Block, Card } from "../../../briefing/message.ts";
import type { Measure } from "../../../briefing/split.ts";
import type { JsonObject } from "../../platform.ts";
import { fitsButton, renderButton } from "./buttons.ts";
import { actionRow, isList, isObject, section, separator, textDisplay } from "./components.ts";
import { discordLimits, utf8Bytes } from "../limits.ts";
import { renderCardText, renderMarkdown } from "./markdown.ts";

/** Blocks that stand alone are never broken, so what is larger than this becomes blocks that can be. */
const largestWhole = 1_000;

function linkText(action: Action): Block {
  return action.type === "link"
    ? { type: "paragraph", spans: [{ text: action.label, href: action.href }] }
    : { type: "paragraph", spans: [{ text: action.label }] };
}

/** Rows of at most five, with links that fit no button as text before them. */
function fitActions(items: readonly Action[]): readonly Block[] {
  const buttons = items.filter(fitsButton);
  const texts = items.filter((action) => !fitsButton(action)).map(linkText);
  const rows: Block[] = [];
  for (let start = 0; start < buttons.length; start += discordLimits.buttonsPerRow) {
    rows.push({
      type: "actions",
      items: buttons.slice(start, start + discordLimits.buttonsPerRow),
    });
  }
  return [...texts, ...rows];
}

function fitCard(card: Card): readonly Block[] {
  const isSmall = renderCardText(card.title, card.subtitle, card.body).length <= largestWhole;
  if (
    isSmall &&
    card.actions.length <= discordLimits.buttonsPerRow &&
    card.actions.every(fitsButton)
  )
    return [card];
  return [
    { type: "heading", level: 2, spans: card.title },
    ...card.subtitle.map((part): Block => ({ type: "paragraph", spans: part })),
    { type: "paragraph", spans: card.body },
    ...fitActions(card.actions),
  ];
}

/** The same words in blocks of which each fits, or can be broken so that it does. */
export function fitBlocks(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block) => {
    switch (block.type) {
      case "actions":
        return fitActions(block.items);
      case "card":
        return fitCard(block);
      case "meta":
        return renderMarkdown(block).length <= largestWhole
          ? [block]
          : block.parts.map((spans): Block => ({ type: "paragraph", spans }));
      default:
        return [block];
    }
  });
}

/** How blocks stand on the page. */
export interface Layout {
  /** A line before every section, as in the coloured box of a post. */
  separateSections: boolean;
}

type Piece =
  | { kind: "text"; text: string; isHeading: boolean; isSmall: boolean; isSection: boolean }
  | { kind: "separator" }
  | { kind: "component"; component: JsonObject; isCard: boolean };

function cardPieces(card: Card, taken: Set<string>): readonly Piece[] {
  const content = renderCardText(card.title, card.subtitle, card.body);
  const buttons = card.actions.map((action) => renderButton(action, taken));
  const [only] = buttons;
  const piece = (component: JsonObject, isCard: boolean): Piece => ({
    kind: "component",
    component,
    isCard,
  });
  if (content === "") return buttons.length === 0 ? [] : [piece(actionRow(buttons), true)];
  const text = textDisplay(content);
  if (only === undefined) return [piece(text, true)];
  if (buttons.length === 1) return [piece(section(text, only), true)];
  return [piece(text, true), piece(actionRow(buttons), false)];
}

function toPieces(block: Block, taken: Set<string>): readonly Piece[] {
  if (block.type === "divider") return [{ kind: "separator" }];
  if (block.type === "card") return cardPieces(block, taken);
  if (block.type === "actions") {
    const buttons = block.items.map((action) => renderButton(action, taken));
    return buttons.length === 0
      ? []
      : [{ kind: "component", component: actionRow(buttons), isCard: false }];
  }
  const text = renderMarkdown(block);
  if (text.trim() === "") return [];
  const isHeading = block.type === "heading";
  const isSection = block.type === "heading" && block.level === 2;
  return [{ kind: "text", text, isHeading, isSmall: block.type === "meta", isSection }];
}

/** `taken` are the ids of buttons that the message has already; it grows. */
export function layOut(
  blocks: readonly Block[],
  { separateSections }: Layout,
  taken: Set<string>,
): readonly JsonObject[] {
  const out: JsonObject[] = [];
  let text = "";
  let wasHeading = false;
  let wantsSeparator = false;
  const flush = (): void => {
    if (text !== "") out.push(textDisplay(text));
    text = "";
  };
  const separate = (): void => {
    if (wantsSeparator && out.length > 0) out.push(separator);
    wantsSeparator = false;
  };
  for (const piece of blocks.flatMap((block) => toPieces(block, taken))) {
    const isNewSection =
      piece.kind === "separator" ||
      (piece.kind === "component" && piece.isCard) ||
      (piece.kind === "text" && piece.isSection && separateSections);
    if (isNewSection) {
      flush();
      wantsSeparator = true;
    }
    if (piece.kind === "separator") continue;
    if (piece.kind === "component") flush();
    if (text === "") separate();
    if (piece.kind === "component") {
      out.push(piece.component);
      continue;
    }
    const seam = text === "" ? "" : wasHeading || piece.isSmall ? "\n" : "\n\n";
    text += seam + piece.text;
    wasHeading = piece.isHeading;
  }
  flush();
  return out;
}

/** Text displays merge and separators at the edges go, so this is at least what `layOut` makes of a block. */
function cost(block: Block): readonly number[] {
  const taken = new Set<string>();
  let text = 0;
  let bytes = 0;
  let components = 0;
  for (const piece of toPieces(block, taken)) {
    if (piece.kind === "text") {
      text += piece.text.length + 2;
      bytes += utf8Bytes(piece.text) + 2;
    }
    if (piece.kind === "component") {
      const sums = weigh(piece.component);
      text += sums.text;
      bytes += sums.bytes;
      components += sums.components;
    }
    // A separator before it and another text display behind it.
    if (piece.kind !== "text" || piece.isSection) {
      components += 2;
      bytes += discordLimits.bytesPerText;
    }
  }
  return [text, bytes, components];
}

interface Weight {
  text: number;
  bytes: number;
  components: number;
}

/** What components of `layOut` add to the sums of a message. */
export function weigh(component: JsonObject): Weight {
  const { content, components, accessory } = component;
  const own = typeof content === "string" ? content : null;
  const sums: Weight = {
    text: own?.length ?? 0,
    bytes: own === null ? 0 : utf8Bytes(own) + discordLimits.bytesPerText,
    components: 1,
  };
  const children = [...(isList(components) ? components : []), accessory];
  for (const child of children.filter(isObject)) {
    const inner = weigh(child);
    sums.text += inner.text;
    sums.bytes += inner.bytes;
    sums.components += inner.components;
  }
  return sums;
}

/** The room of one message in characters, bytes and components, less what stands there already. */
export function measure(room: Weight): Measure {
  return {
    cost,
    // One text display that no block accounts for.
    limits: [room.text, room.bytes - discordLimits.bytesPerText, room.components - 1],
  };
}
