/** The real local chat on a free port, used by fetch as a browser without scripts would use it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { openWeb } from "../../src/platforms/web/index.ts";
import type { WebPlatform } from "../../src/platforms/web/index.ts";
import type { Bot } from "../../src/platforms/platform.ts";
import type { Filled } from "../../src/briefing/form.ts";
import type { FormRig } from "./form-rig.ts";
import { commandOf, type Shown } from "./rig.ts";
import { controlsOf, fieldPrefix, formIn, shownForm } from "./web-form.ts";
import type { Sent } from "./web-form.ts";
import { all, byClass, byId, byTag, parseHtml, textOf } from "./web-html.ts";
import type { Element } from "./web-html.ts";

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** One person's browser: keeps the cookie and sends what forms send. */
export interface Browser {
  get(path: string): Promise<Element>;
  /** Sends a form as the page would and follows the redirect; gives the page and its address. */
  post(
    path: string,
    fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
  ): Promise<{ url: URL; page: Element }>;
  cookie(): string;
}

/** `accept`: "text/html" is what a form asks for, anything else what the page's script asks for. */
export function openBrowser(origin: string, accept = "*/*"): Browser {
  let cookie = "";

  async function send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("accept", accept);
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: "manual" });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return response;
  }

  async function get(path: string): Promise<Element> {
    const response = await send(path, {});
    if (response.status !== 200) throw new Error(`${path} answers ${String(response.status)}`);
    return parseHtml(await response.text());
  }

  return {
    get,
    cookie: () => cookie,
    async post(path, fields) {
      const headers = { origin, "sec-fetch-site": "same-origin" };
      const response = await send(path, {
        method: "POST",
        headers,
        body: new URLSearchParams(Array.isArray(fields) ? fields : Object.entries(fields)),
      });
      if (![303, 204].includes(response.status))
        throw new Error(`${path} answers ${String(response.status)}`);
      const url = new URL(response.headers.get("location") ?? "", origin);
      return { url, page: await get(url.pathname + url.search) };
    },
  };
}

/** The messages and private answers in one of the lists of a page. */
export function itemsIn(page: Element, list: "stream" | "root" | "replies"): Element[] {
  const element = byId(page, list);
  return element === undefined
    ? []
    : byTag(element, "li").filter(({ attributes }) => attributes["id"]);
}

export function bodyText(item: Element): string {
  const isButton = ({ tag, attributes }: Element): boolean =>
    tag === "button" || attributes["class"] === "button";
  return byClass(item, "body")
    .map((body) => textOf(body, (element) => !isButton(element)).trim())
    .join("\n");
}

function shownOf(item: Element, root: string | null): Shown {
  const body = byClass(item, "body");
  const inBody = (tag: string): Element[] => body.flatMap((element) => byTag(element, tag));
  return {
    message: item.attributes["id"]?.replace("m-", "") ?? "",
    root,
    text: bodyText(item),
    buttons: inBody("button").map((button) => ({
      id: button.attributes["value"] ?? "",
      label: textOf(button).trim(),
    })),
    links: inBody("a").map(({ attributes }) => attributes["href"] ?? ""),
    // The chat has no mentions of people: nothing but new messages is announced.
    pings: [],
  };
}

export interface WebRig extends FormRig {
  platform: WebPlatform;
  browser: Browser;
  dataFile: string;
  /** What the bot does instead of its own, where a test sets it. */
  respond: Bot["onAction"] | null;
  hear: Bot["onReply"] | null;
}

export interface RigOptions {
  dataFile?: string;
  now?: () => Temporal.Instant;
}

export async function openWebRig(bot: Bot, options: RigOptions = {}): Promise<WebRig> {
  const folder = mkdtempSync(join(tmpdir(), "web-chat-"));
  const dataFile = options.dataFile ?? join(folder, "chat.db");
  const heard: Promise<void>[] = [];
  const openAt = (port: number): WebPlatform =>
    openWeb({
      settings: { port, host: "localhost" },
      channels: [
        { name: "general", title: "For everybody" },
        { name: "space", title: "Rockets" },
      ],
      dataFile,
      log: silent,
      ...(options.now === undefined ? {} : { now: options.now }),
    });
  const watch = (each: Bot): Bot => ({
    commands: each.commands,
    accept: (inbound) => each.accept(inbound),
    formFor: (opener) => each.formFor(opener),
    onHome: (caller) => each.onHome(caller),
    onSubmit: (call) => each.onSubmit(call),
    onCommand: (call) => each.onCommand(call),
    onComplete: (call) => each.onComplete(call),
    onAction: (call) => (rig.respond ?? each.onAction)(call),
    onReply: (call) => {
      const done = (rig.hear ?? each.onReply)(call);
      heard.push(done);
      return done;
    },
  });
  let platform = openAt(0);
  /** Sends once more what the person sent last. */
  let again: () => Promise<unknown> = () => Promise.resolve();
  await platform.start(watch(bot));
  const browser = openBrowser(platform.url);
  const path = "/c/general";
  let requests = 0;
  const newRequest = (): string => `rig-${String((requests += 1))}`;

  async function threadOf(root: string): Promise<readonly Shown[]> {
    const page = await browser.get(`${path}/t/${root}`);
    return itemsIn(page, "replies").map((item) => shownOf(item, root));
  }

  /** The form that is open, as the page shows it. */
  let open: Element | undefined;

  async function pressIn(
    message: string,
    button: string,
  ): Promise<{ url: URL; page: Element; answer: Element | undefined }> {
    const page = await browser.get(path);
    const item = byId(page, `m-${message}`);
    const isForm = ({ tag, attributes }: Element): boolean =>
      tag === "form" && (attributes["action"]?.endsWith("/press") ?? false);
    const form = item === undefined ? undefined : all(item, isForm)[0];
    if (form === undefined) throw new Error(`message ${message} has no buttons`);
    const fields = { ...Object.fromEntries(controlsOf(form)), action: button };
    const action = form.attributes["action"] ?? "";
    again = () => browser.post(action, fields);
    const after = await browser.post(action, fields);
    const { hash } = after.url;
    return {
      ...after,
      answer: hash.startsWith("#a-") ? byId(after.page, hash.slice(1)) : undefined,
    };
  }

  const rig: WebRig = {
    platform,
    browser,
    dataFile,
    respond: null,
    hear: null,
    channel: "general",
    missingChannel: "nowhere",
    direct: null,
    erase: null,
    faults: [],
    fault: (kind) => {
      throw new Error(`The local chat has no fault "${kind}".`);
    },
    async shown() {
      const page = await browser.get(path);
      const roots = itemsIn(page, "stream").filter(
        ({ attributes }) => !attributes["class"]?.includes("private"),
      );
      const groups = await Promise.all(
        roots.map(async (item) => {
          const root = shownOf(item, null);
          return [root, ...(await threadOf(root.message))];
        }),
      );
      return groups.flat();
    },
    async command(sub, fields, id = newRequest()) {
      const [command, name] = commandOf(sub);
      const line = [`/${command}`, name, ...Object.values(fields)].join(" ");
      const form = { text: line, request: id };
      again = () => browser.post(`${path}/say`, form);
      await again();
      // A browser may send the same form twice; the answer is the same one.
      const { url, page } = await browser.post(`${path}/say`, form);
      const answer = byId(page, url.hash.slice(1));
      return answer === undefined ? "" : bodyText(answer);
    },
    async complete(sub, _option, text) {
      const line = `/briefing ${sub} ${text}`;
      const page = await browser.get(`${path}/complete?text=${encodeURIComponent(line)}`);
      const values = byTag(page, "li").map(({ attributes }) => attributes["data-value"] ?? "");
      return values.map((value) => value.replace(`/briefing ${sub} `, ""));
    },
    async press(message, button) {
      const { answer } = await pressIn(message, button);
      return answer === undefined ? null : bodyText(answer);
    },
    async openForm(message, button) {
      const { answer } = await pressIn(message, button);
      open = answer === undefined ? undefined : byClass(answer, "fields")[0];
      return open === undefined ? null : shownForm(open);
    },
    async submit(filled: Filled) {
      if (open === undefined) throw new Error("no form is open");
      const isKept = ([name]: readonly [string, string]): boolean =>
        !name.startsWith(fieldPrefix) || !(name.slice(fieldPrefix.length) in filled);
      const typed = Object.entries(filled).flatMap(([name, value]): Sent[] =>
        [value].flat().map((each) => [`${fieldPrefix}${name}`, each]),
      );
      const fields = [...controlsOf(open).filter(isKept), ...typed];
      const action = open.attributes["action"] ?? "";
      again = () => browser.post(action, fields);
      const { url, page } = await browser.post(action, fields);
      const id = url.hash.slice(1);
      open = formIn(page, id);
      if (open !== undefined) return { told: null, form: shownForm(open) };
      const answer = byId(page, id);
      return { told: answer === undefined ? null : bodyText(answer), form: null };
    },
    async say(root, text, id = newRequest()) {
      const form = { text, root, request: id };
      again = () => browser.post(`${path}/say`, form);
      await again();
      await again();
      await Promise.all(heard);
    },
    async redeliver() {
      await again();
    },
    async restart(other) {
      const { port } = new URL(platform.url);
      await platform.stop();
      platform = openAt(Number(port));
      await platform.start(watch(other));
      rig.platform = platform;
      // The line that was kept open has been cut, and fetch finds out by using it.
      await vi.waitFor(() => browser.get(path));
    },
    async stop() {
      await platform.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return rig;
}
