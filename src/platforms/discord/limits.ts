/** What Discord accepts, and a walker that proves a body before it is sent. */
import type { Json, JsonObject, Payload } from "../platform.ts";
import { componentType, isList, isObject, messageFlags } from "./draw/components.ts";

export const discordLimits = {
  /** Components of one message, nested ones included. https://discord.com/developers/docs/components/reference#component-object */
  components: 40,
  /** Characters over all text displays of a message. https://github.com/discord/discord-api-docs/pull/8562 */
  text: 4_000,
  /** UTF-8 bytes over all text displays plus `bytesPerText` for each; more is answered with status 500. https://github.com/discord/discord-api-docs/issues/8554 */
  bytes: 10_170,
  bytesPerText: 12,
  /** https://discord.com/developers/docs/resources/message#create-message */
  content: 2_000,
  nonce: 25,
  /** https://discord.com/developers/docs/components/reference#action-row */
  buttonsPerRow: 5,
  /** https://discord.com/developers/docs/components/reference#section */
  textsPerSection: 3,
  /** https://discord.com/developers/docs/components/reference#button */
  buttonLabel: 80,
  customId: 100,
  buttonUrl: 512,
  /** https://discord.com/developers/docs/resources/channel#start-thread-from-message */
  threadName: 100,
  /** https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel */
  forumTags: 5,
  /** https://discord.com/developers/docs/interactions/application-commands#application-command-object */
  commandName: 32,
  commandDescription: 100,
  commandOptions: 25,
  /** Characters of all names and descriptions of one command. */
  commandText: 8_000,
  /** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-autocomplete */
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  /** Top-level components of a modal. https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal */
  modalFields: 5,
  modalTitle: 45,
  /** Ours: more than this above the fields pushes them out of sight. */
  modalIntro: 500,
  /** https://discord.com/developers/docs/components/reference#label */
  fieldLabel: 45,
  fieldHint: 100,
  /** https://discord.com/developers/docs/components/reference#text-input */
  inputText: 4_000,
  inputPlaceholder: 100,
  /** https://discord.com/developers/docs/components/reference#string-select */
  selectOptions: 25,
  /** https://discord.com/developers/docs/components/reference#radio-group */
  fewestRadios: 2,
  radios: 10,
  /** https://discord.com/developers/docs/components/reference#checkbox-group */
  checkboxes: 10,
  /** Follow-ups where the bot is installed for a person only. https://discord.com/developers/docs/resources/application#installation-context */
  followUps: 5,
} as const;

export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

interface Sums {
  components: number;
  text: number;
  bytes: number;
  customIds: Set<string>;
  ids: Set<number>;
  faults: string[];
}

/** Every way in which this payload would be refused, or would do harm; empty when there is none. */
export function findFaults(payload: Payload): readonly string[] {
  const { create, edit } = payload;
  if (isObject(create) && isObject(edit)) {
    return [...findBodyFaults(create, "create"), ...findBodyFaults(edit, "edit")];
  }
  return findBodyFaults(payload, "body");
}

function findBodyFaults(body: JsonObject, path: string): readonly string[] {
  const faults: string[] = [];
  const flags = typeof body["flags"] === "number" ? body["flags"] : 0;
  const isV2 = (flags & messageFlags.componentsV2) !== 0;
  const content = body["content"] ?? null;
  if (!mentionsAreSafe(body["allowed_mentions"], path !== "edit")) {
    faults.push(
      `${path}: allowed_mentions must be {"parse":[]}, or name one role when it is created`,
    );
  }
  const nonce = body["nonce"];
  if (typeof nonce === "string" && nonce.length > discordLimits.nonce) {
    faults.push(`${path}: nonce has ${nonce.length} characters of ${discordLimits.nonce}`);
  }
  if (isV2 && content !== null) faults.push(`${path}: content beside components V2`);
  if (isV2 && ("embeds" in body || "poll" in body)) {
    faults.push(`${path}: embeds or a poll beside components V2`);
  }
  if (!isV2) faults.push(...findTextFault(content, discordLimits.content, `${path}.content`));
  const components = isList(body["components"]) ? body["components"] : [];
  if (isV2 && components.length === 0) faults.push(`${path}: no components`);
  return [...faults, ...findComponentFaults(components, isV2, path)];
}

function mentionsAreSafe(mentions: Json | undefined, mayPing: boolean): boolean {
  return mayPing
    ? /^\{"parse":\[\](?:,"roles":\["\d+"\])?\}$/.test(JSON.stringify(mentions) ?? "")
    : JSON.stringify(mentions) === '{"parse":[]}';
}

function findTextFault(text: Json | undefined, limit: number, path: string): readonly string[] {
  if (typeof text !== "string" || text.trim() === "") return [`${path}: no visible text`];
  return text.length > limit ? [`${path}: ${text.length} characters of ${limit}`] : [];
}

function findComponentFaults(
  components: readonly Json[],
  isV2: boolean,
  path: string,
): readonly string[] {
  const sums: Sums = {
    components: 0,
    text: 0,
    bytes: 0,
    customIds: new Set(),
    ids: new Set(),
    faults: [],
  };
  components.forEach((component, index) => {
    const here = `${path}.components[${index}]`;
    if (!isV2 && (!isObject(component) || component["type"] !== componentType.actionRow)) {
      sums.faults.push(`${here}: only action rows stand beside content`);
    }
    visit(component, here, sums);
  });
  check(sums, path, "components", sums.components, discordLimits.components);
  check(sums, path, "characters of text", sums.text, discordLimits.text);
  check(sums, path, "bytes of text", sums.bytes, discordLimits.bytes);
  return sums.faults;
}

function check(sums: Sums, path: string, what: string, amount: number, limit: number): void {
  if (amount > limit) sums.faults.push(`${path}: ${amount} ${what} of ${limit}`);
}

function visit(component: Json | undefined, path: string, sums: Sums): void {
  if (!isObject(component)) {
    sums.faults.push(`${path}: not a component`);
    return;
  }
  sums.components += 1;
  const { id } = component;
  if (typeof id === "number") {
    if (sums.ids.has(id)) sums.faults.push(`${path}: id ${id} twice`);
    sums.ids.add(id);
  }
  const children = isList(component["components"]) ? component["components"] : [];
  switch (component["type"]) {
    case componentType.textDisplay:
      visitText(component, path, sums);
      break;
    case componentType.button:
      visitButton(component, path, sums);
      break;
    case componentType.actionRow:
      visitChildren(children, path, sums, discordLimits.buttonsPerRow);
      break;
    case componentType.section:
      visitChildren(children, path, sums, discordLimits.textsPerSection);
      visit(component["accessory"], `${path}.accessory`, sums);
      break;
    case componentType.container:
      visitChildren(children, path, sums, discordLimits.components);
      break;
    case componentType.separator:
      break;
    default:
      sums.faults.push(`${path}: a component that we do not use`);
  }
}

function visitChildren(children: readonly Json[], path: string, sums: Sums, limit: number): void {
  if (children.length === 0) sums.faults.push(`${path}: empty`);
  check(sums, path, "children", children.length, limit);
  children.forEach((child, index) => visit(child, `${path}.components[${index}]`, sums));
}

function visitText(component: JsonObject, path: string, sums: Sums): void {
  const { content } = component;
  sums.faults.push(...findTextFault(content, discordLimits.text, path));
  if (typeof content !== "string") return;
  sums.text += content.length;
  sums.bytes += utf8Bytes(content) + discordLimits.bytesPerText;
}

function visitButton(component: JsonObject, path: string, sums: Sums): void {
  const { label, url, custom_id: customId } = component;
  sums.faults.push(...findTextFault(label, discordLimits.buttonLabel, `${path}.label`));
  if (url !== undefined) {
    const isWeb = typeof url === "string" && /^https?:\/\//i.test(url) && URL.canParse(url);
    if (!isWeb || url.length > discordLimits.buttonUrl) {
      sums.faults.push(`${path}.url: not a link of at most ${discordLimits.buttonUrl} characters`);
    }
    return;
  }
  sums.faults.push(...findTextFault(customId, discordLimits.customId, `${path}.custom_id`));
  if (typeof customId !== "string") return;
  if (sums.customIds.has(customId)) sums.faults.push(`${path}.custom_id: twice in one message`);
  sums.customIds.add(customId);
}
