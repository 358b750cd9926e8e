/**
 * Forms that people have before them. A modal cannot say what is wrong with it, so what was filled in is kept until it is
 * mended: in memory, for a while, and not for any number of people.
 */
import type { Form } from "../../../briefing/form.ts";
import type { Post } from "../../platform.ts";

const keptForMs = 15 * 60_000;
const most = 500;

export interface Draft {
  form: Form;
  /** The post under which it was first opened. */
  post?: Post;
  /** It was opened from a message of ours that says what is wrong, and which the next answer replaces. */
  mends?: true;
}

export interface Drafts {
  keep(key: string, draft: Draft): void;
  /** Null where it was kept for too long, pushed out by others, or before the bot was started. */
  recall(key: string): Draft | null;
}

export function createDrafts(now: () => number = Date.now): Drafts {
  const kept = new Map<string, { draft: Draft; keptAt: number }>();
  return {
    keep: (key, draft) => {
      kept.delete(key);
      kept.set(key, { draft, keptAt: now() });
      for (const [oldest] of kept) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
    },
    recall: (key) => {
      const found = kept.get(key);
      if (found === undefined) return null;
      if (now() - found.keptAt <= keptForMs) return found.draft;
      kept.delete(key);
      return null;
    },
  };
}
