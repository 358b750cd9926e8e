/** Reading: the newest, a list, one by its name, what contains words, the digest; for the caller alone or for the channel. */
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import {
  composeFullText,
  composeInThread,
  composeNoBriefing,
  composeNote,
  composeNothing,
  composePrivate,
  composeShared,
} from "../briefing/compose/compose.ts";
import { composeInstead, composeSoFar, composeWithdrawn } from "../briefing/compose/notes.ts";
import { makeDigest, makePost, type Made } from "../briefing/compose/recipe.ts";
import type { Message } from "../briefing/message.ts";
import type { ActionCall, CommandCall, Post } from "../platforms/platform.ts";
import {
  keyOf,
  type BotParts,
  type Feature,
  type Options,
  type VisibleBriefings,
} from "./feature.ts";
import type { Lists } from "./lists.ts";
import { fatesAmong, fateWithin, findBriefing, onTopic } from "./library.ts";

/** A digest on request holds this many of the newest briefings. */
const digestLength = 5;

export function createReading(
  parts: BotParts,
  briefings: VisibleBriefings,
  lists: Pick<Lists, "digest">,
): Feature {
  const fateOf = fatesAmong(parts.known, parts.now);

  async function share(
    call: CommandCall | ActionCall,
    { message, ...made }: Made,
  ): Promise<Message> {
    const refusal = await parts.whyNotPost(call.caller);
    if (refusal !== null) return composeNote(refusal);
    const to = call.caller.address;
    const key = keyOf("share", to.platform, to.workspace, call.id);
    const briefings = made.of.map(({ id }) => id);
    await parts.enqueue({ key, kind: "share", to, message, briefings, made });
    return composeShared();
  }

  /** For the caller alone. */
  async function open({ caller }: CommandCall | ActionCall, briefing: Briefing): Promise<Message> {
    return composePrivate(briefing, fateWithin(briefing, await briefings(caller.address)));
  }

  function show(
    call: CommandCall,
    briefing: Briefing,
    { share: shared }: Options,
  ): Message | Promise<Message> {
    return shared === undefined
      ? open(call, briefing)
      : share(call, makePost(briefing, "compact", fateOf));
  }

  /** What is done with the briefings on a topic, when there are any. */
  type Reader = (
    call: CommandCall,
    options: Options,
    all: readonly [Briefing, ...Briefing[]],
  ) => Message | Promise<Message>;
  function reads(read: Reader): Feature["commands"][string] {
    return async (call, options) => {
      // Before looking: what is there by then is among what is found.
      const left = parts.catchingUp();
      const [newest, ...older] = onTopic(await briefings(call.caller.address), options["topic"]);
      const message =
        newest === undefined
          ? composeNothing(options["topic"])
          : await read(call, options, [newest, ...older]);
      return composeSoFar(message, left, "titles");
    };
  }

  /** Once per post and briefing, however often the button is pressed and by whomever. */
  async function readInThread(post: Post, briefing: Briefing): Promise<Message> {
    const { platform, workspace, channel } = post.address;
    const root = post.address.thread?.root ?? post.message;
    const to = { platform, workspace, channel, thread: { root, title: briefing.title } };
    const refusal = await parts.whyNotReply(to);
    if (refusal !== null) return composeInstead(refusal, readAlone(briefing));
    const { message, ...made } = makePost(briefing, "full-text");
    const state = await parts.enqueue({
      key: keyOf("full-text", platform, workspace, channel, root, briefing.id),
      kind: "full-text",
      to,
      message,
      briefings: [briefing.id],
      made,
    });
    return state === "lost"
      ? composeInstead("I could not post it in the thread.", readAlone(briefing))
      : composeInThread(state === "created");
  }

  /** What a button does with its briefing, when readers may see that one. */
  function on(
    press: (call: ActionCall, briefing: Briefing) => Message | Promise<Message>,
  ): Feature["actions"][string] {
    return async (call, id) => {
      const briefing = await parts.find(id);
      const isVisible = await parts.visibleIn(call.caller.address);
      if (briefing === undefined || !isVisible(briefing)) return composeNoBriefing(id, []);
      if (briefing.status === "withdrawn") return composeWithdrawn(briefing);
      return isPublic(briefing, parts.now()) ? press(call, briefing) : composeNoBriefing(id, []);
    };
  }

  return {
    commands: {
      "briefing latest": reads((call, options, [newest]) => show(call, newest, options)),
      "briefing show": reads((call, options, all) => {
        const name = options["name"] ?? "";
        const { briefing, near } = findBriefing(all, name);
        return briefing === undefined
          ? composeNoBriefing(name, near)
          : show(call, briefing, options);
      }),
      "briefing digest": reads((call, options, all) => {
        if (options["share"] === undefined) return lists.digest(call.caller, options["topic"]);
        const chosen = all.slice(0, digestLength);
        return share(call, makeDigest(chosen, { title: "Latest briefings" }, fateOf));
      }),
    },
    actions: {
      read: on((call, briefing) =>
        call.post === undefined ? readAlone(briefing) : readInThread(call.post, briefing),
      ),
      full: on((_call, briefing) => readAlone(briefing)),
      show: on(open),
      share: on((call, briefing) => share(call, makePost(briefing, "compact", fateOf))),
    },
    openers: {},
    submits: {},
  };
}

function readAlone(briefing: Briefing): Message {
  const { title, notice, thread } = composeFullText(briefing);
  return { title, notice, lead: thread, thread: [] };
}
