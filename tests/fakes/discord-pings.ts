/** Whom a message would notify. */
import { isBody } from "./discord-checks.ts";
import type { User } from "./discord-world.ts";

function ids(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** What a text would notify, as the service reads it: a backslash does not help. */
export function findPings(
  texts: string,
  allowed: unknown,
  repliedTo: User | undefined,
): Set<string> {
  const pings = new Set<string>();
  const rules = isBody(allowed) ? allowed : null;
  const parse = rules === null ? ["everyone", "users", "roles"] : ids(rules["parse"]);
  const may = (kind: string, id: string): boolean =>
    parse.includes(kind) || (rules !== null && ids(rules[kind]).includes(id));
  for (const [mention] of texts.matchAll(/@(?:everyone|here)/g)) {
    if (parse.includes("everyone")) pings.add(mention.slice(1));
  }
  for (const [, id = ""] of texts.matchAll(/<@!?(\d+)>/g)) if (may("users", id)) pings.add(id);
  for (const [, id = ""] of texts.matchAll(/<@&(\d+)>/g)) if (may("roles", id)) pings.add(id);
  const pingsReplied = rules === null || rules["replied_user"] === true;
  if (repliedTo !== undefined && pingsReplied) pings.add(repliedTo.id);
  return pings;
}
