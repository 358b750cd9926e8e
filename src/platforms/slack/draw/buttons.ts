/** What can be pressed: buttons, and the two by which readers judge a message. */
import type { Action, Block, Button, Verdict } from "../../../briefing/message.ts";
import { escapedLength, slackLimits, type SlackBlock, type SlackButton } from "../limits.ts";
import { slackUrl } from "./rich-text.ts";

type Judging = Button & { verdict: Verdict };

/** Buttons in rows; under them the two that judge the message, as Slack's own. */
export function drawActions(items: readonly Action[]): SlackBlock[] {
  const positive = judging(items, true);
  const negative = judging(items, false);
  if (positive === undefined || negative === undefined) return drawRows(items);
  const rest = items.filter((each) => each !== positive && each !== negative);
  return [...drawRows(rest), drawFeedback(positive, negative)];
}

function judging(items: readonly Action[], isPositive: boolean): Judging | undefined {
  return items.find(
    (each): each is Judging =>
      each.type === "button" && each.id !== "" && each.verdict?.isPositive === isPositive,
  );
}

function drawRows(items: readonly Action[]): SlackBlock[] {
  const buttons = items.flatMap(drawButton);
  const blocks: SlackBlock[] = [];
  for (let at = 0; at < buttons.length; at += slackLimits.actionsElements) {
    const elements = buttons.slice(at, at + slackLimits.actionsElements);
    blocks.push({ type: "actions", elements });
  }
  return blocks;
}

/** Both have this id; which of them was pressed is in the value. */
const feedbackActionId = "feedback";

/** Thumbs, with the labels as their tips (https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element). */
function drawFeedback(positive: Judging, negative: Judging): SlackBlock {
  const drawOne = ({ id, label, verdict: { spoken } }: Judging) => ({
    text: { type: "plain_text" as const, text: wordsOf(label), emoji: false as const },
    value: id,
    accessibility_label: wordsOf(spoken),
  });
  const element = {
    type: "feedback_buttons" as const,
    action_id: feedbackActionId,
    positive_button: drawOne(positive),
    negative_button: drawOne(negative),
  };
  return { type: "context_actions", elements: [element] };
}

/** For where Slack's own buttons for it do not stand: the same as ordinary ones. */
export function withoutVerdicts(block: Block): Block {
  if (block.type === "actions") return { ...block, items: block.items.map(ordinary) };
  return block.type === "card" ? { ...block, actions: block.actions.map(ordinary) } : block;
}

function ordinary(action: Action): Action {
  if (action.type === "link") return action;
  const { verdict: _, ...button } = action;
  return button;
}

/** Slack wants an id for links as well, and tells us of presses on them. */
const linkActionId = "link";

function drawButton(action: Action): SlackButton[] {
  const text = { type: "plain_text" as const, text: wordsOf(action.label), emoji: false as const };
  if (action.type === "link") {
    const url = slackUrl(action.href);
    return url === null ? [] : [{ type: "button", text, action_id: linkActionId, url }];
  }
  if (action.id === "") return [];
  const style = action.primary === true ? { style: "primary" as const } : {};
  return [{ type: "button", text, action_id: action.id, value: action.id, ...style }];
}

function wordsOf(label: string): string {
  return shorten(label.toWellFormed().trim() || "…");
}

function shorten(label: string): string {
  if (escapedLength(label) <= slackLimits.buttonText) return label;
  let [length, end] = [1, 0];
  for (const { segment, index } of new Intl.Segmenter("en").segment(label)) {
    length += escapedLength(segment);
    if (length > slackLimits.buttonText) break;
    end = index + segment.length;
  }
  return `${label.slice(0, end)}…`;
}
