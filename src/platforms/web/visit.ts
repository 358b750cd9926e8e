/** Who does something in the chat, where, and where they should look afterwards. */
import { z } from "zod";
import type { Address, Caller, Post } from "../platform.ts";
import type { StoredMessage } from "./messages.ts";
import { guestName } from "./sessions.ts";
import type { Deps, Visit } from "./tell.ts";

/** Where the person should look afterwards. */
export interface Outcome {
  thread: number | null;
  /** The id of the element on the page. */
  element: string | null;
}

export const Id = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
export const Request = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
export const Zone = z.string().max(64).optional().catch(undefined);

export const WORKSPACE = "local";

export function postOf(place: { id: number; channel: string; root: number | null }): Post {
  const address: Address = { platform: "web", workspace: WORKSPACE, channel: place.channel };
  const thread = { root: String(place.root), title: "" };
  return {
    address: place.root === null ? address : { ...address, thread },
    message: String(place.id),
  };
}

export function findRoot(deps: Deps, visit: Visit, id: number): StoredMessage | null {
  const root = deps.messages.get(id);
  return root !== null && root.channel === visit.channel && root.root === null ? root : null;
}

export function requestId({ session }: Visit, request: string): string {
  return `web-${session.person}-${request}`;
}

export function callerOf(
  visit: Visit,
  root: StoredMessage | null,
  zone: string | undefined,
): Caller {
  const { address } = postOf({ id: 0, channel: visit.channel, root: null });
  const thread =
    root === null ? {} : { thread: { root: String(root.id), title: root.payload?.title ?? "" } };
  return {
    address: { ...address, ...thread },
    person: visit.session.person,
    name: guestName(visit.session.person),
    ...(visit.locale === undefined ? {} : { locale: visit.locale }),
    ...(zone === undefined || !isTimeZone(zone) ? {} : { timeZone: zone }),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
