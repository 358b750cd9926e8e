/**
 * Asking: what is said in a thread or to the bot, the Ask form and `/briefing ask`, all answered with the articles' own
 * words. Under a post the answer goes into its thread; elsewhere it is for the caller alone.
 */
import { answerFrom } from "../answer/answer.ts";
import { isSmallTalk } from "../answer/question.ts";
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import { composeAnswer, composeGone, composeGreeting } from "../briefing/compose/answer.ts";
import { composeNoBriefing, composeNote } from "../briefing/compose/compose.ts";
import { composeSoFar } from "../briefing/compose/notes.ts";
import type { Form, FormFaults } from "../briefing/form.ts";
import type { Message } from "../briefing/message.ts";
import type { Address, CommandCall, Post, ReplyCall, SubmitCall } from "../platforms/platform.ts";
import { keyOf, type BotParts, type Feature, type Options } from "./feature.ts";
import { findBriefing } from "./library.ts";

/** What a question is put to: those briefings, or `null`, the whole archive. Empty when none of them is there any more. */
type Subject = readonly Briefing[] | null;

export interface Asking {
  feature: Feature;
  /** Rejects when the answer could not be put into the outbox. */
  onReply(call: ReplyCall): Promise<void>;
}

/** The answerer reads no more of a question. */
const longestQuestion = 1_000;

const inThread = "The answer is in the thread.";
const noQuestion = "Write a question.";

function askForm(about: Briefing | undefined): Form {
  return {
    id: about === undefined ? "ask" : `ask:${about.id}`,
    title: "Ask",
    intro:
      about === undefined
        ? "I answer with the articles’ own words, or say that they do not say."
        : `About “${about.title}”. I answer with the article’s own words, or say that it does not say.`,
    submit: "Ask",
    fields: [
      {
        type: "text",
        name: "question",
        label: "Your question",
        hint: "",
        required: true,
        isLong: true,
        placeholder: "How much did it cost?",
        value: "",
        most: longestQuestion,
      },
    ],
  };
}

/** `briefings` are those readers may see, newest first. */
export function createAsking(parts: BotParts, briefings: () => readonly Briefing[]): Asking {
  const mayTell = (briefing: Briefing): boolean => isPublic(briefing, parts.now());

  async function named(ids: readonly string[]): Promise<readonly Briefing[]> {
    const found = await Promise.all(ids.map((id) => parts.find(id)));
    return found.filter((each) => each !== undefined).filter(mayTell);
  }

  async function subjectOf(post: Post): Promise<Subject> {
    const ids = await parts.briefingsOf(startOf(post));
    return ids.length === 0 ? null : named(ids);
  }

  function answer(question: string, subject: Subject, asked?: string): Message {
    if (isSmallTalk(question)) return composeGreeting();
    if (subject?.length === 0) return composeGone();
    const found = answerFrom(question, subject ?? briefings(), { archive: parts.index, mayTell });
    const message = composeAnswer(found, asked === undefined ? {} : { asked });
    return subject === null ? composeSoFar(message, parts.catchingUp(), "words") : message;
  }

  async function enqueue(key: string, root: Post, message: Message, title: string): Promise<void> {
    const { platform, workspace, channel } = root.address;
    const to: Address = { platform, workspace, channel, thread: { root: root.message, title } };
    await parts.enqueue({ key, kind: "answer", to, message, briefings: [] });
  }

  /** Where the bot is no member, nothing can be posted. */
  async function submit(call: SubmitCall, id: string): Promise<Message | FormFaults> {
    const question = textOf(call);
    if (question === "") return { faults: { question: noQuestion } };
    const root = call.post === undefined ? undefined : startOf(call.post);
    const subject =
      id !== "" ? await named([id]) : root === undefined ? null : await subjectOf(root);
    if (root === undefined || call.caller.isGuest) return alone(answer(question, subject));
    const { platform, workspace } = root.address;
    const key = keyOf("ask", platform, workspace, call.id);
    await enqueue(key, root, answer(question, subject, question), titleOf(subject));
    return composeNote(inThread);
  }

  async function askCommand({ caller }: CommandCall, options: Options): Promise<Message> {
    const { question = "", about } = options;
    const { thread } = caller.address;
    if (about === undefined) {
      const root = thread && { address: caller.address, message: thread.root };
      return alone(answer(question, root === undefined ? null : await subjectOf(root)));
    }
    const { briefing, near } = findBriefing(briefings(), about);
    return briefing === undefined
      ? composeNoBriefing(about, near)
      : alone(answer(question, [briefing]));
  }

  return {
    feature: {
      commands: { "briefing ask": askCommand },
      actions: {
        // Pressed when there is nothing that could be asked about: otherwise the form opens.
        ask: (_call, id) => composeNoBriefing(id, []),
        "ask-post": () =>
          composeNote("I have posted no briefing there. `/briefing ask` takes a question to all."),
      },
      openers: {
        ask: async (_opener, { rest }) => {
          if (rest === "") return askForm(undefined);
          const [briefing] = await named([rest]);
          return briefing === undefined ? null : askForm(briefing);
        },
        "ask-post": async ({ kind, call }) => {
          if (kind !== "action" || call.post === undefined) return null;
          const [briefing, another] = (await subjectOf(call.post)) ?? [];
          if (briefing === undefined) return null;
          return askForm(another === undefined ? briefing : undefined);
        },
      },
      submits: { ask: submit },
    },
    onReply: async (call) => {
      const { platform, workspace } = call.root.address;
      const key = keyOf("answer", platform, workspace, call.id);
      const subject = await subjectOf(call.root);
      await enqueue(key, call.root, answer(call.text, subject), titleOf(subject));
    },
  };
}

/** The message whose thread this one stands in, or could have one. */
function startOf({ address, message }: Post): Post {
  return { address, message: address.thread?.root ?? message };
}

function titleOf(subject: Subject): string {
  return subject?.[0]?.title ?? "Questions";
}

function textOf({ filled }: SubmitCall): string {
  const { question = "" } = filled;
  return (typeof question === "string" ? question : question.join(" ")).trim();
}

/** What would stand in a thread, for somebody who asked alone. */
function alone({ title, notice, thread }: Message): Message {
  return { title, notice, lead: thread, thread: [] };
}
