/** Rendered payloads as the service would get, judge and show them. */
import type { Payload, Rendered } from "../../src/platforms/platform.ts";
import { checkMessage, isBody, listOf, textsOf } from "../fakes/discord-checks.ts";
import type { Body } from "../fakes/discord-checks.ts";
import { resolveMarkdown } from "../fakes/discord-text.ts";

/** What is posted in the end. */
export function bodyOf({ payload }: Rendered): Body {
  const { forum: _filing, ...body } = payload;
  return isBody(payload["edit"]) ? payload["edit"] : body;
}

export function textOf(rendered: readonly Rendered[]): string {
  const texts = rendered.flatMap((each) => textsOf(listOf(bodyOf(each)["components"])));
  return texts.map((text) => resolveMarkdown(text).text).join("\n");
}

/** As the service would judge it, one request after the other. */
export function refusals(payload: Payload): readonly unknown[] {
  const { create, edit, forum: _filing, ...body } = payload;
  if (!isBody(create) || !isBody(edit)) return [checkMessage("create", body, null)];
  const before = {
    content: typeof create["content"] === "string" ? create["content"] : "",
    components: listOf(create["components"]),
    flags: Number(create["flags"]),
  };
  return [checkMessage("create", create, null), checkMessage("edit", edit, before)];
}
