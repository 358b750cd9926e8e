/** What one session sees on one page, read from the messages and from its private answers. */
import { LIMITS } from "./limits.ts";
import type { Messages, StoredMessage } from "./messages.ts";
import type { PrivateAnswer, Session } from "./sessions.ts";

export interface Channel {
  name: string;
  title: string;
}

export type Entry =
  | { kind: "message"; message: StoredMessage }
  | { kind: "answer"; answer: PrivateAnswer };

export interface Stream {
  entries: readonly Entry[];
  /** Show what is older than this message; null when nothing is. */
  olderThan: number | null;
  /** False on a page of older messages. */
  isNewest: boolean;
}

export interface Thread {
  root: StoredMessage;
  replies: Stream;
}

export interface View {
  channel: Channel;
  channels: readonly (Channel & { unread: number })[];
  stream: Stream;
  thread: Thread | null;
  person: string;
  /** Changes when anything on the page may have changed. */
  cursor: string;
}

export interface Wanted {
  channel: Channel;
  before: number | null;
  thread: number | null;
  threadBefore: number | null;
}

export interface Sources {
  messages: Messages;
  channels: readonly Channel[];
}

/** Marks what it shows as seen. Null when the thread is not there. */
export function loadView(sources: Sources, session: Session, wanted: Wanted): View | null {
  const { messages, channels } = sources;
  const { channel, before } = wanted;
  const cursor = cursorOf(messages, session);
  const thread = wanted.thread === null ? null : loadThread(messages, session, wanted);
  if (wanted.thread !== null && thread === null) return null;
  const page = messages.readChannel(channel.name, before, LIMITS.pageMessages);
  const answers = session.answers.filter(
    (each) => each.channel === channel.name && each.root === null,
  );
  const newest = messages.lastId();
  for (const each of channels) {
    if (each.name === channel.name || !session.seen.has(each.name))
      session.seen.set(each.name, newest);
  }
  return {
    channel,
    channels: channels.map((each) => ({ ...each, unread: unreadIn(messages, session, each.name) })),
    stream: streamOf(page, answers, before === null),
    thread,
    person: session.person,
    cursor,
  };
}

export function cursorOf(messages: Messages, session: Session): string {
  return `${String(messages.lastChange())}.${String(session.changed)}`;
}

function unreadIn(messages: Messages, session: Session, channel: string): number {
  return messages.countNewer(channel, session.seen.get(channel) ?? 0, session.person);
}

function loadThread(messages: Messages, session: Session, wanted: Wanted): Thread | null {
  const root = wanted.thread === null ? null : messages.get(wanted.thread);
  if (root === null || root.root !== null || root.channel !== wanted.channel.name) return null;
  const page = messages.readThread(root.id, wanted.threadBefore, LIMITS.pageMessages);
  const answers = session.answers.filter((each) => each.root === root.id);
  return { root, replies: streamOf(page, answers, wanted.threadBefore === null) };
}

interface Page {
  messages: readonly StoredMessage[];
  hasOlder: boolean;
}

/** Every private answer stands behind the message it belongs to. */
function streamOf(page: Page, answers: readonly PrivateAnswer[], isNewest: boolean): Stream {
  const { messages, hasOlder } = page;
  const entry = (answer: PrivateAnswer): Entry => ({ kind: "answer", answer });
  const first = messages[0]?.id ?? Number.MAX_SAFE_INTEGER;
  const leading = hasOlder || !isNewest ? [] : answers.filter((each) => each.after < first);
  const entries = messages.flatMap((message, index): Entry[] => {
    const last = isNewest ? Number.MAX_SAFE_INTEGER : message.id + 1;
    const next = messages[index + 1]?.id ?? last;
    const behind = answers.filter((each) => each.after >= message.id && each.after < next);
    return [{ kind: "message", message }, ...behind.map(entry)];
  });
  return {
    entries: [...leading.map(entry), ...entries],
    olderThan: hasOlder ? first : null,
    isNewest,
  };
}
