/**
 * What people asked for themselves alone, so that their next question may lean on it. Kept in memory and for an hour: on
 * disk it is written nowhere who asked.
 */
import type { Caller } from "../platforms/platform.ts";

interface Conversation {
  questions: readonly { key: string; text: string }[];
  lastAt: Temporal.Instant;
}

const kept = { minutes: 60 };
const mostConversations = 1_000;
const mostQuestions = 20;

export interface Asides {
  /** What this person asked in the same place before the request with this key, the oldest first. */
  before(caller: Caller, key: string): readonly string[];
  note(caller: Caller, question: { key: string; text: string }): void;
}

export function createAsides(now: () => Temporal.Instant): Asides {
  const conversations = new Map<string, Conversation>();

  function nameOf({ address, person }: Caller): string {
    const { platform, workspace, channel } = address;
    return JSON.stringify([platform, workspace, channel, person]);
  }

  function questionsOf(name: string): Conversation["questions"] {
    const conversation = conversations.get(name);
    if (conversation === undefined) return [];
    const isOver = Temporal.Instant.compare(conversation.lastAt.add(kept), now()) < 0;
    return isOver ? [] : conversation.questions;
  }

  return {
    before: (caller, key) => {
      const questions = questionsOf(nameOf(caller));
      const at = questions.findIndex((each) => each.key === key);
      return (at === -1 ? questions : questions.slice(0, at)).map(({ text }) => text);
    },
    note: (caller, question) => {
      const name = nameOf(caller);
      const questions = questionsOf(name);
      if (questions.some(({ key }) => key === question.key)) return;
      conversations.delete(name);
      conversations.set(name, {
        questions: [...questions, question].slice(-mostQuestions),
        lastAt: now(),
      });
      const [oldest] = conversations.keys();
      if (conversations.size > mostConversations && oldest !== undefined)
        conversations.delete(oldest);
    },
  };
}
