/**
 * Secrets of platforms, such as the tokens of workspaces, encrypted with a key from the environment (AES-256-GCM, a
 * fresh nonce each time, bound to the place where it stands): https://nodejs.org/api/crypto.html#class-cipheriv.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { BotError } from "../errors.ts";
import { toMs, type Db } from "./store.ts";

const algorithm = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export interface Vault {
  /** Throws `config` when they were written with another key. */
  list(): Promise<readonly { name: string; secret: string }[]>;
  put(name: string, secret: string): Promise<void>;
  remove(name: string): Promise<void>;
}

interface VaultOptions {
  db: Db;
  /** Each sees its own secrets only. */
  platform: string;
  /** 32 bytes as base64 or hexadecimal digits. */
  key: string;
  now(): Temporal.Instant;
}

/** Throws `config` when the key is none. */
export function openVault({ db, platform, key: keyText, now }: VaultOptions): Vault {
  const key = readKey(keyText);
  const place = (name: string): Buffer => Buffer.from(JSON.stringify([platform, name]));
  return {
    async list() {
      const rows = await db
        .selectFrom("secret")
        .select(["name", "sealed"])
        .where("platform", "=", platform)
        .orderBy("name")
        .execute();
      return rows.map(({ name, sealed }) => ({ name, secret: unseal(key, sealed, place(name)) }));
    },
    async put(name, secret) {
      const row = { sealed: seal(key, secret, place(name)), written_at: toMs(now()) };
      await db
        .insertInto("secret")
        .values({ platform, name, ...row })
        .onConflict((conflict) => conflict.columns(["platform", "name"]).doUpdateSet(row))
        .execute();
    },
    async remove(name) {
      await db
        .deleteFrom("secret")
        .where("platform", "=", platform)
        .where("name", "=", name)
        .execute();
    },
  };
}

function readKey(text: string): Buffer {
  const trimmed = text.trim();
  const isHex = /^[0-9a-f]{64}$/i.test(trimmed);
  const key = Buffer.from(trimmed, isHex ? "hex" : "base64");
  if (key.length === keyBytes) return key;
  throw new BotError("config", "BRIEFING_SECRET_KEY is not a key of 32 bytes.", {
    hint: "Make one with `openssl rand -base64 32`, keep it as safe as a password, and do not change it.",
  });
}

function seal(key: Buffer, secret: string, place: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(place);
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

function unseal(key: Buffer, text: string, place: Buffer): string {
  const bytes = Buffer.from(text, "base64");
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(place);
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const secret = decipher.update(bytes.subarray(nonceBytes + tagBytes));
    return Buffer.concat([secret, decipher.final()]).toString("utf8");
  } catch {
    throw new BotError(
      "config",
      "What is kept secret in the database cannot be read with this key.",
      {
        hint: "Set BRIEFING_SECRET_KEY to the key that it was written with. Without it, every workspace has to install the app again.",
      },
    );
  }
}
