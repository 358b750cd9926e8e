/** What Discord refuses: its published schemas, and the rules that they do not hold. */
import { isDeepStrictEqual } from "node:util";
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  ApplicationCommandUpdateRequestSchema,
  CreateForumThreadRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from "discord-api-spec/zod";

export type Body = Record<string, unknown>;

/** An answer that is no success. */
export interface Refusal {
  status: number;
  body: Body;
}

const schemas = {
  create: MessageCreateRequestSchema,
  edit: MessageEditRequestPartialSchema,
  forumPost: CreateForumThreadRequestSchema,
  thread: CreateTextThreadWithMessageRequestSchema,
  followUp: IncomingWebhookRequestPartialSchema,
  editAnswer: IncomingWebhookUpdateRequestPartialSchema,
  command: ApplicationCommandUpdateRequestSchema,
  deferAnswer: CreateMessageInteractionCallbackRequestSchema,
  deferUpdate: UpdateMessageInteractionCallbackRequestSchema,
  choices: ApplicationCommandAutocompleteCallbackRequestSchema,
  modal: ModalInteractionCallbackRequestSchema,
} as const;
export type BodyKind = keyof typeof schemas;

export const componentsV2 = 1 << 15;

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.filter(isBody) : [];
}

export function refuse(status: number, code: number, message: string): Refusal {
  return { status, body: { code, message } };
}

/** https://discord.com/developers/docs/reference#error-messages */
export function invalidForm(faults: readonly string[]): Refusal {
  const errors = Object.fromEntries(
    faults.map((fault, index) => [
      `body${index}`,
      { _errors: [{ code: "BASE_TYPE_BAD", message: fault }] },
    ]),
  );
  return { status: 400, body: { code: 50_035, message: "Invalid Form Body", errors } };
}

/** A component and all that stands in it, in reading order. */
export function walk(component: Body): readonly Body[] {
  const accessory = isBody(component["accessory"]) ? [component["accessory"]] : [];
  return [component, ...[...listOf(component["components"]), ...accessory].flatMap(walk)];
}

export function textsOf(components: readonly Body[]): readonly string[] {
  return components
    .flatMap(walk)
    .map(({ type, content }) => (type === 10 && typeof content === "string" ? content : null))
    .filter((content) => content !== null);
}

function findTwice(values: readonly unknown[]): readonly unknown[] {
  const given = values.filter((value) => value !== undefined && value !== null);
  return given.filter((value, index) => given.indexOf(value) !== index);
}

function findComponentFaults(components: readonly Body[], isV2: boolean): readonly string[] {
  const all = components.flatMap(walk);
  const faults: string[] = [];
  if (all.length > 40) faults.push(`${all.length} components`);
  const length = textsOf(components).reduce((sum, text) => sum + Array.from(text).length, 0);
  if (length > 4_000) faults.push(`${length} characters in text displays`);
  for (const id of findTwice(all.map((each) => each["custom_id"]))) {
    faults.push(`custom_id ${String(id)} is duplicated`);
  }
  for (const id of findTwice(all.map((each) => each["id"]))) {
    faults.push(`component id ${String(id)} is duplicated`);
  }
  if (!isV2 && components.some(({ type }) => type !== 1)) faults.push("not an action row");
  for (const { type, url, custom_id: customId, content } of all) {
    if (type === 2 && url === undefined && customId === undefined) faults.push("a dead button");
    if (typeof url === "string" && !/^(?:https?|discord):/.test(url)) {
      faults.push(`scheme of ${url}`);
    }
    if (type === 10 && typeof content === "string" && content.trim() === "")
      faults.push("an empty text display");
  }
  return faults;
}

/** Undocumented: https://github.com/discord/discord-api-docs/issues/8554 */
function isOverByteCap(components: readonly Body[]): boolean {
  const bytes = textsOf(components).map((text) => new TextEncoder().encode(text).length + 12);
  return bytes.reduce((sum, each) => sum + each, 0) > 10_170;
}

/** Against the schema; what it does not know, Discord would ignore, so it is a fault here. */
export function checkShape(kind: BodyKind, body: unknown): readonly string[] {
  const read = schemas[kind].safeParse(body);
  if (!read.success) {
    return read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  }
  return isDeepStrictEqual(read.data, body) ? [] : ["a field that Discord does not know"];
}

/**
 * Permissions are a string of digits, which the schema takes for a mistake:
 * https://discord.com/developers/docs/topics/permissions
 */
export function checkCommand(command: Body): readonly string[] {
  const { default_member_permissions: permissions = null, ...rest } = command;
  const isRight =
    permissions === null || (typeof permissions === "string" && /^\d+$/.test(permissions));
  return [...checkShape("command", rest), ...(isRight ? [] : ["default_member_permissions"])];
}

/** The schema allows 40 components where the documentation says five. */
export function checkModal(body: Body): readonly string[] {
  const data = isBody(body["data"]) ? body["data"] : {};
  const components = listOf(data["components"]);
  const ids = components.map(({ component }) =>
    isBody(component) ? component["custom_id"] : undefined,
  );
  return [
    ...checkShape("modal", body),
    ...(components.length > 5 ? [`${components.length} components in a modal`] : []),
    ...findTwice(ids).map((id) => `custom_id ${String(id)} is duplicated`),
  ];
}

export interface Content {
  content: string;
  components: readonly Body[];
  flags: number;
}

/** `before` is what an edited message shows; null for a new one. */
export function checkMessage(kind: BodyKind, body: Body, before: Content | null): Refusal | null {
  const shape = checkShape(kind, body);
  if (shape.length > 0) return invalidForm(shape);
  const flags = (typeof body["flags"] === "number" ? body["flags"] : 0) | (before?.flags ?? 0);
  const isV2 = (flags & componentsV2) !== 0;
  const content = body["content"] === undefined ? before?.content : body["content"];
  const components =
    body["components"] === undefined ? (before?.components ?? []) : listOf(body["components"]);
  const faults = [...findComponentFaults(components, isV2)];
  if (isV2 && content !== undefined && content !== null && content !== "") {
    faults.push("content beside components V2");
  }
  if (isV2 && components.length === 0) faults.push("components V2 without components");
  if (!isV2 && typeof content === "string" && content.length > 2_000) faults.push("long content");
  if (!isV2 && (typeof content !== "string" || content.trim() === "")) {
    return refuse(400, 50_006, "Cannot send an empty message");
  }
  if (faults.length > 0) return invalidForm(faults);
  return isOverByteCap(components) ? refuse(500, 0, "Internal Server Error") : null;
}
