/** Somebody who types `/digest`, presses its buttons and fills in its forms. */
import { expect, vi } from "vitest";
import type { Filled, Form, FormFaults } from "../../src/briefing/form.ts";
import type { Message } from "../../src/briefing/message.ts";
import { plainText } from "../../src/briefing/plain.ts";
import type { Address, Caller, CommandInput } from "../../src/platforms/platform.ts";
import { openAppWorld, type AppWorld } from "./app-world.ts";

export const news: Address = { platform: "web", workspace: "local", channel: "news" };
export const ada: Caller = { address: news, person: "U1", name: "Ada", timeZone: "Europe/London" };

let calls = 0;

export class Person {
  readonly #world: AppWorld;
  readonly caller: Caller;

  constructor(world: AppWorld, caller: Caller = ada) {
    this.#world = world;
    this.caller = caller;
  }

  #call() {
    calls += 1;
    return { id: `call-${calls}`, caller: this.caller };
  }

  digest(text: string): Promise<Message> {
    const input: CommandInput = { kind: "line", text };
    return this.#world.bot.onCommand({ ...this.#call(), command: "digest", input });
  }

  async says(text: string): Promise<string> {
    return plainText((await this.digest(text)).lead);
  }

  form(text: string): Promise<Form | null> {
    const input: CommandInput = { kind: "line", text };
    const call = { ...this.#call(), command: "digest", input };
    return this.#world.bot.formFor({ kind: "command", call });
  }

  formOf(action: string): Promise<Form | null> {
    return this.#world.bot.formFor({ kind: "action", call: { ...this.#call(), action } });
  }

  async press(action: string): Promise<string> {
    const answer = await this.#world.bot.onAction({ ...this.#call(), action });
    return answer === null ? "" : plainText(answer.lead);
  }

  async submit(form: string, filled: Filled): Promise<Message | FormFaults> {
    const answer = await this.#world.bot.onSubmit({ ...this.#call(), form, filled });
    if (answer === null) throw new Error("no answer");
    return answer;
  }
}

function buttonsOf(message: Message): readonly string[] {
  return message.lead.flatMap((block) =>
    block.type === "actions" || block.type === "card"
      ? (block.type === "card" ? block.actions : block.items).flatMap((each) =>
          each.type === "button" ? [each.id] : [],
        )
      : [],
  );
}

export function button(message: Message, verb: string): string {
  const found = buttonsOf(message).find((id) => id.startsWith(`${verb}:`));
  if (found === undefined) throw new Error(`no ${verb} among ${buttonsOf(message).join(", ")}`);
  return found;
}

export const file = `channels: { web: { news: null, other: null } }
schedules: { morning: { to: "web:other", at: "09:00", title: Morning digest } }
`;
export const both = `channels: { web: { news: null } }
schedules: { morning: { to: "web:news", at: "09:00", title: Morning digest } }
`;

export async function at(world: AppWorld, time: string): Promise<void> {
  world.now = Temporal.Instant.from(time);
  await world.app.tick();
}

export async function write(world: AppWorld, name: string): Promise<void> {
  const before = world.app.shelf.known().length;
  world.now = world.now.add({ seconds: 1 });
  world.write(name);
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(before + 1), 10_000);
}

export function inNews(world: AppWorld): readonly string[] {
  return world.chat.shown
    .filter(({ channel }) => channel === "news")
    .map(({ text }) => String(text));
}

export async function shows(world: AppWorld, count: number): Promise<readonly string[]> {
  await vi.waitFor(() => expect(inNews(world)).toHaveLength(count), 5_000);
  return inNews(world);
}

/** 2026-11-23 is a Monday. */
export async function withSchedule(
  words = "weekdays 10am",
  text = file,
): Promise<[AppWorld, Person]> {
  const world = openAppWorld();
  await world.start(text);
  const person = new Person(world);
  await person.press(button(await person.digest(`add ${words}`), "digest-save"));
  return [world, person];
}
