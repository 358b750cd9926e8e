/** The memory of what was asked: for follow-ups in the same thread, and for those who write the articles. */
import type { Answer } from "../answer/answer.ts";
import { BotError } from "../errors.ts";
import type { Caller, Log } from "../platforms/platform.ts";
import {
  questionsBefore,
  rateAnswer,
  recordQuestion,
  type Place,
  type Rated,
} from "../storage/questions.ts";
import type { Db } from "../storage/store.ts";

/** A follow-up leans on one of so many questions before it. */
const mostBefore = 20;

export type Questions = ReturnType<typeof createQuestions>;

export function createQuestions(db: Db, now: () => Temporal.Instant, log: Log) {
  return {
    /** Asked in the same thread before the one with this key, the oldest first. */
    before: (key: string, place: Place): Promise<readonly string[]> =>
      questionsBefore(db, place, key, mostBefore),
    /** Gives its number, once per key; none when it could not be kept, which takes nobody's answer away. */
    record: async (
      asked: { key: string; place: Place; text: string; about: readonly string[] },
      { tier, quotes, elsewhere }: Answer,
    ): Promise<number | undefined> => {
      const kept = quotes.map(({ briefing, section, text }) => ({ briefing, section, text }));
      try {
        const named = elsewhere === undefined ? {} : { elsewhere: elsewhere.id };
        return await recordQuestion(db, { ...asked, tier, quotes: kept, ...named }, now());
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        log.error({ err: error }, "a question could not be kept");
        return undefined;
      }
    },
    rate: ({ address, person }: Caller, id: number, useful: boolean): Promise<Rated> => {
      const { platform, workspace } = address;
      return rateAnswer(db, { id, platform, workspace }, person, useful);
    },
  };
}
