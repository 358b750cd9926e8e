/**
 * The shape of our payloads: one body, or `create` and then `edit`; and `forum`, how it is filed where it becomes the
 * post of a forum. Pure.
 */
import type { JsonObject, Payload } from "../../platform.ts";
import { isList, isObject, noMentions } from "../draw/components.ts";
import type { Filing } from "./threads.ts";

function withoutFiling({ forum: _filing, ...body }: JsonObject): JsonObject {
  return body;
}

export function firstBody(payload: Payload): JsonObject {
  return isObject(payload["create"]) ? payload["create"] : withoutFiling(payload);
}

/** The second half of a post; null where it is posted in one go. */
export function secondBody(payload: Payload): JsonObject | null {
  return isObject(payload["edit"]) ? payload["edit"] : null;
}

/** What is shown in the end; it notifies nobody, because that is done once. */
export function lastBody(payload: Payload): JsonObject {
  return { ...(secondBody(payload) ?? withoutFiling(payload)), allowed_mentions: noMentions };
}

export function filingOf({ forum }: Payload): Filing {
  const { title, topics } = isObject(forum) ? forum : {};
  return {
    title: typeof title === "string" ? title : "",
    topics: isList(topics) ? topics.filter((topic) => typeof topic === "string") : [],
  };
}
