/**
 * What Slack takes as a view: a modal or the App Home (https://docs.slack.dev/surfaces/modals,
 * https://docs.slack.dev/surfaces/app-home). As with messages, only what this bot shows is allowed.
 */
import { z } from "zod";
import { actionIdsOf } from "../faults.ts";
import { PlainText, SlackBlock } from "../limits.ts";

export const viewLimits = {
  /** https://docs.slack.dev/reference/views ("a max of 100 blocks") */
  blocks: 100,
  /** Title, submit and close, https://docs.slack.dev/reference/views/modal-views */
  title: 24,
  privateMetadata: 3_000,
  id: 255,
  /** https://docs.slack.dev/reference/block-kit/blocks/input-block */
  label: 2_000,
  hint: 2_000,
  /** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  input: 3_000,
  placeholder: 150,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/option-object; the SDK's types say 75 for values. */
  optionText: 75,
  optionValue: 75,
  options: 100,
  /** https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
  checkboxes: 10,
} as const;

const Option = z.strictObject({
  text: PlainText(viewLimits.optionText),
  value: z.string().min(1).max(viewLimits.optionValue),
});
export type SlackOption = z.infer<typeof Option>;

const Options = z.array(Option).min(1).max(viewLimits.options);
const id = z.string().min(1).max(viewLimits.id);
const Placeholder = PlainText(viewLimits.placeholder);

const InputElement = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("plain_text_input"),
    action_id: id,
    multiline: z.boolean(),
    max_length: z.int().min(1).max(viewLimits.input),
    initial_value: z.string().min(1).max(viewLimits.input).exactOptional(),
    placeholder: Placeholder.exactOptional(),
  }),
  z.strictObject({
    type: z.literal("static_select"),
    action_id: id,
    options: Options,
    initial_option: Option.exactOptional(),
  }),
  z.strictObject({
    type: z.literal("external_select"),
    action_id: id,
    min_query_length: z.literal(0),
    initial_option: Option.exactOptional(),
    placeholder: Placeholder.exactOptional(),
  }),
  z.strictObject({
    type: z.literal("multi_static_select"),
    action_id: id,
    options: Options,
    initial_options: Options.exactOptional(),
  }),
  z.strictObject({
    type: z.literal("checkboxes"),
    action_id: id,
    options: Options.max(viewLimits.checkboxes),
    initial_options: Options.exactOptional(),
  }),
  z.strictObject({
    type: z.literal("timepicker"),
    action_id: id,
    initial_time: z
      .string()
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
      .exactOptional(),
  }),
  z.strictObject({
    type: z.literal("conversations_select"),
    action_id: id,
    initial_conversation: z.string().min(1).exactOptional(),
    default_to_current_conversation: z.literal(true).exactOptional(),
    filter: z.strictObject({
      include: z.array(z.enum(["public", "private"])).min(1),
      exclude_bot_users: z.literal(true),
    }),
  }),
]);
export type InputElement = z.infer<typeof InputElement>;

const Input = z.strictObject({
  type: z.literal("input"),
  block_id: id,
  label: PlainText(viewLimits.label),
  hint: PlainText(viewLimits.hint).exactOptional(),
  optional: z.boolean(),
  element: InputElement,
});
export type InputBlock = z.infer<typeof Input>;

/** These stand in messages alone. */
const Shown = SlackBlock.refine(({ type }) => type !== "table" && type !== "context_actions", {
  error: "not for a view",
});

const Modal = z.strictObject({
  type: z.literal("modal"),
  callback_id: id,
  title: PlainText(viewLimits.title),
  submit: PlainText(viewLimits.title).exactOptional(),
  close: PlainText(viewLimits.title),
  private_metadata: z.string().max(viewLimits.privateMetadata),
  blocks: z
    .array(z.union([Input, Shown]))
    .min(1)
    .max(viewLimits.blocks),
});
export type ModalView = z.infer<typeof Modal>;

const Home = z.strictObject({
  type: z.literal("home"),
  blocks: z.array(Shown).min(1).max(viewLimits.blocks),
});
export type HomeView = z.infer<typeof Home>;

const View = z.discriminatedUnion("type", [Modal, Home]);

/** Why Slack would refuse this view; empty when all is well. */
export function findViewFaults(view: unknown): readonly string[] {
  const parsed = View.safeParse(view);
  if (!parsed.success) {
    return parsed.error.issues.map(
      ({ path, message }) => `/${path.map(String).join("/")}: ${message}`,
    );
  }
  const { blocks } = parsed.data;
  const ids = blocks.flatMap((block) =>
    block.type === "input" ? [block.block_id] : actionIdsOf(block),
  );
  const doubled = new Set(ids.filter((each, at) => ids.indexOf(each) !== at));
  const faults = [...doubled].map((each) => `/blocks: the id "${each}" stands there twice`);
  const isForm = blocks.some(({ type }) => type === "input");
  const cannotSend = isForm && parsed.data.type === "modal" && parsed.data.submit === undefined;
  return cannotSend ? [...faults, "/submit: a form needs a button that sends it"] : faults;
}
