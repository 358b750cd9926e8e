/** The bot's side of the port: what commands, buttons, forms and replies do, the same on every platform. */
import { composeFailure, composeHelp, composeMistake } from "../briefing/compose/compose.ts";
import { composeHome } from "../briefing/compose/home.ts";
import { composeStatus } from "../briefing/compose/status.ts";
import type { Form, FormFaults } from "../briefing/form.ts";
import type { Block, Message } from "../briefing/message.ts";
import { shorten } from "../briefing/words.ts";
import { BotError } from "../errors.ts";
import type {
  ActionCall,
  CommandCall,
  CommandSpec,
  Opener,
  SubmitCall,
} from "../platforms/platform.ts";
import { createAsking } from "./asking.ts";
import { commands } from "./commands.ts";
import { complete } from "./completion.ts";
import { digestCommand } from "./digests/command.ts";
import { composeDigestHelp } from "./digests/help.ts";
import { createDigests } from "./digests/feature.ts";
import { createElsewhere } from "./elsewhere.ts";
import type { BotParts, Feature, Options, VisibleBriefings } from "./feature.ts";
import { createHome } from "./home.ts";
import type { Answering } from "./inbox.ts";
import { createLists } from "./lists.ts";
import { createPublicList, visibleAmong } from "./library.ts";
import { readCommand } from "./read-command.ts";
import { createStats } from "./stats.ts";
import { createWhy } from "./why.ts";
import { createReading } from "./reading.ts";

/** What people typed, said back to them. */
const longestEcho = 80;

const unknownButton = "I do not know that button. The message may be from an older version of me.";
const unknownForm = "I do not know that form. It may be from an older version of me.";

export function createBot(parts: BotParts): Answering {
  const all = createPublicList(parts.known, parts.now);
  const briefings: VisibleBriefings = async (place) =>
    visibleAmong(all(), await parts.visibleIn(place));
  const asking = createAsking(parts, briefings);
  const lists = createLists(parts, briefings);
  const features = [
    createAbout(parts),
    lists.feature,
    createReading(parts, briefings, lists),
    asking.feature,
    createHome(briefings, onCommand),
    createDigests(parts),
    createWhy(parts),
    createStats(parts),
    createElsewhere(parts, { onAction, onSubmit, formFor }),
  ];
  const can = join(features);

  async function onCommand(call: CommandCall): Promise<Message> {
    const read = understand(call);
    if (read.state === "not") return read.help;
    const run = named(can.commands, read.name);
    if (run === undefined) throw new BotError("internal", `Nothing is behind /${read.name}.`);
    return run(call, read.options);
  }

  async function onAction(call: ActionCall): Promise<Message | null> {
    const { verb, rest } = splitId(call.action);
    const press = named(can.actions, verb);
    return press === undefined ? composeHelp(commands, unknownButton) : press(call, rest);
  }

  async function onSubmit(call: SubmitCall): Promise<Message | FormFaults | null> {
    const { verb, rest } = splitId(call.form);
    const submit = named(can.submits, verb);
    return submit === undefined ? composeHelp(commands, unknownForm) : submit(call, rest);
  }

  async function formFor(opener: Opener): Promise<Form | null> {
    if (opener.kind === "action") {
      const { verb, rest } = splitId(opener.call.action);
      return (await named(can.openers, verb)?.(opener, { options: {}, rest })) ?? null;
    }
    const { command, input } = opener.call;
    if (input.kind === "line" && input.text.trim() === "") {
      return (await named(can.openers, command)?.(opener, { options: {}, rest: "" })) ?? null;
    }
    const read = understand(opener.call);
    // What is missing can be filled in where there is a form for it.
    const wanted = read.state === "not" ? read.unfinished : read;
    if (wanted === undefined) return null;
    const { name, options } = wanted;
    return (await named(can.openers, name)?.(opener, { options, rest: "" })) ?? null;
  }

  /** A failure becomes a message for the person; a defect of ours is logged and told without its insides. */
  async function told<T>(what: string, id: string, work: () => Promise<T>): Promise<T | Message> {
    try {
      return await work();
    } catch (error) {
      // What somebody wrote amiss is told to them, and is no trouble of the bot's.
      if (error instanceof BotError && error.kind === "input") return composeMistake(error);
      parts.log.error({ what, id, err: error }, "a request of a person failed");
      return composeFailure(
        error instanceof BotError ? error : { message: "Something went wrong on my side." },
      );
    }
  }

  return {
    commands,
    formFor: async (opener) => {
      try {
        return await formFor(opener);
      } catch (error) {
        parts.log.error({ id: opener.call.id, err: error }, "a form could not be made");
        return null;
      }
    },
    onCommand: (call) => told("command", call.id, () => onCommand(call)),
    onAction: (call) => told("action", call.id, () => onAction(call)),
    onSubmit: (call) => told("submit", call.id, () => onSubmit(call)),
    onHome: (caller) =>
      told("home", caller.person, async () => {
        const sections: Block[] = [];
        for (const { home } of features) sections.push(...((await home?.(caller)) ?? []));
        return composeHome(sections);
      }),
    onComplete: async ({ command, input, caller }) =>
      complete(commandNamed(command), input, {
        briefings: await briefings(caller.address),
        schedules: parts.schedules.remembered(caller.address),
        timeZone: caller.timeZone,
      }),
    onReply: asking.onReply,
  };
}

/** What the bot says about itself. */
function createAbout(parts: BotParts): Feature {
  return {
    commands: {
      "briefing help": () => composeHelp(commands),
      "briefing status": async ({ caller }) => composeStatus(await parts.status(caller.address)),
    },
    actions: {},
    openers: {},
    submits: {},
  };
}

/** Throws `internal` when two features claim a name, or a command of the table has nothing behind it. */
function join(features: readonly Feature[]): Feature {
  const merge = <T>(pick: (feature: Feature) => Readonly<Record<string, T>>): Record<string, T> => {
    const all = features.flatMap((feature) => Object.entries(pick(feature)));
    const merged = Object.fromEntries(all);
    if (Object.keys(merged).length < all.length)
      throw new BotError("internal", "Two features have a name in common.");
    return merged;
  };
  const joined: Feature = {
    commands: merge(({ commands: each }) => each),
    actions: merge(({ actions }) => actions),
    openers: merge(({ openers }) => openers),
    submits: merge(({ submits }) => submits),
  };
  for (const { name, subcommands } of commands) {
    for (const sub of subcommands) {
      if (joined.commands[`${name} ${sub.name}`] === undefined)
        throw new BotError("internal", `Nothing is behind /${name} ${sub.name}.`);
    }
  }
  return joined;
}

/** A button may be called "constructor", which every object has. */
function named<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function commandNamed(command: string): CommandSpec | undefined {
  return commands.find(({ name }) => name === command);
}

type Understood =
  | { state: "command"; name: string; options: Options }
  | { state: "not"; help: Message; unfinished?: { name: string; options: Options } };

function understand({ command, input }: CommandCall): Understood {
  const spec = commandNamed(command);
  if (spec === undefined) return { state: "not", help: composeHelp(commands) };
  const helpWith = (note: string): Message =>
    spec === digestCommand ? composeDigestHelp(note) : composeHelp(commands, note);
  const read = readCommand(spec, input);
  switch (read.state) {
    case "command": {
      const { sub, options } = read.command;
      return { state: "command", name: `${command} ${sub}`, options };
    }
    case "unknown": {
      const note = unknownWord(command, read.word, read.nearest);
      return { state: "not", help: helpWith(note) };
    }
    case "missing": {
      const note = missingOption(`/${command} ${read.sub}`, read.option);
      const unfinished = { name: `${command} ${read.sub}`, options: read.options };
      return { state: "not", help: helpWith(note), unfinished };
    }
  }
}

function splitId(id: string): { verb: string; rest: string } {
  const [, verb = "", rest = ""] = /^([a-z-]+)(?::(.*))?$/su.exec(id) ?? [];
  return { verb, rest };
}

function unknownWord(command: string, word: string, meant: string | undefined): string {
  const said = shorten(word.replaceAll("`", "'"), longestEcho);
  return meant === undefined
    ? `I do not know “${said}”.`
    : `I do not know “${said}”. Did you mean \`/${command} ${meant}\`?`;
}

function missingOption(command: string, option: string): string {
  switch (option) {
    case "words":
      return `\`${command}\` needs the words to look for.`;
    case "question":
      return `\`${command}\` needs a question, such as \`${command} what is new?\``;
    case "name":
      return `\`${command}\` needs the name of a briefing; \`/briefing list\` shows them all.`;
    default:
      return `\`${command}\` needs the ${option}.`;
  }
}
