/**
 * Asking: what is said in a thread or to the bot, the Ask form and `/briefing ask`, all answered with the articles' own
 * words. Under a post the answer goes into its thread; elsewhere it is for the caller alone.
 */
import { answerFrom } from "../answer/answer.ts";
import { talkIn } from "../answer/talk.ts";
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import {
  composeAnswer,
  composeGone,
  composeNothingHere,
  composeTalk,
  composeThanks,
} from "../briefing/compose/answer.ts";
import { composeNoBriefing, composeNote } from "../briefing/compose/compose.ts";
import { composeSoFar } from "../briefing/compose/notes.ts";
import type { Form, FormFaults } from "../briefing/form.ts";
import type { Message } from "../briefing/message.ts";
import type { Address, CommandCall, Post, ReplyCall, SubmitCall } from "../platforms/platform.ts";
import {
  keyOf,
  type BotParts,
  type Feature,
  type Options,
  type VisibleBriefings,
} from "./feature.ts";
import { findBriefing } from "./library.ts";

/** What a question is put to: those briefings, or `null`, the whole archive. Empty when none of them is there any more. */
type Subject = readonly Briefing[] | null;

interface Asked {
  /** Of the request: the same key is the same question. */
  key: string;
  question: string;
  subject: Subject;
  /** Where it is asked, which decides what may be told. */
  place: Address;
  /** The message in whose thread it is answered; none for the caller alone. */
  root?: Post;
  /** What was asked before in the same one is remembered: a thread, or all of the direct messages with a person. */
  conversation?: string;
  /** The thread does not show the question by itself. */
  isUnseen?: true;
}

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

export function createAsking(parts: BotParts, briefings: VisibleBriefings): Asking {
  /** What may be told of in a place. */
  async function scopeOf(place: Address): Promise<(briefing: Briefing) => boolean> {
    const isVisible = await parts.visibleIn(place);
    return (briefing) => isPublic(briefing, parts.now()) && isVisible(briefing);
  }

  async function named(ids: readonly string[], place: Address): Promise<readonly Briefing[]> {
    const found = await Promise.all(ids.map((id) => parts.find(id)));
    return found.filter((each) => each !== undefined).filter(await scopeOf(place));
  }

  async function subjectOf(post: Post): Promise<Subject> {
    const ids = await parts.briefingsOf(startOf(post));
    return ids.length === 0 ? null : named(ids, post.address);
  }

  async function answer(asked: Asked): Promise<Message> {
    const { key, question, subject, place, root } = asked;
    const of = subject === null ? "all" : subject.length === 1 ? "one" : "several";
    const talk = talkIn(question);
    if (talk !== undefined) return composeTalk(talk, of);
    if (subject?.length === 0) return composeGone();
    const asks = subject ?? (await briefings(place));
    if (asks.length === 0 && parts.catchingUp() === null) return composeNothingHere();
    const { platform, workspace, channel } = place;
    const conversation = asked.conversation ?? root?.message ?? null;
    const thread = { platform, workspace, channel, thread: conversation };
    const mayTell = await scopeOf(place);
    const found = answerFrom(question, asks, {
      archive: parts.index,
      mayTell,
      previous: await parts.questions.before(key, thread),
    });
    const about = (subject ?? []).map(({ id }) => id);
    const text = question.slice(0, longestQuestion);
    const number = await parts.questions.record({ key, place: thread, text, about }, found);
    const message = composeAnswer(found, {
      ...(number === undefined ? {} : { number }),
      ...(asked.isUnseen ? { asked: question } : {}),
      ...(question.length > longestQuestion ? { readOnly: longestQuestion } : {}),
      of,
    });
    return subject === null ? composeSoFar(message, parts.catchingUp(), "words") : message;
  }

  /** Puts the answer into the thread of what it is under. */
  async function answerUnder(asked: Asked & { root: Post }): Promise<void> {
    const { key, root, subject } = asked;
    const { platform, workspace, channel } = root.address;
    const title = subject?.[0]?.title ?? "Questions";
    const to: Address = { platform, workspace, channel, thread: { root: root.message, title } };
    const message = await answer(asked);
    await parts.enqueue({ key, kind: "answer", to, message, briefings: [] });
  }

  /** Where the bot is no member, nothing can be posted. */
  async function submit(call: SubmitCall, id: string): Promise<Message | FormFaults> {
    const question = textOf(call);
    if (question === "") return { faults: { question: noQuestion } };
    const place = call.caller.address;
    const root = call.post === undefined ? undefined : startOf(call.post);
    const subject =
      id !== "" ? await named([id], place) : root === undefined ? null : await subjectOf(root);
    const key = keyOf("ask", place.platform, place.workspace, call.id);
    const asked = { key, question, subject, place };
    if (root === undefined || call.caller.isGuest) return alone(await answer(asked));
    await answerUnder({ ...asked, root, isUnseen: true });
    return composeNote(inThread);
  }

  async function askCommand({ id, caller }: CommandCall, options: Options): Promise<Message> {
    const { question = "", about } = options;
    const place = caller.address;
    const key = keyOf("ask-command", place.platform, place.workspace, id);
    if (about === undefined) {
      const { thread } = place;
      const subject = thread ? await subjectOf({ address: place, message: thread.root }) : null;
      return alone(await answer({ key, question, subject, place }));
    }
    const { briefing, near } = findBriefing(await briefings(place), about);
    return briefing === undefined
      ? composeNoBriefing(about, near)
      : alone(await answer({ key, question, subject: [briefing], place }));
  }

  const rate =
    (useful: boolean): Feature["actions"][string] =>
    async ({ caller }, number) =>
      composeThanks(await parts.questions.rate(caller, Number(number) || 0, useful));

  return {
    feature: {
      commands: { "briefing ask": askCommand },
      actions: {
        // Pressed when there is nothing that could be asked about: otherwise the form opens.
        ask: (_call, id) => composeNoBriefing(id, []),
        "ask-post": () =>
          composeNote("I have posted no briefing there. `/briefing ask` takes a question to all."),
        useful: rate(true),
        "not-useful": rate(false),
      },
      openers: {
        ask: async ({ call }, { rest }) => {
          if (rest === "") return askForm(undefined);
          const [briefing] = await named([rest], call.caller.address);
          return briefing === undefined ? null : askForm(briefing);
        },
        "briefing ask": async ({ call }, { options: { question, about } }) => {
          if (question !== undefined) return null;
          if (about === undefined) return askForm(undefined);
          return askForm(findBriefing(await briefings(call.caller.address), about).briefing);
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
      const { address } = call.root;
      const key = keyOf("answer", address.platform, address.workspace, call.id);
      const subject = await subjectOf(call.root);
      const asked = { key, question: call.text, subject, place: address, root: call.root };
      await answerUnder(call.isDirect ? { ...asked, conversation: address.channel } : asked);
    },
  };
}

/** The message whose thread this one stands in, or could have one. */
function startOf({ address, message }: Post): Post {
  return { address, message: address.thread?.root ?? message };
}

function textOf({ filled }: SubmitCall): string {
  const { question = "" } = filled;
  return (typeof question === "string" ? question : question.join(" ")).trim();
}

/** What would stand in a thread, for somebody who asked alone. */
function alone({ title, notice, thread }: Message): Message {
  return { title, notice, lead: thread, thread: [] };
}
