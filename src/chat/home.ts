/** The bot's own page, and the form that a bare command opens: what to do, for those who do not like to type. */
import { composeHelp } from "../briefing/compose/compose.ts";
import { composeHomeLatest } from "../briefing/compose/home.ts";
import type { Briefing } from "../briefing/briefing.ts";
import type { ChoiceField, Filled, Form, TextField } from "../briefing/form.ts";
import type { Message } from "../briefing/message.ts";
import type { CommandCall, SubmitCall } from "../platforms/platform.ts";
import { briefingCommand, commands } from "./commands.ts";
import type { Feature, VisibleBriefings } from "./feature.ts";

/** So many of the newest briefings stand on the page, and are offered before somebody types. */
const latestLength = 5;
const mostChoices = 25;

const words: TextField = {
  type: "text",
  name: "words",
  label: "Words to look for",
  hint: "",
  required: false,
  isLong: false,
  placeholder: "",
  value: "",
  most: 200,
};

const searchForm: Form = {
  id: "search",
  title: "Search briefings",
  intro: "",
  submit: "Search",
  fields: [{ ...words, required: true }],
};

/** What can be asked for with a name, with words, or with nothing. */
const offered: readonly string[] = ["show", "latest", "list", "search", "digest", "status", "help"];

function menuForm(briefings: readonly Briefing[]): Form {
  const subs = briefingCommand.subcommands.filter(({ name }) => offered.includes(name));
  const name: ChoiceField = {
    type: "choice",
    name: "name",
    label: "Briefing",
    hint: "To read one: choose it here.",
    required: false,
    searches: true,
    choices: briefings.slice(0, mostChoices).map(({ id, title }) => ({ label: title, value: id })),
    value: "",
  };
  return {
    id: "menu",
    title: "Briefings",
    intro: "",
    submit: "Go",
    fields: [
      {
        type: "choice",
        name: "sub",
        label: "What would you like to see?",
        hint: "",
        required: true,
        searches: false,
        choices: offered.flatMap((each) =>
          subs
            .filter((sub) => sub.name === each)
            .map((sub) => ({ label: sub.description, value: sub.name })),
        ),
        value: "latest",
      },
      name,
      { ...words, hint: "To search: write them here." },
    ],
  };
}

/** `run` does what the command would do; `briefings` are those readers may see, newest first. */
export function createHome(
  briefings: VisibleBriefings,
  run: (call: CommandCall) => Promise<Message>,
): Feature {
  const runAs = (
    { id, caller }: SubmitCall,
    sub: string,
    options: Readonly<Record<string, string>>,
  ): Promise<Message> => {
    const input = { kind: "fields" as const, sub, options };
    return run({ id, caller, command: briefingCommand.name, input });
  };

  return {
    commands: {},
    actions: { help: () => composeHelp(commands) },
    openers: {
      search: () => searchForm,
      // The command without a word behind it. Where commands have fields, it cannot be typed.
      [briefingCommand.name]: async ({ call }) => menuForm(await briefings(call.caller.address)),
    },
    submits: {
      search: (call) => runAs(call, "search", { words: textOf(call.filled, "words") }),
      menu: (call) => {
        const sub = textOf(call.filled, "sub");
        const [name, sought] = [textOf(call.filled, "name"), textOf(call.filled, "words")];
        if (sub === "show" && name === "") return { faults: { name: "Choose a briefing." } };
        if (sub === "search" && sought === "") {
          return { faults: { words: "Write the words to look for." } };
        }
        return runAs(
          call,
          sub,
          sub === "show" ? { name } : sub === "search" ? { words: sought } : {},
        );
      },
    },
    home: async ({ address }) => {
      const all = await briefings(address);
      return composeHomeLatest(all.slice(0, latestLength), all.length);
    },
  };
}

function textOf(filled: Filled, name: string): string {
  const value = filled[name] ?? "";
  return typeof value === "string" ? value.trim() : "";
}
