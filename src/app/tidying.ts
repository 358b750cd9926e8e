/** Forgets what has had its time. */
import { forgetEvents } from "../storage/inbox.ts";
import { forgetQuestions } from "../storage/questions.ts";
import { forgetDrafts } from "../storage/schedule-drafts.ts";
import type { Store } from "../storage/store.ts";

/** Platforms repeat a request within hours. */
const rememberEvents = { hours: 7 * 24 };

/** Long enough to see what readers miss; a conversation in a thread is over by then. */
const rememberQuestions = { hours: 180 * 24 };

/** Once a day, whenever it is called. */
export function createTidying({ db }: Store, now: () => Temporal.Instant): () => Promise<void> {
  let day = "";
  return async () => {
    const today = now().toString().slice(0, 10);
    if (today === day) return;
    await forgetEvents(db, now().subtract(rememberEvents));
    await forgetQuestions(db, now().subtract(rememberQuestions));
    await forgetDrafts(db, now().subtract(rememberEvents));
    day = today;
  };
}
