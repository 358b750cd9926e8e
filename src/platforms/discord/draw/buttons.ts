/** Buttons: their ids on Discord, and what fits on them. */
import type { Action } from "../../../briefing/message.ts";
import { segmenters } from "../../../briefing/words.ts";
import type { JsonObject } from "../../platform.ts";
import { linkButton, pressButton } from "./components.ts";
import { discordLimits } from "../limits.ts";
import { safeHref } from "./spans.ts";

/** "v1:read:ariane-6", or "v1.2:read:ariane-6" for the second button with that id in a message. */
const customId = /^v1(?:\.\d+)?:(.+)$/s;

/** The id of a button as the bot knows it, or null where the id is not one that we made. */
export function parseCustomId(text: string): string | null {
  return customId.exec(text)?.[1] ?? null;
}

/** The id of a button or of a form as Discord keeps it. */
export function renderCustomId(id: string): string {
  return `v1:${id}`;
}

/** Ids have to differ within a message. `taken` grows. */
function nameButton(id: string, taken: Set<string>): string {
  let name = renderCustomId(id);
  for (let count = 2; taken.has(name); count += 1) name = `v1.${count}:${id}`;
  taken.add(name);
  return name;
}

/** Cuts at a grapheme and shows that something is missing. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = "";
  for (const { segment } of segmenters.grapheme.segment(text)) {
    if (kept.length + segment.length > limit - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

function renderLabel(label: string): string {
  const text = shorten(label.trim(), discordLimits.buttonLabel);
  return text === "" ? "…" : text;
}

/** A link that is no web address or too long for a button has to be shown as text. */
export function fitsButton(action: Action): boolean {
  if (action.type === "button") return true;
  const href = safeHref(action.href);
  return href !== null && href.length <= discordLimits.buttonUrl;
}

export function renderButton(action: Action, taken: Set<string>): JsonObject {
  const label = renderLabel(action.label);
  if (action.type === "link") return linkButton(label, safeHref(action.href) ?? action.href);
  return pressButton(label, nameButton(action.id, taken), action.primary === true);
}
