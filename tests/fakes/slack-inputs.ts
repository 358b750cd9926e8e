/** What the fake Slack takes in a window: https://docs.slack.dev/reference/block-kit/blocks/input-block and the rest. */
import {
  anything,
  blockChecks,
  blockId,
  boolean,
  both,
  checkIds,
  checkOne,
  integer,
  isFields,
  one,
  optional,
  plainText,
  shape,
  stringOf,
  type Check,
  type Complain,
} from "./slack-blocks.ts";

const option = both(
  shape({ text: anything, value: stringOf(150), description: optional(anything) }),
  one("text", { plain_text: plainText(75) }),
);
/** Options have no type of their own. */
const optionList =
  (name: string, most: number): Check =>
  (fields, path, complain) => {
    const list = fields[name];
    if (!Array.isArray(list) || list.length === 0 || list.length > most) {
      complain(`${path}/${name}`, `must have 1 to ${most} options`);
      return;
    }
    for (const [at, each] of list.entries())
      option(isFields(each) ? each : {}, `${path}/${name}/${at}`, complain);
  };

const actionId = { action_id: stringOf(255) };
const inputElements: Readonly<Record<string, Check>> = {
  plain_text_input: shape({
    ...actionId,
    multiline: optional(boolean),
    max_length: optional(integer),
    initial_value: optional(stringOf(3_000)),
    placeholder: anything,
  }),
  static_select: both(
    shape({ ...actionId, options: anything, initial_option: anything, placeholder: anything }),
    optionList("options", 100),
  ),
  multi_static_select: both(
    shape({ ...actionId, options: anything, initial_options: anything, placeholder: anything }),
    optionList("options", 100),
  ),
  checkboxes: both(
    shape({ ...actionId, options: anything, initial_options: anything }),
    optionList("options", 10),
  ),
  external_select: shape({
    ...actionId,
    min_query_length: optional(integer),
    initial_option: anything,
    placeholder: anything,
  }),
  timepicker: shape({ ...actionId, initial_time: anything, timezone: anything }),
  conversations_select: shape({
    ...actionId,
    initial_conversation: anything,
    default_to_current_conversation: optional(boolean),
    filter: anything,
  }),
};

const input: Check = both(
  shape({
    label: anything,
    hint: anything,
    optional: optional(boolean),
    element: anything,
    ...blockId,
  }),
  one("label", { plain_text: plainText(2_000) }),
  one("element", inputElements),
);

/** Blocks of a modal or of the App Home: inputs as well, no tables and no feedback, twice as many. */
export function judgeViewBlocks(value: unknown): readonly string[] {
  const messages: string[] = [];
  const complain: Complain = (path, message) =>
    messages.push(`[ERROR] ${message} [json-pointer:${path}]`);
  if (!Array.isArray(value) || value.length === 0) return ["blocks are missing"];
  if (value.length > 100) complain("/view/blocks", "no more than 100 items allowed");
  const { table: _, context_actions: __, ...shown } = blockChecks;
  for (const [at, block] of value.entries())
    checkOne(block, { ...shown, input }, `/view/blocks/${at}`, complain);
  checkIds(value, complain);
  return messages;
}
