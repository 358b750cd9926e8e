/** What the bot knows of articles, as it is in its database. */
import type { KnownBriefing } from "../schedule/digest.ts";
import { loadCards } from "../storage/briefings.ts";
import type { Db } from "../storage/store.ts";
import { openTexts } from "../storage/texts.ts";

/** The texts are read when they are looked at, and only while it runs. */
export async function withKnown<Value>(
  db: Db,
  path: string,
  run: (known: readonly KnownBriefing[]) => Promise<Value>,
): Promise<Value> {
  const texts = openTexts(path);
  try {
    const { cards } = await loadCards(db);
    return await run(
      cards.map(({ card, hash, readyAt }) => ({ briefing: texts.briefing(card, hash), readyAt })),
    );
  } finally {
    texts.close();
  }
}
