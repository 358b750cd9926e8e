/** The bot's own page, and what its forms do. */
import { composeHelp } from "../briefing/compose/compose.ts";
import { composeHomeLatest } from "../briefing/compose/home.ts";
import type { Form } from "../briefing/form.ts";
import type { Message } from "../briefing/message.ts";
import type { CommandCall, SubmitCall } from "../platforms/platform.ts";
import { briefingCommand, commands } from "./commands.ts";
import type { Feature, Options, VisibleBriefings } from "./feature.ts";
import { menuForm, readMenu, textOf } from "./menu.ts";

/** So many of the newest briefings stand on the page. */
const latestLength = 5;

const searchForm: Form = {
  id: "search",
  title: "Search briefings",
  intro: "",
  submit: "Search",
  fields: [
    {
      type: "text",
      name: "words",
      label: "Words to look for",
      hint: "",
      required: true,
      isLong: false,
      placeholder: "",
      value: "",
      most: 200,
    },
  ],
};

/** `run` does what the command would do; `briefings` are those readers may see, newest first. */
export function createHome(
  briefings: VisibleBriefings,
  run: (call: CommandCall) => Promise<Message>,
): Feature {
  const runAs = ({ id, caller }: SubmitCall, sub: string, options: Options): Promise<Message> => {
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
        const read = readMenu(call.filled);
        return "faults" in read ? read : runAs(call, read.sub, read.options);
      },
    },
    home: async ({ address }) => {
      const all = await briefings(address);
      return composeHomeLatest(all.slice(0, latestLength), all.length);
    },
  };
}
