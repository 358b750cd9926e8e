/** The whole bot in the local chat: the real app and its page, used as a browser without scripts, with a clock to move. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { startApp, type App } from "../../src/app/app.ts";
import { parseConfig } from "../../src/config/config.ts";
import { systemClock } from "../../src/delivery/clock.ts";
import { platformRegistry } from "../../src/platforms/index.ts";
import { article } from "../app/app-world.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { off } from "./off.ts";
import { controlsOf } from "./web-form.ts";
import { all, byId, byTag, type Element, textOf } from "./web-html.ts";
import { bodyText, type Browser, itemsIn, openBrowser } from "./web.rig.ts";

/** What stands on the page: a message, or an answer for one alone. */
export interface Item {
  text: string;
  buttons: readonly string[];
  element: Element;
}

function itemOf(element: Element): Item {
  const buttons = byTag(element, "button").map((each) => textOf(each).trim());
  return { text: bodyText(element), buttons, element };
}

let requests = 0;

/** One person at one of the pages. */
export class WebPerson {
  readonly #browser: Browser;
  readonly #path: string;

  constructor(browser: Browser, channel: string) {
    this.#browser = browser;
    this.#path = `/c/${channel}`;
  }

  /** What they see in the channel, answers for them alone included. */
  async sees(): Promise<readonly Item[]> {
    return itemsIn(await this.#browser.get(this.#path), "stream").map(itemOf);
  }

  async type(text: string): Promise<Item> {
    requests += 1;
    const fields = { text, request: `web-app-${requests}` };
    const { url, page } = await this.#browser.post(`${this.#path}/say`, fields);
    return answerIn(page, url);
  }

  /** Presses a button of what they see, as the page would send it. */
  async press({ element }: Item, label: string): Promise<Item> {
    const isPress = ({ tag, attributes }: Element): boolean =>
      tag === "form" && (attributes["action"]?.endsWith("/press") ?? false);
    const [form] = all(element, isPress);
    const button = byTag(element, "button").find((each) => textOf(each).trim() === label);
    const action = button?.attributes["value"];
    if (form === undefined || action === undefined) throw new Error(`no button ${label}`);
    const fields = { ...Object.fromEntries(controlsOf(form)), action };
    const { url, page } = await this.#browser.post(form.attributes["action"] ?? "", fields);
    return answerIn(page, url);
  }
}

function answerIn(page: Element, url: URL): Item {
  const answer = byId(page, url.hash.slice(1));
  if (answer === undefined) throw new Error(`no answer at ${url.hash}`);
  return itemOf(answer);
}

export class WebApp {
  readonly directory = temporaryFolder();
  now = Temporal.Instant.from("2026-11-23T08:00:00Z");
  #app: App | null = null;
  #origin = "";

  get app(): App {
    if (this.#app === null) throw new Error("the bot is not running");
    return this.#app;
  }

  async start(text: string): Promise<void> {
    const folder = join(this.directory, "briefings");
    mkdirSync(folder, { recursive: true });
    const { config, problems } = parseConfig(`briefings: ${folder}\n${text}`, "bot.yaml");
    if (config === null) throw new Error(problems.map(({ message }) => message).join("\n"));
    this.#app = await startApp({
      config,
      env: { PORT: "0" },
      dataDirectory: this.directory,
      log: new RecordingLog(),
      clock: { ...systemClock, now: () => this.now },
      registry: { web: platformRegistry.web, slack: off, discord: off },
    });
    const state = this.#app.states.get("web");
    if (state?.state !== "on") throw new Error("the local chat is not on");
    this.#origin = state.platform.describe();
    onTestFinished(() => this.#app?.stop());
  }

  /** Each has a browser of their own. */
  person(channel: string, browser = openBrowser(this.#origin)): WebPerson {
    return new WebPerson(browser, channel);
  }

  browser(): Browser {
    return openBrowser(this.#origin);
  }

  async write(name: string, text = article(name)): Promise<void> {
    const before = this.app.shelf.known().length;
    this.now = this.now.add({ seconds: 1 });
    writeFileSync(join(this.directory, "briefings", `${name}.md`), text);
    await vi.waitFor(() => {
      if (this.app.shelf.known().length <= before) throw new Error(`${name} was not seen`);
    }, 8_000);
  }

  async at(time: string): Promise<void> {
    this.now = Temporal.Instant.from(`2026-11-${time}Z`);
    await this.app.tick();
  }
}

/** What somebody sees, once it shows that. */
export function sightOf(person: WebPerson, words: RegExp): Promise<Item> {
  return vi.waitFor(async () => {
    const items = await person.sees();
    const found = items.find(({ text }) => words.test(text));
    if (found === undefined)
      throw new Error(`${String(words)} is not in: ${items.map(({ text }) => text).join("\n")}`);
    return found;
  }, 8_000);
}
