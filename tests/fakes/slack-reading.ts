/** A message of the fake Slack as a person sees it. */
import { isFields } from "./slack-blocks.ts";

export interface StoredMessage {
  ts: string;
  channel: string;
  thread_ts?: string;
  user: string;
  bot_id?: string;
  text: string;
  blocks: readonly unknown[];
  metadata?: unknown;
  /** Names become mentions (`link_names`, `parse: "full"`). */
  linksNames: boolean;
  isEdited: boolean;
}

export interface SeenMessage {
  text: string;
  buttons: readonly { id: string; label: string }[];
  links: readonly string[];
  pings: readonly string[];
}

export function read(message: Pick<StoredMessage, "text" | "blocks" | "linksNames">): SeenMessage {
  const seen = message.blocks.map(readPart);
  const notice = readMarkup(message.text);
  const said = message.linksNames
    ? (message.text.match(/@(?:here|channel|everyone)\b/g) ?? [])
    : [];
  return {
    text: message.blocks.length === 0 ? notice.text : seen.map(({ text }) => text).join("\n"),
    buttons: seen.flatMap(({ buttons }) => buttons),
    links: [
      ...(message.blocks.length === 0 ? notice.links : []),
      ...seen.flatMap(({ links }) => links),
    ],
    pings: [...notice.pings, ...said, ...seen.flatMap(({ pings }) => pings)],
  };
}

const nothing: SeenMessage = { text: "", buttons: [], links: [], pings: [] };

function readPart(value: unknown): SeenMessage {
  if (Array.isArray(value)) return joinParts(value.map(readPart), " ");
  if (!isFields(value)) return nothing;
  const { type, text } = value;
  switch (type) {
    case "mrkdwn":
      return readMarkup(String(text));
    case "plain_text":
    case "raw_text":
    case "text":
      return { ...nothing, text: String(text) };
    case "link":
      return { ...nothing, text: String(text ?? value["url"]), links: [String(value["url"])] };
    case "date":
      return { ...nothing, text: String(value["fallback"]) };
    case "user":
    case "usergroup":
    case "broadcast":
      return { ...nothing, pings: [JSON.stringify(value)] };
    case "button":
      return readButton(value);
    case "feedback_buttons":
      return joinParts([value["positive_button"], value["negative_button"]].map(readFeedback), "");
    case "header":
    case "section":
      return readPart(text);
    case "input":
      return joinParts(
        [readPart(value["label"]), readPart(value["hint"]), readOptions(value["element"])],
        "\n",
      );
    case "table":
      return joinParts(readRows(value["rows"]), "\n");
    default: {
      const inline = type === "rich_text_section" || type === "rich_text_quote";
      return joinParts(listIn(value["elements"]).map(readPart), inline ? "" : "\n");
    }
  }
}

function readOptions(element: unknown): SeenMessage {
  const options = isFields(element) ? listIn(element["options"]) : [];
  return joinParts(
    options.map((option) => (isFields(option) ? readPart(option["text"]) : nothing)),
    "\n",
  );
}

function readRows(rows: unknown): readonly SeenMessage[] {
  return listIn(rows).map((row) => joinParts(listIn(row).map(readPart), " | "));
}

function readButton(button: Readonly<Record<string, unknown>>): SeenMessage {
  const { url, value, action_id: action } = button;
  if (typeof url === "string") return { ...nothing, links: [url] };
  const id = typeof value === "string" ? value : String(action);
  return { ...nothing, buttons: [{ id, label: readPart(button["text"]).text }] };
}

function readFeedback(button: unknown): SeenMessage {
  return isFields(button) ? readButton(button) : nothing;
}

function joinParts(parts: readonly SeenMessage[], glue: string): SeenMessage {
  return {
    text: parts.map(({ text }) => text).join(glue),
    buttons: parts.flatMap(({ buttons }) => buttons),
    links: parts.flatMap(({ links }) => links),
    pings: parts.flatMap(({ pings }) => pings),
  };
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** mrkdwn resolved: https://docs.slack.dev/messaging/formatting-message-text */
function readMarkup(markup: string): SeenMessage {
  const links: string[] = [];
  const pings: string[] = [];
  const text = markup.replaceAll(
    /<([^<>|]*)(?:\|([^<>]*))?>/g,
    (_, target: string, label?: string) => {
      if (target.startsWith("!date^")) return label ?? "";
      if (/^[@!#]/.test(target)) pings.push(target);
      else links.push(target);
      return label ?? target;
    },
  );
  const unescaped = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return { ...nothing, text: unescaped, links, pings };
}
