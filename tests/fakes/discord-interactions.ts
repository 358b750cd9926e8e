/** Commands, suggestions and pressed buttons: what a person does, and how the bot has to answer. */
import { checkModal, checkShape, invalidForm, isBody, listOf, refuse } from "./discord-checks.ts";
import type { Body } from "./discord-checks.ts";
import { describeChannel } from "./discord-channels.ts";
import type { Answer, Asked } from "./discord-rest.ts";
import type { Channel, DiscordWorld, Message } from "./discord-world.ts";

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type */
const types = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

const ephemeral = 1 << 6;

/** What a person did, and what only this person sees of the answer. */
export interface Interaction {
  id: string;
  token: string;
  kind: keyof typeof types;
  channel: Channel;
  /** The message whose button was pressed, or under which the form was opened. */
  message: Message | null;
  /** How the bot answered first: 5 "thinking", 6 "noted", 8 suggestions, 9 a form; null as long as it did not. */
  callback: number | null;
  callbacks: number;
  /** Whether the first answer is for this person alone; fixed by the first response. */
  isPrivate: boolean;
  choices: readonly Body[];
  /** The form that was opened. */
  modal: Body | null;
  /** Whether the first answer was taken back. */
  isWithdrawn: boolean;
  /** Answers in the order of their arrival. */
  seen: Message[];
}

export class Interactions {
  readonly #world: DiscordWorld;
  readonly #byToken = new Map<string, Interaction>();
  /** How often a request was to be acknowledged that had been before. */
  refusals = 0;

  constructor(world: DiscordWorld) {
    this.#world = world;
  }

  /** As the person does it; given an id that was there before, the same is delivered once more. */
  begin(
    kind: Interaction["kind"],
    channel: Channel,
    data: Body,
    options: { id?: string; message?: Message } = {},
  ): Interaction {
    const id = options.id ?? this.#world.nextId();
    const token = `token-of-${id}`;
    const known = this.#byToken.get(token);
    const interaction: Interaction = known ?? {
      id,
      token,
      kind,
      channel,
      callback: null,
      callbacks: 0,
      isPrivate: false,
      message: options.message ?? null,
      choices: [],
      modal: null,
      isWithdrawn: false,
      seen: [],
    };
    this.#byToken.set(token, interaction);
    this.#world.emit(
      "dispatch",
      "INTERACTION_CREATE",
      this.#describe(interaction, data, options.message),
    );
    return interaction;
  }

  #describe({ id, token, kind, channel }: Interaction, data: Body, message?: Message): Body {
    const { bot, person, personMay: may } = this.#world;
    const user = { ...person, discriminator: "0", avatar: null };
    const inGuild = {
      guild_id: channel.guild,
      member: { user, roles: [], permissions: String(may), joined_at: "2024-01-01T00:00:00Z" },
    };
    return {
      id,
      token,
      type: types[kind],
      version: 1,
      application_id: bot.id,
      channel_id: channel.id,
      channel: describeChannel(channel, this.#world),
      ...(channel.guild === null ? { user } : inGuild),
      locale: "en-US",
      app_permissions: "0",
      entitlements: [],
      authorizing_integration_owners: {},
      context: channel.guild !== null ? 0 : channel.type === 3 ? 2 : 1,
      attachment_size_limit: 10_485_760,
      data,
      ...(message === undefined ? {} : { message: this.#world.describe(message) }),
    };
  }

  answer({ method, body }: Asked, [top, id, token, ...rest]: readonly string[]): Answer {
    const interaction = this.#byToken.get(token ?? "");
    const isKnown = top === "interactions" ? interaction?.id === id : id === this.#world.bot.id;
    if (interaction === undefined || !isKnown) {
      return top === "interactions"
        ? refuse(404, 10_062, "Unknown interaction")
        : refuse(404, 10_015, "Unknown Webhook");
    }
    if (!isBody(body) && method !== "DELETE") return invalidForm(["body"]);
    if (!isBody(body)) return this.#withdraw(interaction);
    if (top === "interactions") return this.#callBack(interaction, body);
    if (interaction.callback === null) return refuse(404, 10_015, "Unknown Webhook");
    if (method === "POST") return this.#followUp(interaction, body);
    if (method === "PATCH" && rest.at(-1) === "@original")
      return this.#editFirst(interaction, body);
    return refuse(405, 0, "405: Method Not Allowed");
  }

  #callBack(interaction: Interaction, body: Body): Answer {
    interaction.callbacks += 1;
    if (interaction.callback !== null) {
      this.refusals += 1;
      this.#world.changed();
      return refuse(400, 40_060, "Interaction has already been acknowledged.");
    }
    const faults = this.#checkCallback(interaction, body);
    if (faults.length > 0) return invalidForm(faults);
    interaction.callback = Number(body["type"]);
    const data = isBody(body["data"]) ? body["data"] : {};
    interaction.choices = listOf(data["choices"]);
    if (body["type"] === 9) interaction.modal = data;
    interaction.isPrivate = data["flags"] === ephemeral;
    this.#world.changed();
    return { status: 204, body: null };
  }

  #checkCallback({ kind, message }: Interaction, body: Body): readonly string[] {
    const { type, data } = body;
    if (kind === "autocomplete") {
      return type === 8 ? checkShape("choices", body) : ["a suggestion needs type 8"];
    }
    if (type === 6 && message !== null) return checkShape("deferUpdate", body);
    if (type === 9 && kind !== "modal") return checkModal(body);
    if (type !== 5) return ["type"];
    const flags = isBody(data) ? data["flags"] : 0;
    const isPlain = flags === undefined || flags === 0 || flags === 64;
    return [...checkShape("deferAnswer", body), ...(isPlain ? [] : ["only EPHEMERAL may be set"])];
  }

  /** Without the flag everybody sees it. */
  #show(interaction: Interaction, body: Body, kind: "followUp" | "editAnswer"): Answer {
    const { id } = this.#world.person;
    const flags = typeof body["flags"] === "number" ? body["flags"] : 0;
    const isPrivate = kind === "editAnswer" ? interaction.isPrivate : (flags & ephemeral) !== 0;
    const onlyFor = isPrivate ? id : null;
    const posted = this.#world.post(interaction.channel, body, { kind, onlyFor });
    if ("status" in posted) return posted;
    if (isPrivate) posted.flags |= ephemeral;
    interaction.seen.push(posted);
    this.#world.changed();
    return { status: 200, body: this.#world.describe(posted) };
  }

  /** What the first response was about: the answer to come, or the message of the button or form. */
  #editFirst(interaction: Interaction, body: Body): Answer {
    const { callback, message } = interaction;
    if (callback === 6 && message !== null) {
      if (message.isDeleted) return refuse(404, 10_008, "Unknown Message");
      const refusal = this.#world.edit(message, body, "editAnswer");
      if (refusal !== null) return refusal;
      if (!interaction.seen.includes(message)) interaction.seen.push(message);
      this.#world.changed();
      return { status: 200, body: this.#world.describe(message) };
    }
    if (callback !== 5) return refuse(404, 10_008, "Unknown Message");
    const [first] = interaction.seen;
    if (first === undefined) return this.#show(interaction, body, "editAnswer");
    const refusal = this.#world.edit(first, body, "editAnswer");
    return refusal ?? { status: 200, body: this.#world.describe(first) };
  }

  #withdraw(interaction: Interaction): Answer {
    const { callback, message, seen } = interaction;
    const first = callback === 6 ? message : callback === 5 ? seen[0] : null;
    if (first === null) return refuse(404, 10_008, "Unknown Message");
    if (first !== undefined) first.isDeleted = true;
    interaction.isWithdrawn = true;
    this.#world.changed();
    return { status: 204, body: null };
  }

  #followUp(interaction: Interaction, body: Body): Answer {
    if (interaction.callback === 5 && interaction.seen.length === 0) {
      return this.#editFirst(interaction, body);
    }
    if (interaction.seen.length > 5) return refuse(400, 40_094, "Too many follow-up messages");
    return this.#show(interaction, body, "followUp");
  }
}
