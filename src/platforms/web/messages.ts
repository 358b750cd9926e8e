/**
 * The messages that the local chat shows, in a SQLite file of its own. A
 * message is unique by its delivery key, so a repeated request changes nothing.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { BotError } from "../../errors.ts";
import { openError } from "./errors.ts";
import { WebPayload } from "./payload.ts";

/** The author of what the bot posts; everybody else is the id of a person. */
export const BOT = "bot";

export interface NewMessage {
  channel: string;
  /** The message whose thread this one stands in. */
  root: number | null;
  author: string;
  /** The same key is the same message. */
  key: string;
  payload: WebPayload;
  /** ISO 8601 in UTC. */
  postedAt: string;
}

export interface StoredMessage {
  id: number;
  channel: string;
  root: number | null;
  author: string;
  /** Null when what is stored cannot be read by this version. */
  payload: WebPayload | null;
  postedAt: string;
  editedAt: string | null;
  /** How many messages stand in its thread. */
  replies: number;
}

export interface MessagePage {
  /** Oldest first. */
  messages: readonly StoredMessage[];
  /** Whether there are older ones than these. */
  hasOlder: boolean;
}

/** Where a message stands. */
export interface Place {
  id: number;
  channel: string;
  root: number | null;
}

export type Messages = ReturnType<typeof openMessages>;

const SCHEMA_VERSION = 1;

// `changed` grows with every write, also from other processes: readers ask for what is newer than they know.
const SCHEMA = `
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    root INTEGER REFERENCES messages (id),
    author TEXT NOT NULL,
    delivery_key TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    posted_at TEXT NOT NULL,
    edited_at TEXT,
    changed INTEGER NOT NULL UNIQUE
  ) STRICT;
  CREATE INDEX messages_in_channel ON messages (channel, root, id);
  CREATE INDEX messages_in_thread ON messages (root, id);
  PRAGMA user_version = ${String(SCHEMA_VERSION)};
`;

const Row = z.object({
  id: z.int(),
  channel: z.string(),
  root: z.int().nullable(),
  author: z.string(),
  payload: z.string(),
  posted_at: z.string(),
  edited_at: z.string().nullable(),
  replies: z.int(),
});
const PlaceRow = z.object({ id: z.int(), channel: z.string(), root: z.int().nullable() });
const NumberRow = z.object({ value: z.int() });
const MaybeRow = z.object({ value: z.int().nullable() });
const VersionRow = z.object({ user_version: z.int() });

const COLUMNS = `m.id, m.channel, m.root, m.author, m.payload, m.posted_at, m.edited_at,
  (SELECT count(*) FROM messages r WHERE r.root = m.id) AS replies`;
const NEXT_CHANGE = "(SELECT coalesce(max(changed), 0) + 1 FROM messages)";

/** Opens the file, making it and its folder where there is none. Throws `storage`. */
export function openMessages(dataFile: string) {
  const database = openDatabase(dataFile);
  const insert = database.prepare(
    `INSERT INTO messages (channel, root, author, delivery_key, payload, posted_at, changed)
     VALUES (?, ?, ?, ?, ?, ?, ${NEXT_CHANGE}) ON CONFLICT (delivery_key) DO NOTHING`,
  );
  const update = database.prepare(
    `UPDATE messages SET payload = ?2, edited_at = ?3, changed = ${NEXT_CHANGE}
     WHERE id = ?1 AND payload <> ?2`,
  );
  const byKey = database.prepare("SELECT id, channel, root FROM messages WHERE delivery_key = ?");
  const byId = database.prepare(`SELECT ${COLUMNS} FROM messages m WHERE m.id = ?`);
  const inChannel = database.prepare(
    `SELECT ${COLUMNS} FROM messages m WHERE m.channel = ? AND m.root IS NULL AND m.id < ?
     ORDER BY m.id DESC LIMIT ?`,
  );
  const inThread = database.prepare(
    `SELECT ${COLUMNS} FROM messages m WHERE m.root = ? AND m.id < ? ORDER BY m.id DESC LIMIT ?`,
  );
  const newer = database.prepare(
    `SELECT count(*) AS value FROM messages
     WHERE channel = ? AND root IS NULL AND id > ? AND author <> ?`,
  );
  const replyAfter = database.prepare(
    `SELECT min(id) AS value FROM messages WHERE root = ? AND id > ? AND author = '${BOT}'`,
  );
  const lastChange = database.prepare("SELECT coalesce(max(changed), 0) AS value FROM messages");
  const lastId = database.prepare("SELECT coalesce(max(id), 0) AS value FROM messages");

  function findByKey(key: string): Place | null {
    const row = byKey.get(key);
    return row === undefined ? null : PlaceRow.parse(row);
  }

  return {
    findByKey,
    /** Adds a message, or finds the one that has this key. */
    append(message: NewMessage): Place {
      const { channel, root, author, key, payload, postedAt } = message;
      insert.run(channel, root, author, key, JSON.stringify(payload), postedAt);
      const place = findByKey(key);
      if (place === null) throw new BotError("internal", `Message ${key} vanished while written.`);
      return place;
    },
    /** Replaces what a message shows; the same payload again changes nothing. */
    replace(id: number, payload: WebPayload, editedAt: string): void {
      update.run(id, JSON.stringify(payload), editedAt);
    },
    get(id: number): StoredMessage | null {
      const row = byId.get(id);
      return row === undefined ? null : messageOf(row);
    },
    /** The newest messages of a channel (outside of threads) older than `before`. */
    readChannel(channel: string, before: number | null, limit: number): MessagePage {
      return pageOf(inChannel.all(channel, before ?? Number.MAX_SAFE_INTEGER, limit + 1), limit);
    },
    readThread(root: number, before: number | null, limit: number): MessagePage {
      return pageOf(inThread.all(root, before ?? Number.MAX_SAFE_INTEGER, limit + 1), limit);
    },
    /** Of the bot's. */
    firstReplyAfter(root: number, after: number): number | null {
      return MaybeRow.parse(replyAfter.get(root, after)).value;
    },
    /** How many messages of others came after this one. */
    countNewer(channel: string, after: number, author: string): number {
      return NumberRow.parse(newer.get(channel, after, author)).value;
    },
    lastChange: (): number => NumberRow.parse(lastChange.get()).value,
    lastId: (): number => NumberRow.parse(lastId.get()).value,
    close: (): void => {
      if (database.isOpen) database.close();
    },
  };
}

function openDatabase(dataFile: string): DatabaseSync {
  try {
    if (dataFile !== ":memory:") mkdirSync(dirname(dataFile), { recursive: true });
    const database = new DatabaseSync(dataFile, { timeout: 1_000 });
    try {
      prepareSchema(database, dataFile);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw openError(error, dataFile);
  }
}

function prepareSchema(database: DatabaseSync, dataFile: string): void {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  database.exec("BEGIN IMMEDIATE");
  const version = VersionRow.parse(database.prepare("PRAGMA user_version").get()).user_version;
  if (version > SCHEMA_VERSION) {
    throw new BotError("storage", `${dataFile} was written by a newer version of this bot.`, {
      hint: "Start that version again, or move the file away to begin with an empty chat.",
    });
  }
  if (version === 0) database.exec(SCHEMA);
  database.exec("COMMIT");
}

function pageOf(rows: readonly unknown[], limit: number): MessagePage {
  const messages = rows.slice(0, limit).map(messageOf).toReversed();
  return { messages, hasOlder: rows.length > limit };
}

function messageOf(row: unknown): StoredMessage {
  const { posted_at: postedAt, edited_at: editedAt, payload, ...rest } = Row.parse(row);
  return { ...rest, postedAt, editedAt, payload: payloadOf(payload) };
}

function payloadOf(text: string): WebPayload | null {
  try {
    return WebPayload.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
