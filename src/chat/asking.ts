/**
 * Asking: what is said in a thread or to the bot, the Ask form and `/briefing ask`, all answered with the articles' own
 * words. Under a post the answer goes into its thread; elsewhere it is for the caller alone.
 */
import { answerFrom, type Answer } from "../answer/answer.ts";
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
import { composeInstead, composeSoFar } from "../briefing/compose/notes.ts";
import type { Form, FormFaults } from "../briefing/form.ts";
import type { Message } from "../briefing/message.ts";
import type {
  Address,
  Caller,
  CommandCall,
  Post,
  ReplyCall,
  SubmitCall,
} from "../platforms/platform.ts";
import type { Place } from "../storage/questions.ts";
import { createAsides } from "./asides.ts";
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

/** What a post is about, and what it was about that readers may no longer be told of; undefined where even the text is gone. */
interface About {
  subject: Subject;
  gone?: readonly (Briefing | undefined)[];
}

interface Asked extends About {
  /** Of the request: the same key is the same question. */
  key: string;
  question: string;
  /** Where it is asked, which decides what may be told. */
  place: Address;
  /** The message in whose thread it is answered; none for the caller alone. */
  root?: Post;
  /** What was asked before in the same one is remembered: a thread, or all of the direct messages with a person. */
  conversation?: string;
  /** Who is answered alone; nobody else's questions shall lean on theirs. */
  alone?: Caller;
  /** The thread does not show the question by itself. */
  isUnseen?: true;
}

type Under = Asked & { root: Post };

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
  const asides = createAsides(parts.now);

  /** What may be told of in a place. */
  async function scopeOf(place: Address): Promise<(briefing: Briefing) => boolean> {
    const isVisible = await parts.visibleIn(place);
    return (briefing) => isPublic(briefing, parts.now()) && isVisible(briefing);
  }

  async function aboutOf(ids: readonly string[], place: Address): Promise<Required<About>> {
    const mayTell = await scopeOf(place);
    const found = await Promise.all(ids.map((id) => parts.find(id)));
    const isThere = (each: Briefing | undefined): each is Briefing =>
      each !== undefined && mayTell(each);
    return { subject: found.filter(isThere), gone: found.filter((each) => !isThere(each)) };
  }

  async function named(id: string, place: Address): Promise<readonly Briefing[]> {
    return (await aboutOf([id], place)).subject ?? [];
  }

  async function aboutPost(post: Post): Promise<About> {
    const ids = await parts.briefingsOf(startOf(post));
    return ids.length === 0 ? { subject: null } : aboutOf(ids, post.address);
  }

  async function answer(asked: Asked): Promise<Message> {
    const { key, question, subject, gone = [], place } = asked;
    const of = subject === null ? "all" : subject.length + gone.length === 1 ? "one" : "several";
    const talk = talkIn(question);
    if (talk !== undefined) return composeTalk(talk, of);
    if (subject?.length === 0) return composeGone(gone.length);
    const asks = subject ?? (await briefings(place));
    if (asks.length === 0 && parts.catchingUp() === null) return composeNothingHere();
    const thread = threadOf(asked);
    const mayTell = await scopeOf(place);
    const earlier = await parts.questions.before(key, thread);
    const aside = asked.alone === undefined ? [] : asides.before(asked.alone, key);
    const previous = [...earlier, ...aside];
    const found = answerFrom(question, asks, { archive: parts.index, mayTell, previous });
    const about = (subject ?? []).map(({ id }) => id);
    const text = question.slice(0, longestQuestion);
    if (asked.alone !== undefined) asides.note(asked.alone, { key, text });
    const kept = asked.alone === undefined ? thread : { ...thread, thread: null };
    const number = await parts.questions.record({ key, place: kept, text, about }, found);
    const message = composeAnswer(found, {
      ...(number === undefined ? {} : { number }),
      ...(asked.isUnseen ? { asked: question } : {}),
      ...(question.length > longestQuestion ? { readOnly: longestQuestion } : {}),
      ...(gone.length === 0 ? {} : { gone: whatIsGone(gone, question, previous, found) }),
      of,
    });
    return subject === null ? composeSoFar(message, parts.catchingUp(), "words") : message;
  }

  async function answerAlone(asked: Asked, caller: Caller): Promise<Message> {
    return alone(await answer({ ...asked, alone: caller }));
  }

  /** Puts the answer into the thread of what it is under. */
  async function answerUnder(asked: Under): Promise<void> {
    const message = await answer(asked);
    await parts.enqueue({
      key: asked.key,
      kind: "answer",
      to: threadUnder(asked),
      message,
      briefings: [],
    });
  }

  /** Where the bot is no member, nothing can be posted. */
  async function submit(call: SubmitCall, id: string): Promise<Message | FormFaults> {
    const question = textOf(call);
    if (question === "") return { faults: { question: noQuestion } };
    const place = call.caller.address;
    const root = call.post === undefined ? undefined : startOf(call.post);
    const about: About =
      id !== ""
        ? await aboutOf([id], place)
        : root === undefined
          ? { subject: null }
          : await aboutPost(root);
    const key = keyOf("ask", place.platform, place.workspace, call.id);
    const asked = { key, question, ...about, place };
    if (root === undefined || call.caller.isGuest) return answerAlone(asked, call.caller);
    const under: Under = { ...asked, root, isUnseen: true };
    const refusal = await parts.whyNotReply(threadUnder(under));
    if (refusal !== null) return composeInstead(refusal, await answerAlone(under, call.caller));
    await answerUnder(under);
    return composeNote(inThread);
  }

  async function askCommand({ id, caller }: CommandCall, options: Options): Promise<Message> {
    const { question = "", about } = options;
    const place = caller.address;
    const key = keyOf("ask-command", place.platform, place.workspace, id);
    if (about === undefined) {
      const { thread } = place;
      const asked = thread ? await aboutPost({ address: place, message: thread.root }) : null;
      return answerAlone({ key, question, ...(asked ?? { subject: null }), place }, caller);
    }
    const { briefing, near } = findBriefing(await briefings(place), about);
    return briefing === undefined
      ? composeNoBriefing(about, near)
      : answerAlone({ key, question, subject: [briefing], place }, caller);
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
          const [briefing] = await named(rest, call.caller.address);
          return briefing === undefined ? null : askForm(briefing);
        },
        "briefing ask": async ({ call }, { options: { question, about } }) => {
          if (question !== undefined) return null;
          if (about === undefined) return askForm(undefined);
          return askForm(findBriefing(await briefings(call.caller.address), about).briefing);
        },
        "ask-post": async ({ kind, call }) => {
          if (kind !== "action" || call.post === undefined) return null;
          const [briefing, another] = (await aboutPost(call.post)).subject ?? [];
          if (briefing === undefined) return null;
          return askForm(another === undefined ? briefing : undefined);
        },
      },
      submits: { ask: submit },
    },
    onReply: async (call) => {
      const { address } = call.root;
      if (call.isUnasked && !(await parts.hearsUnasked(address))) return;
      const key = keyOf("answer", address.platform, address.workspace, call.id);
      const about = await aboutPost(call.root);
      const asked = { key, question: call.text, ...about, place: address, root: call.root };
      await answerUnder(call.isDirect ? { ...asked, conversation: address.channel } : asked);
    },
  };
}

/** Direct messages with a person are one conversation, which has the name of their channel. */
function threadOf({ place, root, conversation, alone: caller }: Asked): Place {
  const { platform, workspace, channel } = place;
  const own = caller === undefined ? null : (place.thread?.root ?? channel);
  return { platform, workspace, channel, thread: conversation ?? root?.message ?? own };
}

/** Which of what is gone would have been quoted; only its title is told. */
function whatIsGone(
  gone: readonly (Briefing | undefined)[],
  question: string,
  previous: readonly string[],
  { tier }: Answer,
): { title?: string } | undefined {
  if (tier === "sure") return undefined;
  const texts = gone.filter((each) => each !== undefined);
  const [quote] = answerFrom(question, texts, { previous }).quotes;
  if (quote !== undefined) return { title: quote.title };
  return tier === "low" ? {} : undefined;
}

function threadUnder({ root: { address, message }, subject }: Under): Address {
  const { platform, workspace, channel } = address;
  const title = subject?.[0]?.title ?? "Questions";
  return { platform, workspace, channel, thread: { root: message, title } };
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
