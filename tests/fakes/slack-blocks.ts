/**
 * What the fake Slack takes as blocks. Written from Slack's documentation
 * (https://docs.slack.dev/reference/block-kit/blocks), apart from the limits in `src/`, so that one checks the other.
 */

type Fields = Readonly<Record<string, unknown>>;
export type Complain = (path: string, message: string) => void;
export type Check = (fields: Fields, path: string, complain: Complain) => void;

/** Slack counts all text of a message's blocks; beyond this it has refused messages. */
const mostText = 11_000;

export type BlockVerdict = { ok: true } | { ok: false; error: string; messages: readonly string[] };

export function judgeBlocks(value: unknown): BlockVerdict {
  const messages: string[] = [];
  const complain: Complain = (path, message) =>
    messages.push(`[ERROR] ${message} [json-pointer:${path}]`);
  if (!Array.isArray(value)) return { ok: false, error: "invalid_blocks_format", messages };
  if (value.length > 50) complain("/blocks", "no more than 50 items allowed");
  for (const [at, block] of value.entries())
    checkOne(block, blockChecks, `/blocks/${at}`, complain);
  if (value.filter((block) => isFields(block) && block["type"] === "table").length > 1) {
    complain("/blocks", "only one table allowed");
  }
  checkIds(value, complain);
  if (messages.length > 0) return { ok: false, error: "invalid_blocks", messages };
  const tooLong = countShown(value) > mostText;
  return tooLong ? { ok: false, error: "msg_blocks_too_long", messages } : { ok: true };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function checkOne(
  value: unknown,
  checks: Readonly<Record<string, Check>>,
  path: string,
  complain: Complain,
): void {
  const type = isFields(value) ? value["type"] : undefined;
  const check = typeof type === "string" ? checks[type] : undefined;
  if (!isFields(value) || check === undefined) complain(path, `unsupported type: ${String(type)}`);
  else check(value, path, complain);
}

/** Each field named, each value right, nothing else. */
export function shape(fields: Readonly<Record<string, (value: unknown) => string | null>>): Check {
  return (given, path, complain) => {
    for (const name of Object.keys(given)) {
      if (name !== "type" && fields[name] === undefined)
        complain(`${path}/${name}`, "unknown field");
    }
    for (const [name, judge] of Object.entries(fields)) {
      const verdict = judge(given[name]);
      if (verdict !== null) complain(`${path}/${name}`, verdict);
    }
  };
}

export function both(...checks: readonly Check[]): Check {
  return (fields, path, complain) => {
    for (const check of checks) check(fields, path, complain);
  };
}

export const optional =
  (judge: (value: unknown) => string | null) =>
  (value: unknown): string | null =>
    value === undefined ? null : judge(value);

export const stringOf =
  (most: number, least = 1) =>
  (value: unknown): string | null => {
    if (typeof value !== "string") return "must be a string";
    if (value.length < least) return `must be more than ${least - 1} characters`;
    return value.length > most ? `must be less than ${most + 1} characters` : null;
  };

export const boolean = (value: unknown): string | null =>
  typeof value === "boolean" ? null : "must be a boolean";
export const integer = (value: unknown): string | null =>
  Number.isInteger(value) ? null : "must be an integer";
const url = (value: unknown): string | null =>
  typeof value === "string" && URL.canParse(value) && value.length <= 3_000 ? null : "invalid url";
const style = (value: unknown): string | null => (isFields(value) ? null : "must be an object");
const oneOf =
  (...values: readonly unknown[]) =>
  (value: unknown): string | null =>
    values.includes(value) ? null : "unexpected value";
export const anything = (): null => null;

/** A field that holds a list of typed things. */
function listOf(name: string, checks: Readonly<Record<string, Check>>, most: number): Check {
  return (fields, path, complain) => {
    const list = fields[name];
    if (!Array.isArray(list) || list.length === 0) {
      complain(`${path}/${name}`, "must have at least one item");
      return;
    }
    if (list.length > most) complain(`${path}/${name}`, `no more than ${most} items allowed`);
    for (const [at, item] of list.entries())
      checkOne(item, checks, `${path}/${name}/${at}`, complain);
  };
}

export function one(name: string, checks: Readonly<Record<string, Check>>): Check {
  return (fields, path, complain) => checkOne(fields[name], checks, `${path}/${name}`, complain);
}

export const plainText = (most: number): Check =>
  shape({ text: stringOf(most), emoji: optional(boolean) });
const mrkdwn = (most: number): Check =>
  shape({ text: stringOf(most), verbatim: optional(boolean) });

const richText = shape({ text: stringOf(Infinity), style: optional(style) });
const richLink = shape({
  url,
  text: optional(stringOf(Infinity)),
  style: optional(style),
});
const richElements: Readonly<Record<string, Check>> = {
  text: richText,
  link: richLink,
  date: shape({
    timestamp: integer,
    format: stringOf(Infinity),
    url: optional(url),
    fallback: optional(stringOf(Infinity)),
    style: optional(style),
  }),
  user: shape({ user_id: stringOf(255), style: optional(style) }),
  usergroup: shape({ usergroup_id: stringOf(255), style: optional(style) }),
  channel: shape({ channel_id: stringOf(255), style: optional(style) }),
  broadcast: shape({ range: oneOf("here", "channel", "everyone"), style: optional(style) }),
  emoji: shape({ name: stringOf(255), unicode: optional(stringOf(255)), style: optional(style) }),
};
const section: Readonly<Record<string, Check>> = {
  rich_text_section: both(
    shape({ elements: anything }),
    listOf("elements", richElements, Infinity),
  ),
};
const richParts: Readonly<Record<string, Check>> = {
  ...section,
  rich_text_quote: both(
    shape({ elements: anything, border: optional(oneOf(0, 1)) }),
    listOf("elements", richElements, Infinity),
  ),
  rich_text_preformatted: both(
    shape({ elements: anything, border: optional(oneOf(0, 1)) }),
    listOf("elements", { text: richText, link: richLink }, Infinity),
  ),
  rich_text_list: both(
    shape({
      elements: anything,
      style: oneOf("bullet", "ordered"),
      indent: optional(oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8)),
      offset: optional(integer),
      border: optional(oneOf(0, 1)),
    }),
    listOf("elements", section, Infinity),
  ),
};
const richBlock: Check = both(
  shape({ elements: anything, block_id: optional(stringOf(255)) }),
  listOf("elements", richParts, Infinity),
);

const button: Check = both(
  shape({
    text: anything,
    action_id: stringOf(255),
    value: optional(stringOf(2_000)),
    url: optional(url),
    style: optional(oneOf("primary", "danger")),
    accessibility_label: optional(stringOf(75)),
  }),
  one("text", { plain_text: plainText(75) }),
);

/** https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element */
const feedbackButton: Check = both(
  shape({
    text: anything,
    value: stringOf(2_000),
    accessibility_label: optional(stringOf(75)),
  }),
  one("text", { plain_text: plainText(75) }),
);
const feedbackButtons: Check = both(
  shape({
    positive_button: anything,
    negative_button: anything,
    action_id: optional(stringOf(255)),
  }),
  (fields, path, complain) => {
    for (const name of ["positive_button", "negative_button"]) {
      const given = fields[name];
      if (isFields(given)) feedbackButton(given, `${path}/${name}`, complain);
      else complain(`${path}/${name}`, "missing required field");
    }
  },
);

export const blockId = { block_id: optional(stringOf(255)) };

export const blockChecks: Readonly<Record<string, Check>> = {
  header: both(shape({ text: anything, ...blockId }), one("text", { plain_text: plainText(150) })),
  divider: shape(blockId),
  context: both(
    shape({ elements: anything, ...blockId }),
    listOf("elements", { plain_text: plainText(3_000), mrkdwn: mrkdwn(3_000) }, 10),
  ),
  section: both(
    shape({ text: anything, expand: optional(boolean), ...blockId }),
    one("text", { plain_text: plainText(3_000), mrkdwn: mrkdwn(3_000) }),
  ),
  actions: both(shape({ elements: anything, ...blockId }), listOf("elements", { button }, 25)),
  context_actions: both(
    shape({ elements: anything, ...blockId }),
    listOf("elements", { feedback_buttons: feedbackButtons }, 5),
  ),
  rich_text: richBlock,
  table: both(
    shape({ rows: anything, column_settings: anything, ...blockId }),
    (fields, path, complain) => checkTable(fields, path, complain),
  ),
};

function checkTable(fields: Fields, path: string, complain: Complain): void {
  const { rows, column_settings: settings } = fields;
  if (!Array.isArray(rows) || rows.length === 0 || rows.length > 100) {
    complain(`${path}/rows`, "must have 1 to 100 rows");
    return;
  }
  if (settings !== undefined && !(Array.isArray(settings) && settings.length <= 20)) {
    complain(`${path}/column_settings`, "must have at most 20 items");
  }
  for (const [at, cells] of rows.entries()) {
    const checks = { raw_text: shape({ text: stringOf(Infinity) }), rich_text: richBlock };
    listOf("cells", checks, 20)({ cells }, `${path}/rows/${at}`, complain);
  }
  if (new Set(rows.map((row: unknown) => (Array.isArray(row) ? row.length : 0))).size > 1) {
    complain(`${path}/rows`, "rows must have the same number of cells");
  }
  if (countShown(rows) > 10_000) complain(`${path}/rows`, "must be less than 10001 characters");
}

export function checkIds(blocks: readonly unknown[], complain: Complain): void {
  const ids = blocks.flatMap((block) => collect(block, "action_id"));
  if (new Set(ids).size < ids.length) complain("/blocks", "action_id must be unique");
  const blockIds = blocks.flatMap((block) => collect(block, "block_id"));
  if (new Set(blockIds).size < blockIds.length) complain("/blocks", "block_id must be unique");
}

function collect(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => collect(each, name));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === name && typeof each === "string" ? [each] : collect(each, name),
  );
}

/** Slack counts `&`, `<` and `>` as entities, and about a hundred for every header. */
function countShown(value: unknown): number {
  const texts = [...collect(value, "text"), ...collect(value, "fallback")];
  const headers = collect(value, "type").filter((type) => type === "header").length;
  const written = texts.join("").replaceAll("&", "&amp;").replaceAll(/[<>]/g, "&lt;");
  return written.length + headers * 100;
}
