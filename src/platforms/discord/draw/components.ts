/**
 * The components that messages of ours are made of, as plain JSON.
 * https://discord.com/developers/docs/components/reference
 */
import type { Json, JsonObject } from "../../platform.ts";

export const componentType = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  separator: 14,
  container: 17,
  label: 18,
  radioGroup: 21,
  checkboxGroup: 22,
} as const;

/** https://discord.com/developers/docs/components/reference#button-button-styles */
const buttonStyle = { primary: 1, secondary: 2, link: 5 } as const;

/** https://discord.com/developers/docs/resources/message#message-object-message-flags */
export const messageFlags = {
  crossposted: 1 << 0,
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  componentsV2: 1 << 15,
} as const;

const accentColor = 0x3b82f6;

/** Absent means that Discord notifies everybody a text mentions, on an edit as well. */
export const noMentions: JsonObject = { parse: [] };

export function textDisplay(content: string): JsonObject {
  return { type: componentType.textDisplay, content };
}

export const separator: JsonObject = { type: componentType.separator };

export function actionRow(components: readonly JsonObject[]): JsonObject {
  return { type: componentType.actionRow, components };
}

export function section(text: JsonObject, accessory: JsonObject): JsonObject {
  return { type: componentType.section, components: [text], accessory };
}

export function container(components: readonly JsonObject[]): JsonObject {
  return { type: componentType.container, accent_color: accentColor, components };
}

export function pressButton(label: string, customId: string, isPrimary: boolean): JsonObject {
  const style = isPrimary ? buttonStyle.primary : buttonStyle.secondary;
  return { type: componentType.button, style, label, custom_id: customId };
}

export function linkButton(label: string, url: string): JsonObject {
  return { type: componentType.button, style: buttonStyle.link, label, url };
}

/** Shown for the moment between the text for notifications and the message itself. */
export const waitingRow: JsonObject = actionRow([
  { ...pressButton("…", "waiting", false), disabled: true },
]);

/** A message body of components alone. */
export function componentsBody(components: readonly JsonObject[]): JsonObject {
  return { flags: messageFlags.componentsV2, components, allowed_mentions: noMentions };
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}
