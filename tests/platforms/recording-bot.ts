/** A bot that notes what platforms ask of it and answers with what it was told to. */
import type { Form, FormFaults } from "../../src/briefing/form.ts";
import type { Message } from "../../src/briefing/message.ts";
import type {
  ActionCall,
  Bot,
  CommandCall,
  CommandSpec,
  CompletionCall,
  ReplyCall,
  SubmitCall,
} from "../../src/platforms/platform.ts";

const commands: readonly CommandSpec[] = [
  {
    name: "briefing",
    access: "read",
    description: "Read briefings",
    subcommands: [
      { name: "latest", description: "The newest briefing", options: [] },
      {
        name: "show",
        description: "Show one briefing",
        options: [
          {
            name: "name",
            description: "Which one",
            type: "text",
            required: true,
            completes: true,
          },
          {
            name: "share",
            description: "Post it to the channel",
            type: "flag",
            required: false,
          },
        ],
      },
    ],
  },
];

export interface RecordingBot extends Bot {
  readonly calls: {
    commands: CommandCall[];
    actions: ActionCall[];
    completions: CompletionCall[];
    submits: SubmitCall[];
    replies: ReplyCall[];
  };
  /** What the next commands and actions are answered with. */
  answer: Message;
  /** What the next commands and actions open instead of being answered. */
  form: Form | null;
  /** What is wrong with what the next forms bring. */
  faults: FormFaults | null;
}

export function note(text: string): Message {
  return {
    title: text,
    notice: text,
    lead: [{ type: "paragraph", spans: [{ text }] }],
    thread: [],
  };
}

export function recordingBot(): RecordingBot {
  const calls: RecordingBot["calls"] = {
    commands: [],
    actions: [],
    completions: [],
    submits: [],
    replies: [],
  };
  const accepted = new Set<string>();
  const bot: RecordingBot = {
    commands,
    calls,
    accept: ({ kind, call }) => {
      const id = `${kind} ${call.id}`;
      const isNew = !accepted.has(id);
      accepted.add(id);
      return Promise.resolve(isNew);
    },
    answer: note("Certainly."),
    form: null,
    faults: null,
    formFor: () => Promise.resolve(bot.form),
    onSubmit: (call) => {
      calls.submits.push(call);
      return Promise.resolve(bot.faults ?? bot.answer);
    },
    onCommand: (call) => {
      calls.commands.push(call);
      return Promise.resolve(bot.answer);
    },
    onAction: (call) => {
      calls.actions.push(call);
      return Promise.resolve(bot.answer);
    },
    onHome: () => Promise.resolve(bot.answer),
    onComplete: (call) => {
      calls.completions.push(call);
      const words = call.input.text.split(" ");
      const line = words.slice(0, -1).join(" ");
      return Promise.resolve(
        ["ariane-6", "leap-second"].map((name) => ({
          label: name,
          value: call.input.kind === "line" ? `${line} ${name}`.trim() : name,
        })),
      );
    },
    onReply: (call) => {
      calls.replies.push(call);
      return Promise.resolve();
    },
  };
  return bot;
}
