/** The chat over HTTP: pages, forms, static files and the stream of changes. */
import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { streamSSE } from "hono/streaming";
import type { z } from "zod";
import { isAssetName } from "./assets.ts";
import type { Assets } from "./assets.ts";
import { dismiss, DismissForm, press, PressForm, say, SayForm } from "./chat.ts";
import { optionsHtml } from "./form-html.ts";
import { submit, SubmitForm, suggest } from "./forms.ts";
import { WORKSPACE } from "./visit.ts";
import type { Outcome } from "./visit.ts";
import type { Health } from "../platform.ts";
import { guards } from "./guard.ts";
import { channelPath, choicesHtml, noticeHtml, pageHtml } from "./page.ts";
import { isToken, newToken } from "./sessions.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { Deps, Visit } from "./tell.ts";
import { cursorOf, loadView } from "./view.ts";
import type { Channel } from "./view.ts";

export interface ServerDeps extends Deps {
  sessions: Sessions;
  assets: Assets;
  host: string;
  health: () => Promise<Health>;
  /** How many streams of changes are open. */
  streams: { open: number };
}

const COOKIE = "chat";
/** How often an open stream looks for changes of other processes, and shows that it is alive. */
const LOOK_MS = 1_000;
const HEARTBEAT_LOOKS = 25;
const MAX_STREAMS = 100;
/** How long the page after a reply may wait for the answer, where no script shows it later. */
const ANSWER_WAIT_MS = 1_500;

export function createApp(deps: ServerDeps): Hono {
  const app = new Hono();
  app.use(...guards(deps.host));
  app.get("/healthz", (c) => sendHealth(c, deps));
  app.get("/static/:name", (c) => sendAsset(c, deps.assets));
  app.get("/events", (c) => sendChanges(c, deps));
  app.get("/", (c) => sendPage(c, deps, deps.channels[0]));
  app.get("/c/:channel", (c) => sendPage(c, deps, channelOf(c, deps)));
  app.get("/c/:channel/t/:thread{[0-9]{1,15}}", (c) => sendPage(c, deps, channelOf(c, deps)));
  app.get("/c/:channel/complete", (c) => sendChoices(c, deps));
  app.post("/c/:channel/say", (c) =>
    takeForm(c, deps, SayForm, async (visit, form) => {
      const outcome = await say(deps, visit, form);
      if (isNavigation(c) && form.root !== undefined) await waitForAnswer(deps, form.root, outcome);
      return outcome;
    }),
  );
  app.post("/c/:channel/press", (c) =>
    takeForm(c, deps, PressForm, (visit, form) => press(deps, visit, form)),
  );
  app.post("/c/:channel/submit", (c) =>
    takeForm(c, deps, SubmitForm, (visit, form) => submit(deps, visit, form)),
  );
  app.post("/c/:channel/dismiss", (c) =>
    takeForm(c, deps, DismissForm, (visit, form) => Promise.resolve(dismiss(deps, visit, form))),
  );
  app.notFound((c) => sendNotice(c, deps, 404, "Not here", "There is no such channel or thread."));
  app.onError((error, c) => {
    if ("getResponse" in error && typeof error.getResponse === "function")
      return error.getResponse();
    deps.log.error({ error, path: c.req.path }, "The local chat failed on a request");
    return sendNotice(c, deps, 500, "Something went wrong", "The bot has noted it in its log.");
  });
  return app;
}

/** 503 also where it cannot be found out: the database cannot be read then, and nothing is sent. */
async function sendHealth(c: Context, { health, log }: ServerDeps): Promise<Response> {
  c.header("Cache-Control", "no-store");
  try {
    const found = await health();
    return c.json(found, found.ok ? 200 : 503);
  } catch (error) {
    log.error({ error }, "The health of the bot could not be found out");
    return c.json({ ok: false }, 503);
  }
}

function sendAsset(c: Context, assets: Assets): Response | Promise<Response> {
  const name = c.req.param("name") ?? "";
  if (!isAssetName(name)) return c.notFound();
  const asset = assets[name];
  c.header("Cache-Control", "public, max-age=31536000, immutable");
  c.header("ETag", asset.etag);
  if (c.req.header("if-none-match") === asset.etag) return c.body(null, 304);
  return c.body(asset.content, 200, { "Content-Type": asset.type });
}

function sendPage(
  c: Context,
  deps: ServerDeps,
  channel: Channel | undefined,
): Response | Promise<Response> {
  if (channel === undefined) return c.notFound();
  const session = sessionOf(c, deps);
  const view = loadView(deps, session, {
    channel,
    before: numberOf(c.req.query("before")),
    thread: numberOf(c.req.param("thread")),
    threadBefore: numberOf(c.req.query("replies")),
  });
  if (view === null) return c.notFound();
  const { assets, bot } = deps;
  c.header("Cache-Control", "no-store");
  return c.html(
    pageHtml({
      view,
      commands: bot.commands,
      assets: {
        script: assets["chat.js"].url,
        style: assets["chat.css"].url,
        icon: assets["icon.svg"].url,
      },
      newRequest: randomUUID,
    }),
  );
}

async function sendChoices(c: Context, deps: ServerDeps): Promise<Response> {
  const channel = channelOf(c, deps);
  if (channel === undefined) return c.notFound();
  const text = (c.req.query("text") ?? "").slice(0, 1_000);
  const visit = { session: sessionOf(c, deps), channel: channel.name, locale: undefined };
  const [answer, field] = [c.req.query("answer"), c.req.query("field")];
  c.header("Cache-Control", "no-store");
  return answer === undefined || field === undefined
    ? c.html(choicesHtml(await choicesFor(deps, visit, text)))
    : c.html(optionsHtml(await suggest(deps, visit, { answer, field, text })));
}

/** First the names of the commands, then what the bot suggests for the rest of the line. */
async function choicesFor(
  { bot }: ServerDeps,
  { session, channel }: { session: Session; channel: string },
  text: string,
): Promise<readonly { label: string; value: string }[]> {
  const [, typed = "", gap = "", rest = ""] = /^\/(\S*)(\s*)(.*)$/su.exec(text) ?? [];
  if (!text.startsWith("/")) return [];
  const name = typed.toLowerCase();
  if (gap === "") {
    return bot.commands
      .filter((command) => command.name.startsWith(name))
      .map((command) => ({
        label: `/${command.name} — ${command.description}`,
        value: `/${command.name} `,
      }));
  }
  const command = bot.commands.find((each) => each.name === name);
  if (command === undefined) return [];
  const address = { platform: "web", workspace: WORKSPACE, channel };
  const caller = { address, person: session.person };
  const input = { kind: "line", text: rest } as const;
  const choices = await bot.onComplete({ caller, command: name, input });
  return choices.map(({ label, value }) => ({ label, value: `/${name} ${value}` }));
}

/** One event whenever anything may look different; its id is what the page then knows. */
function sendChanges(c: Context, deps: ServerDeps): Response {
  const { messages, changes, streams } = deps;
  if (changes.isClosed || streams.open >= MAX_STREAMS) return c.text("Too many open pages.", 503);
  const session = sessionOf(c, deps);
  let known = c.req.header("last-event-id") ?? c.req.query("since") ?? "";
  c.header("X-Accel-Buffering", "no");
  streams.open += 1;
  return streamSSE(c, async (stream) => {
    try {
      await stream.write("retry: 1000\n\n");
      for (let looks = 1; !stream.aborted && !changes.isClosed; looks += 1) {
        const isNew = (): boolean => stream.aborted || cursorOf(messages, session) !== known;
        await changes.until(isNew, LOOK_MS);
        if (stream.aborted || changes.isClosed) break;
        const cursor = cursorOf(messages, session);
        if (cursor !== known) await stream.writeSSE({ event: "change", id: cursor, data: cursor });
        else if (looks % HEARTBEAT_LOOKS === 0) await stream.write(": here\n\n");
        known = cursor;
      }
    } finally {
      streams.open -= 1;
    }
  });
}

async function takeForm<Schema extends z.ZodType>(
  c: Context,
  deps: ServerDeps,
  schema: Schema,
  work: (visit: Visit, form: z.output<Schema>) => Promise<Outcome>,
): Promise<Response> {
  const channel = channelOf(c, deps);
  if (channel === undefined) return c.notFound();
  const form = schema.safeParse(await c.req.parseBody({ all: true }));
  if (!form.success) {
    return sendNotice(
      c,
      deps,
      400,
      "That did not work",
      "The form was not complete. Go back and try again.",
    );
  }
  const visit = { session: sessionOf(c, deps), channel: channel.name, locale: localeOf(c) };
  const { thread, element } = await work(visit, form.data);
  const path = channelPath(channel.name) + (thread === null ? "" : `/t/${String(thread)}`);
  const location = element === null ? path : `${path}#${element}`;
  if (isNavigation(c)) return c.redirect(location, 303);
  // The page's script goes there by itself; fetch would hide the part behind "#".
  return c.body(null, 204, { Location: location });
}

async function waitForAnswer(deps: ServerDeps, root: number, { element }: Outcome): Promise<void> {
  const said = Number(/^m-(\d+)$/.exec(element ?? "")?.[1] ?? Number.NaN);
  if (Number.isNaN(said)) return;
  const isAnswered = (): boolean =>
    deps.messages.readThread(root, null, 1).messages.some(({ id }) => id > said);
  await deps.changes.until(isAnswered, ANSWER_WAIT_MS);
}

function sendNotice(
  c: Context,
  deps: ServerDeps,
  status: 400 | 404 | 500,
  title: string,
  text: string,
): Response | Promise<Response> {
  return c.html(noticeHtml(title, text, deps.assets["chat.css"].url), status);
}

function channelOf(c: Context, { channels }: ServerDeps): Channel | undefined {
  const name = c.req.param("channel");
  return channels.find((channel) => channel.name === name);
}

/**
 * The cookie is not sent along when another site's link leads here. Such a visit must not replace it, or the person
 * would be somebody else from then on.
 */
function sessionOf(c: Context, { sessions }: ServerDeps): Session {
  const cookie = getCookie(c, COOKIE);
  if (isToken(cookie)) return sessions.of(cookie);
  const token = newToken();
  const from = c.req.header("sec-fetch-site") ?? "none";
  if (from === "none" || from === "same-origin") {
    setCookie(c, COOKIE, token, { httpOnly: true, sameSite: "Strict", path: "/" });
  }
  return sessions.of(token);
}

/** Browsers ask for a page when a form is sent without a script. */
function isNavigation(c: Context): boolean {
  return (c.req.header("accept") ?? "").includes("text/html");
}

function localeOf(c: Context): string | undefined {
  const first = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*/.exec(c.req.header("accept-language") ?? "");
  return first?.[0];
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
