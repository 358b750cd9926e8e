/** The bot's side of the port: what commands, buttons and replies do, the same on every platform. */
import { createHash } from "node:crypto";
import { answerFrom } from "../answer/answer.ts";
import { searchArchive, type ArchiveIndex } from "../answer/archive-index.ts";
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import { isSmallTalk } from "../answer/question.ts";
import { composeAnswer, composeGreeting } from "../briefing/compose/answer.ts";
import {
  composeBriefing,
  composeDigest,
  composeFailure,
  composeFullText,
  composeHelp,
  composeInThread,
  composeList,
  composeNoBriefing,
  composeNothing,
  composePrivate,
  composeSearch,
  composeShared,
} from "../briefing/compose/compose.ts";
import { composeStatus, type Status } from "../briefing/compose/status.ts";
import type { Message } from "../briefing/message.ts";
import { BotError } from "../errors.ts";
import type {
  ActionCall,
  Address,
  CommandCall,
  Log,
  Post,
  ReplyCall,
} from "../platforms/platform.ts";
import { briefingCommand, readCommand, type Command } from "./commands.ts";
import { complete } from "./completion.ts";
import type { Answering } from "./inbox.ts";
import { shorten } from "../briefing/words.ts";
import type { KnownBriefing } from "../schedule/digest.ts";
import { createPublicList, findBriefing, onTopic } from "./library.ts";

export interface BotParts {
  /** Everything in the archive, public or not. */
  known: () => readonly KnownBriefing[];
  /** One that was posted, also when it does not belong to the archive. */
  find(id: string): Promise<Briefing | undefined>;
  index: ArchiveIndex;
  /** Puts a message into the outbox; a repeated key changes nothing. `created` says whether it was new. */
  enqueue(message: Outgoing): Promise<{ created: boolean }>;
  /** The ids of the briefings that a post of ours is about. */
  briefingsOf(post: Post): Promise<readonly string[]>;
  /** How the deliveries to a channel are doing. */
  status(channel: Address): Promise<Status>;
  now: () => Temporal.Instant;
  log: Log;
}

/** What goes through the outbox. */
export interface Outgoing {
  key: string;
  kind: "share" | "full-text" | "answer";
  to: Address;
  message: Message;
  briefings: readonly string[];
}

/** A digest on request holds this many of the newest briefings. */
const digestLength = 5;
const listLength = 10;
const mostHits = 8;
/** What people typed, said back to them. */
const longestEcho = 80;

export function createBot(parts: BotParts): Answering {
  const briefings = createPublicList(parts.known, parts.now);

  async function findPublic(id: string): Promise<Briefing | undefined> {
    const briefing = await parts.find(id);
    return briefing !== undefined && isPublic(briefing, parts.now()) ? briefing : undefined;
  }

  async function share(
    call: CommandCall | ActionCall,
    message: Message,
    ids: readonly string[],
  ): Promise<Message> {
    const to = call.caller.address;
    const key = keyOf("share", to.platform, to.workspace, call.id);
    await parts.enqueue({ key, kind: "share", to, message, briefings: ids });
    return composeShared();
  }

  function show(
    call: CommandCall,
    briefing: Briefing,
    shared: boolean,
  ): Message | Promise<Message> {
    return shared
      ? share(call, composeBriefing(briefing, "compact"), [briefing.id])
      : composePrivate(briefing);
  }

  async function runCommand(call: CommandCall, { sub, options }: Command): Promise<Message> {
    const shared = options["share"] !== undefined;
    const topic = options["topic"];
    const all = onTopic(briefings(), topic);
    if (sub === "help") return composeHelp([briefingCommand]);
    if (sub === "status") return composeStatus(await parts.status(call.caller.address));
    if (all.length === 0) return composeNothing(topic);
    const [newest] = all;
    switch (sub) {
      case "latest":
        return newest === undefined ? composeNothing(topic) : show(call, newest, shared);
      case "list":
        return composeList(all.slice(0, listLength), { total: all.length });
      case "show": {
        const { briefing, near } = findBriefing(all, options["name"] ?? "");
        return briefing === undefined
          ? composeNoBriefing(options["name"] ?? "", near)
          : show(call, briefing, shared);
      }
      case "search": {
        const words = options["words"] ?? "";
        const byId = new Map(all.map((each) => [each.id, each]));
        const hits = searchArchive(parts.index, words, mostHits * 4).flatMap(
          ({ id }) => byId.get(id) ?? [],
        );
        return composeSearch(words, hits.slice(0, mostHits));
      }
      case "digest": {
        const chosen = all.slice(0, digestLength);
        const title = "Latest briefings";
        const ids = chosen.map(({ id }) => id);
        return shared
          ? share(call, composeDigest(chosen, { title }), ids)
          : composeDigest(chosen, { title, alone: true });
      }
    }
  }

  async function onCommand(call: CommandCall): Promise<Message> {
    const read = readCommand(call.input);
    switch (read.state) {
      case "command":
        return runCommand(call, read.command);
      case "unknown":
        return composeHelp([briefingCommand], unknownWord(read.word, read.nearest));
      case "missing":
        return composeHelp([briefingCommand], missingOption(read.sub, read.option));
    }
  }

  async function onAction(call: ActionCall): Promise<Message> {
    const [, verb, id = ""] = /^([a-z]+):(.+)$/su.exec(call.action) ?? [];
    const briefing = await findPublic(id);
    if (briefing === undefined) return composeNoBriefing(id, []);
    switch (verb) {
      case "read":
        return call.post === undefined ? readAlone(briefing) : readInThread(call.post, briefing);
      case "full":
        return readAlone(briefing);
      case "show":
        return composePrivate(briefing);
      case "share":
        return share(call, composeBriefing(briefing, "compact"), [briefing.id]);
      default:
        return composeHelp(
          [briefingCommand],
          "I do not know that button. The message may be from an older version of me.",
        );
    }
  }

  /** Once per post and briefing, however often the button is pressed and by whomever. */
  async function readInThread(post: Post, briefing: Briefing): Promise<Message> {
    const { platform, workspace, channel } = post.address;
    const root = post.address.thread?.root ?? post.message;
    const { created } = await parts.enqueue({
      key: keyOf("full-text", platform, workspace, channel, root, briefing.id),
      kind: "full-text",
      to: { platform, workspace, channel, thread: { root, title: briefing.title } },
      message: composeFullText(briefing),
      briefings: [briefing.id],
    });
    return composeInThread(created);
  }

  async function onReply(call: ReplyCall): Promise<void> {
    const { platform, workspace, channel } = call.root.address;
    const about = await parts.briefingsOf(call.root);
    const all = briefings();
    const subject = (await Promise.all(about.map(findPublic))).filter((each) => each !== undefined);
    const answer = (): Message =>
      composeAnswer(
        answerFrom(call.text, subject.length > 0 ? subject : all, {
          archive: parts.index,
          mayTell: (briefing) => isPublic(briefing, parts.now()),
        }),
      );
    await parts.enqueue({
      key: keyOf("answer", platform, workspace, call.id),
      kind: "answer",
      to: {
        platform,
        workspace,
        channel,
        thread: { root: call.root.message, title: subject[0]?.title ?? "Questions" },
      },
      message: isSmallTalk(call.text) ? composeGreeting() : answer(),
      briefings: [],
    });
  }

  /** A failure becomes a message for the person; a defect of ours is logged and told without its insides. */
  async function told(
    what: string,
    id: string,
    work: () => Promise<Message | null>,
  ): Promise<Message> {
    try {
      return (await work()) ?? composeShared();
    } catch (error) {
      parts.log.error({ what, id, err: error }, "a request of a person failed");
      return composeFailure(
        error instanceof BotError ? error : { message: "Something went wrong on my side." },
      );
    }
  }

  return {
    commands: [briefingCommand],
    onCommand: (call) => told("command", call.id, () => onCommand(call)),
    onAction: (call) => told("action", call.id, () => onAction(call)),
    onComplete: ({ input }) => Promise.resolve(complete(input, briefings())),
    onReply,
  };
}

function readAlone(briefing: Briefing): Message {
  const { title, notice, thread } = composeFullText(briefing);
  return { title, notice, lead: thread, thread: [] };
}

function unknownWord(word: string, nearest: string | undefined): string {
  const said = shorten(word.replaceAll("`", "'"), longestEcho);
  return nearest === undefined
    ? `I do not know “${said}”.`
    : `I do not know “${said}”. Did you mean \`/briefing ${nearest}\`?`;
}

function missingOption(sub: string, option: string): string {
  return option === "words"
    ? `\`/briefing ${sub}\` needs the words to look for.`
    : `\`/briefing ${sub}\` needs the ${option} of a briefing; \`/briefing list\` shows them all.`;
}

/** A key for the outbox: the same parts give the same key. */
function keyOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 40);
}
