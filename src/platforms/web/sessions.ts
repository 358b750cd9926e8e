/**
 * What one browser session alone sees: private answers, and which messages are
 * new to it. In memory and bounded; a restart forgets it.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Filled, Form } from "../../briefing/form.ts";
import type { WebPayload } from "./payload.ts";

/** A form that stands open in the chat. */
export interface OpenForm {
  form: Form;
  /** What stands in its fields. */
  filled: Filled;
  /** By the name of the field. */
  faults: Readonly<Record<string, string>>;
  /** The message under which it was opened; null where there was none that others see. */
  post: number | null;
}

export interface PrivateAnswer {
  id: string;
  channel: string;
  /** The thread it was asked in. */
  root: number | null;
  /** It is shown behind this message. */
  after: number;
  /** The command that was typed; null for the answer to a button. */
  asked: string | null;
  payload: WebPayload;
  /** Stands in place of the payload as long as it is open. */
  form: OpenForm | null;
  /** Grows when it looks different from before. */
  revision: number;
  /** ISO 8601 in UTC. */
  answeredAt: string;
}

export interface Session {
  /** Names the person towards the bot and in stored messages; the cookie cannot be worked out from it. */
  readonly person: string;
  answers: readonly PrivateAnswer[];
  /** Grows with every change of `answers`. */
  changed: number;
  /** The newest message of each channel that was on the screen. */
  readonly seen: Map<string, number>;
  /** The channels where it was told how the bot can be reached. */
  readonly hinted: Set<string>;
  /** What is being done or was done for each request, so that one sent twice is done once. */
  readonly requests: Map<string, Promise<unknown>>;
}

const MAX_SESSIONS = 500;
const MAX_ANSWERS = 30;
const MAX_REQUESTS = 200;

export type Sessions = ReturnType<typeof openSessions>;

/** `startedAt` makes the counts of this process larger than those of the one before. */
export function openSessions(startedAt: Temporal.Instant) {
  const sessions = new Map<string, Session>();
  return {
    /** The session of a cookie; begins one where it is not known. */
    of(token: string): Session {
      const session = sessions.get(token) ?? begin(token, startedAt.epochMilliseconds);
      sessions.delete(token);
      sessions.set(token, session);
      forgetOldest(sessions, MAX_SESSIONS);
      return session;
    },
  };
}

function begin(token: string, changed: number): Session {
  const person = createHash("sha256").update(token).digest("hex").slice(0, 12);
  return { person, answers: [], changed, seen: new Map(), hinted: new Set(), requests: new Map() };
}

/** A fresh cookie: 128 random bits. */
export function newToken(): string {
  return randomBytes(16).toString("base64url");
}

export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9_-]{22}$/.test(text);
}

export function addAnswer(session: Session, answer: PrivateAnswer): void {
  session.answers = [...session.answers, answer].slice(-MAX_ANSWERS);
  session.changed += 1;
}

/** Takes the place of the one with its id; nothing happens when that is gone. */
export function replaceAnswer(session: Session, answer: PrivateAnswer): void {
  const revision = answer.revision + 1;
  session.answers = session.answers.map((each) =>
    each.id === answer.id ? { ...answer, revision } : each,
  );
  session.changed += 1;
}

export function dropAnswer(session: Session, id: string): void {
  session.answers = session.answers.filter((answer) => answer.id !== id);
  session.changed += 1;
}

/** Does `work` the first time a request comes, and gives the same result when it comes again. */
export function doOnce(
  session: Session,
  request: string,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const before = session.requests.get(request);
  if (before !== undefined) return before;
  const result = work();
  session.requests.set(request, result);
  forgetOldest(session.requests, MAX_REQUESTS);
  return result;
}

function forgetOldest(map: Map<string, unknown>, keep: number): void {
  for (const key of map.keys()) {
    if (map.size <= keep) return;
    map.delete(key);
  }
}

/** What others call a person, who has no account here. */
export function guestName(person: string): string {
  return `Guest ${person.slice(0, 4)}`;
}
