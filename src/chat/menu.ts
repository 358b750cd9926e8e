/** The form that a bare `/briefing` opens: every reading command, for those who do not like to type. Pure. */
import type { Briefing } from "../briefing/briefing.ts";
import type { Filled, Form, FormFaults } from "../briefing/form.ts";
import { briefingCommand } from "./commands.ts";
import type { Options } from "./feature.ts";
import { topicsOf } from "./library.ts";

/** Before somebody types. */
const mostChoices = 25;

const first = "latest";
const offered = [
  first,
  "digest",
  "list",
  "search",
  "show",
  "ask",
  "why",
  "status",
  "stats",
  "help",
];

export function menuForm(briefings: readonly Briefing[]): Form {
  const { subcommands } = briefingCommand;
  const optional = { required: false, value: "" } as const;
  const topics = topicsOf(briefings).slice(0, mostChoices);
  return {
    id: "menu",
    title: "Briefings",
    intro: "",
    submit: "Go",
    fields: [
      {
        type: "choice",
        name: "sub",
        label: "What would you like?",
        hint: "",
        required: true,
        searches: false,
        choices: offered.flatMap((each) =>
          subcommands
            .filter(({ name }) => name === each)
            .map(({ name, description }) => ({ label: description, value: name })),
        ),
        value: first,
      },
      {
        ...optional,
        type: "choice",
        name: "name",
        label: "Briefing",
        hint: "To read one, to ask it, or to see why it is posted or not.",
        searches: true,
        choices: briefings
          .slice(0, mostChoices)
          .map(({ id, title }) => ({ label: title, value: id })),
      },
      {
        ...optional,
        type: "text",
        name: "words",
        label: "Words or a question",
        hint: "To search, or to ask.",
        isLong: false,
        placeholder: "",
        most: 1_000,
      },
      {
        ...optional,
        type: "choice",
        name: "topic",
        label: "Topic",
        hint: "Only briefings on it: for the newest, the list and the digest.",
        searches: false,
        choices: topics.map((topic) => ({ label: topic, value: topic })),
      },
      {
        type: "choices",
        name: "share",
        label: "For whom",
        hint: "Without it you alone see it.",
        required: false,
        choices: [{ label: "Post it to this channel", value: "share" }],
        values: [],
      },
    ],
  };
}

/** As if it had been typed; what a command has no use for is left out. */
export function readMenu(filled: Filled): { sub: string; options: Options } | FormFaults {
  const [name, words] = [textOf(filled, "name"), textOf(filled, "words")];
  const sub = meantBy(textOf(filled, "sub"), { name, words });
  const options: Record<string, string> = {
    name,
    words,
    question: words,
    about: name,
    topic: textOf(filled, "topic"),
    share: filled["share"]?.includes("share") ? "share" : "",
  };
  if ((sub === "show" || sub === "why") && name === "")
    return { faults: { name: "Choose a briefing." } };
  if (sub === "search" && words === "")
    return { faults: { words: "Write the words to look for." } };
  if (sub === "ask" && words === "") return { faults: { words: "Write your question." } };
  const taken = briefingCommand.subcommands.find((each) => each.name === sub)?.options ?? [];
  const given = taken.map((option) => [option.name, options[option.name] ?? ""] as const);
  return { sub, options: Object.fromEntries(given.filter(([, value]) => value !== "")) };
}

/** Whoever chose a briefing or wrote words, and left the first choice as it was, wants that. */
function meantBy(sub: string, { name, words }: { name: string; words: string }): string {
  if (sub !== first) return sub;
  if (name !== "") return words === "" ? "show" : "ask";
  return words === "" ? sub : "search";
}

export function textOf(filled: Filled, name: string): string {
  const value = filled[name] ?? "";
  return typeof value === "string" ? value.trim() : "";
}
