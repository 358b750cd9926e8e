/** The bot's database, also beside a running bot. */
import { existsSync } from "node:fs";
import { BotError } from "../errors.ts";
import { openStore, type Db } from "../storage/store.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Throws a BotError of kind `input` when there is none, `storage` when it cannot be read. */
export async function withDatabase<Value>(
  env: Environment,
  run: (db: Db, path: string) => Promise<Value>,
): Promise<Value> {
  const path = `${env["DATA_DIR"] ?? "data"}/bot.db`;
  if (!existsSync(path)) {
    throw new BotError("input", `There is no database ${path}.`, {
      hint: "Run this in the bot's folder, or set DATA_DIR as the bot has it.",
    });
  }
  const store = openStore(path);
  try {
    return await run(store.db, path);
  } finally {
    await store.close();
  }
}
