/** What a post carries so that it can be recognised. */
import { createHash } from "node:crypto";
import { BotError } from "../../../errors.ts";
import type { Json, JsonObject } from "../../platform.ts";
import { isList, isObject } from "../draw/components.ts";

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** Discord gives the existing message back for some minutes. https://discord.com/developers/docs/resources/message#create-message */
export function nonceOf(key: string): string {
  return digest(key).toString("base64url").slice(0, 22);
}

/**
 * Of what was deleted before anybody told its id, only the nonce is known. Throws `gone` for that.
 * https://github.com/discord/discord-api-docs/issues/6647
 */
export function requireMessage(id: string): void {
  if (/^\d+$/u.test(id)) return;
  throw new BotError("gone", "The message was deleted right after it was posted.");
}

/**
 * The nonce cannot be read later, but the id of a component can. Ids are 32 bits; those that Discord gives are small.
 * https://discord.com/developers/docs/components/reference#anatomy-of-a-component
 */
export function markerOf(key: string): number {
  return (digest(key).readUInt32BE(0) & 0x3fff_ffff) + 0x4000_0000;
}

/** The same body with the marker on its first component. */
export function mark(body: JsonObject, marker: number): JsonObject {
  const components = isList(body["components"]) ? body["components"] : [];
  const [first, ...rest] = components;
  return isObject(first) ? { ...body, components: [{ ...first, id: marker }, ...rest] } : body;
}

export function isMarked(components: Json | undefined, marker: number): boolean {
  return (
    isList(components) &&
    components.some((component) => isObject(component) && component["id"] === marker)
  );
}
