/** Forms in Slack as a person sees them: what stands in a modal, what is typed into it, and what comes of sending it. */
import type { Filled, FormFaults } from "../../src/briefing/form.ts";
import type { Message } from "../../src/briefing/message.ts";
import type { Bot } from "../../src/platforms/platform.ts";
import type { SlackConnection } from "../../src/platforms/slack/settings.ts";
import { isFields } from "../fakes/slack-blocks.ts";
import { seenIn, type OpenView } from "../fakes/slack-views.ts";
import type { FormRig, ShownForm } from "./form-rig.ts";
import { openSlackRigWith, type SlackRig } from "./slack.rig.ts";

type Value = string | readonly string[];

export async function openSlackFormRig(mode: SlackConnection["mode"], bot: Bot): Promise<FormRig> {
  let outcome: Message | FormFaults | null = null;
  const watched: Bot = {
    ...bot,
    onSubmit: async (call) => {
      outcome = await bot.onSubmit(call);
      return outcome;
    },
  };
  const rig: SlackRig = await openSlackRigWith(mode, watched);
  /** What the client keeps while the window is open. */
  let typed: Record<string, Value> = {};
  let url = "";

  async function eventually<T>(look: () => T | undefined): Promise<T> {
    const deadline = performance.now() + 5_000;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Error("nothing came");
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }

  const shown = (open: OpenView, faults: readonly string[] = []): ShownForm => ({
    text: [labelOf(open, "title"), seenIn(open).text, labelOf(open, "submit"), ...faults].join(
      "\n",
    ),
    filled: { ...typed },
  });

  return Object.assign(rig, {
    openForm: async (ts: string, id: string) => {
      const message = rig.fake.workspace.messageAt(rig.channel, ts);
      if (message === undefined) throw new Error(`nothing is shown at ${ts}`);
      url = await rig.fake.press(message, { action_id: id, value: id });
      const open = await eventually(() => rig.fake.windows.modals.at(-1));
      typed = Object.fromEntries(elementsIn(open).map(([name, each]) => [name, valueIn(each)]));
      return shown(open);
    },
    submit: async (filled: Filled) => {
      const open = rig.fake.windows.modals.at(-1);
      if (open === undefined) throw new Error("no form is open");
      typed = { ...typed, ...filled };
      const values = elementsIn(open).map(([name, element]) => [
        name,
        stateOf(String(element["type"]), typed[name] ?? ""),
      ]);
      const before = rig.fake.asks.answersTo(url).length;
      const verdict = await rig.fake.submit(open, Object.fromEntries(values));
      const errors = isFields(verdict) && isFields(verdict["errors"]) ? verdict["errors"] : {};
      if (Object.keys(errors).length > 0)
        return { told: null, form: shown(open, Object.values(errors).map(String)) };
      if (outcome === null) return { told: null, form: null };
      const answers = await eventually(() => {
        const all = rig.fake.asks.answersTo(url);
        return all.length > before ? all : undefined;
      });
      return { told: answers.map(({ text }) => text).join("\n"), form: null };
    },
  });
}

function labelOf({ view }: OpenView, name: string): string {
  const label = view[name];
  return isFields(label) ? String(label["text"]) : "";
}

function elementsIn({ view }: OpenView): readonly (readonly [string, Fields])[] {
  const blocks: readonly unknown[] = Array.isArray(view["blocks"]) ? view["blocks"] : [];
  return blocks.flatMap((block) => {
    if (!isFields(block) || block["type"] !== "input" || !isFields(block["element"])) return [];
    return [[String(block["block_id"]), block["element"]] as const];
  });
}

type Fields = Readonly<Record<string, unknown>>;

const optionIn = (option: unknown): string => (isFields(option) ? String(option["value"]) : "");

function valueIn(element: Fields): Value {
  const many = element["initial_options"];
  if (element["type"] === "checkboxes") return Array.isArray(many) ? many.map(optionIn) : [];
  const one = element["initial_value"] ?? element["initial_time"];
  return typeof one === "string" ? one : optionIn(element["initial_option"]);
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
function stateOf(type: string, value: Value): object {
  const option = (each: string): object => ({ value: each });
  if (typeof value !== "string") return { type, selected_options: value.map(option) };
  switch (type) {
    case "static_select":
      return { type, selected_option: value === "" ? null : option(value) };
    case "timepicker":
      return { type, selected_time: value === "" ? null : value };
    default:
      return { type, value: value === "" ? null : value };
  }
}
