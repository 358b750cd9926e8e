/** The windows of the fake Slack: modals on top of each other, and App Homes (https://docs.slack.dev/surfaces/modals). */
import { isFields } from "./slack-blocks.ts";
import { judgeViewBlocks } from "./slack-inputs.ts";
import { read, type SeenMessage } from "./slack-reading.ts";
import { Refusal, type Answer } from "./slack-workspace.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface OpenView {
  id: string;
  person: string;
  view: Fields;
}

const triggerMs = 3_000;

export class Windows {
  /** The newest on top. */
  readonly modals: OpenView[] = [];
  readonly homes = new Map<string, OpenView>();
  /** How often each Home was published. */
  readonly published = new Map<string, number>();
  readonly #triggers = new Map<string, { person: string; untilMs: number }>();
  #count = 0;

  /** From now on it opens one window, for three seconds. */
  issue(trigger: string, person: string): string {
    this.#triggers.set(trigger, { person, untilMs: performance.now() + triggerMs });
    return trigger;
  }

  /** Null for a method that has nothing to do with views. */
  call(method: string, args: ReadonlyMap<string, string>): Answer | null {
    const view: unknown = JSON.parse(args.get("view") ?? "null");
    switch (method) {
      case "views.open":
      case "views.push": {
        const person = this.#spend(args.get("trigger_id") ?? "");
        if (method === "views.push" && this.modals.length >= 3)
          throw new Refusal("push_limit_reached");
        if (method === "views.open") this.modals.length = 0;
        return this.#show(judge(view, "modal"), person);
      }
      case "views.update": {
        const open = this.modals.find(({ id }) => id === args.get("view_id"));
        if (open === undefined) throw new Refusal("not_found");
        open.view = judge(view, "modal");
        return { view: { id: open.id } };
      }
      case "views.publish": {
        const person = args.get("user_id") ?? "";
        const home = { id: `VH${person}`, person, view: judge(view, "home") };
        this.homes.set(person, home);
        this.published.set(person, (this.published.get(person) ?? 0) + 1);
        return { view: { id: home.id } };
      }
      default:
        return null;
    }
  }

  /** What the app says to a filled-in form, done. */
  settle(open: OpenView, verdict: unknown): void {
    const answer = isFields(verdict) ? verdict : {};
    const at = this.modals.indexOf(open);
    switch (answer["response_action"]) {
      case "errors": {
        const known = inputIdsOf(open.view);
        const errors = isFields(answer["errors"]) ? Object.keys(answer["errors"]) : [];
        if (errors.length === 0 || errors.some((name) => !known.includes(name)))
          throw new Error("errors for blocks that are not there");
        return;
      }
      case "update":
        open.view = judge(answer["view"], "modal");
        return;
      case "clear":
        this.modals.length = 0;
        return;
      default:
        this.modals.splice(at, 1);
    }
  }

  #spend(trigger: string): string {
    const issued = this.#triggers.get(trigger);
    if (issued === undefined) throw new Refusal("invalid_trigger_id");
    this.#triggers.delete(trigger);
    if (performance.now() > issued.untilMs) throw new Refusal("expired_trigger_id");
    return issued.person;
  }

  #show(view: Fields, person: string): Answer {
    const open = { id: `V${++this.#count}`, person, view };
    this.modals.push(open);
    return { view: { id: open.id } };
  }
}

export function seenIn({ view }: OpenView): SeenMessage {
  const blocks: readonly unknown[] = Array.isArray(view["blocks"]) ? view["blocks"] : [];
  return read({ text: "", blocks, linksNames: false });
}

function inputIdsOf(view: Fields): readonly string[] {
  const blocks: readonly unknown[] = Array.isArray(view["blocks"]) ? view["blocks"] : [];
  return blocks.flatMap((block) =>
    isFields(block) && block["type"] === "input" ? [String(block["block_id"])] : [],
  );
}

function judge(view: unknown, type: "modal" | "home"): Fields {
  const refuse = (message: string): never => {
    throw new Refusal("invalid_arguments", { response_metadata: { messages: [message] } });
  };
  if (!isFields(view) || view["type"] !== type) return refuse("not a view of this kind");
  const messages = judgeViewBlocks(view["blocks"]);
  if (messages.length > 0) refuse(messages.join("; "));
  if (type === "home") return view;
  for (const name of ["title", "submit", "close"]) {
    const text = view[name];
    if (text === undefined && name !== "title") continue;
    const words = isFields(text) ? text["text"] : undefined;
    if (typeof words !== "string" || words.length === 0 || words.length > 24)
      refuse(`${name} must have 1 to 24 characters`);
  }
  if (inputIdsOf(view).length > 0 && view["submit"] === undefined) refuse("submit is missing");
  const metadata = view["private_metadata"] ?? "";
  if (typeof metadata !== "string" || metadata.length > 3_000)
    refuse("private_metadata must have at most 3000 characters");
  return view;
}
