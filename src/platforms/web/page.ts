/** Pure: the whole page of the chat as HTML. */
import { html } from "hono/html";
import type { CommandSpec } from "../platform.ts";
import type { Html } from "./block-html.ts";
import { LIMITS } from "./limits.ts";
import { answerHtml, messageHtml } from "./message-html.ts";
import type { Frame } from "./message-html.ts";
import type { Stream, Thread, View } from "./view.ts";

export interface PageParts {
  view: View;
  commands: readonly CommandSpec[];
  assets: { script: string; style: string; icon: string };
  /** Names one submitted form, so that a form sent twice is taken once. */
  newRequest(): string;
}

const PRODUCT = "Briefings";

export function pageHtml({ view, commands, assets, newRequest }: PageParts): Html {
  const { channel, thread } = view;
  const unread = view.channels.reduce((sum, each) => sum + each.unread, 0);
  const path = channelPath(channel.name);
  const frame: Frame = {
    path,
    person: view.person,
    openThread: thread?.root.id ?? null,
    newRequest,
    channels: view.channels.map(({ name }) => ({ label: `#${name}`, value: name })),
  };
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${unread > 0 && `(${String(unread)}) `}#${channel.name} · ${PRODUCT}</title>
        <link rel="icon" type="image/svg+xml" href="${assets.icon}" />
        <link rel="stylesheet" href="${assets.style}" />
        <script type="module" src="${assets.script}"></script>
      </head>
      <body data-cursor="${view.cursor}">
        <a class="skip" href="${thread === null ? "#stream" : "#replies"}">Skip to the messages</a>
        <div class="app">
          ${channelsHtml(view)}
          <main id="main">
            <header class="bar">
              <h1><span aria-hidden="true">#</span><bdi>${channel.name}</bdi></h1>
              ${
                channel.title.toLowerCase() !== channel.name.toLowerCase() &&
                html`<p dir="auto">${channel.title}</p>`
              }
              <noscript><a href="${path}">Refresh</a></noscript>
            </header>
            <div class="scroller" tabindex="0" role="region" aria-label="Messages">
              <div>
                <div id="before">${beforeHtml(view, commands, frame)}</div>
                <ol id="stream" class="messages">
                  ${entriesHtml(view.stream, frame, null)}
                </ol>
              </div>
            </div>
            ${composerHtml(frame, null, channel.name)}
          </main>
          ${thread !== null && threadHtml(thread, frame)}
        </div>
        <p id="announcer" class="hidden" role="status"></p>
      </body>
    </html>`;
}

export function channelPath(name: string): string {
  return `/c/${encodeURIComponent(name)}`;
}

function channelsHtml({ channels, channel }: View): Html {
  return html`<nav id="channels" aria-label="Channels">
    <p class="brand">${PRODUCT}</p>
    <ul>
      ${channels.map(
        ({ name, unread }) =>
          html`<li>
            <a href="${channelPath(name)}" ${name === channel.name && html`aria-current="page"`}
              ><span aria-hidden="true">#</span><bdi>${name}</bdi>${
                unread > 0 &&
                html` <span class="badge">${unread}<span class="hidden"> new</span></span>`
              }</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

function entriesHtml(stream: Stream, frame: Frame, pane: number | null): Html[] {
  return stream.entries.map((entry) =>
    entry.kind === "message"
      ? messageHtml(entry.message, frame, pane)
      : answerHtml(entry.answer, frame, pane),
  );
}

/** What stands above the messages: the way to older ones, or what this place is for. */
function beforeHtml(
  { stream, channel }: View,
  commands: readonly CommandSpec[],
  frame: Frame,
): Html {
  const { entries, olderThan, isNewest } = stream;
  if (isNewest && entries.length === 0) return emptyHtml(channel.name, commands, frame);
  return html`<p class="paging">
    ${olderThan !== null && html`<a href="${frame.path}?before=${olderThan}">Older messages</a>`}
    ${!isNewest && html`<a href="${frame.path}">Back to the newest</a>`}
  </p>`;
}

/** Commands that need nothing more can be tried with one press. */
function emptyHtml(channel: string, commands: readonly CommandSpec[], frame: Frame): Html {
  const tries = commands.flatMap(({ name, subcommands }) =>
    subcommands
      .filter(({ options }) => options.every((option) => !option.required))
      .map((sub) => ({ line: `/${name} ${sub.name}`, description: sub.description })),
  );
  return html`<section class="empty">
    <h2>Nothing in <bdi>#${channel}</bdi> yet</h2>
    <p>
      Briefings appear here when they are due, each with a thread for its full text and your
      questions. You can ask for one at any time:
    </p>
    <form method="post" action="${frame.path}/say">
      ${requestHtml(frame)}
      <ul>
        ${tries.map(
          ({ line, description }) =>
            html`<li>
              <button class="button" name="text" value="${line}"><code>${line}</code></button>
              <span>${description}</span>
            </li>`,
        )}
      </ul>
    </form>
  </section>`;
}

function requestHtml(frame: Frame): Html {
  return html`<input type="hidden" name="request" value="${frame.newRequest()}" /> ${
      frame.openThread !== null &&
      html`<input type="hidden" name="open" value="${frame.openThread}" />`
    }`;
}

function composerHtml(frame: Frame, pane: number | null, channel: string): Html {
  const id = pane === null ? "say" : "reply";
  const label = pane === null ? `Message #${channel}` : "Reply in this thread";
  const hint = pane === null ? "Message, or / for commands" : "Ask, and the briefing answers";
  return html`<form class="composer" id="${id}" method="post" action="${frame.path}/say">
    ${requestHtml(frame)}
    ${pane !== null && html`<input type="hidden" name="root" value="${pane}" />`}
    <ul class="choices" id="${id}-choices" role="listbox" aria-label="Suggestions" hidden></ul>
    <label class="hidden" for="${id}-text">${label}</label>
    <input
      id="${id}-text"
      name="text"
      type="text"
      ${pane === null && html`data-choices="${frame.path}/complete"`}
      maxlength="${LIMITS.personText}"
      placeholder="${hint}"
      autocomplete="off"
      enterkeyhint="send"
      dir="auto"
      required
    />
    <button class="button primary">Send</button>
    <p class="problem" role="status"></p>
  </form>`;
}

function threadHtml({ root, replies }: Thread, frame: Frame): Html {
  const path = `${frame.path}/t/${String(root.id)}`;
  return html`<aside id="pane" aria-labelledby="pane-title" data-thread="${root.id}">
    <header class="bar">
      <h2 id="pane-title" tabindex="-1">Thread</h2>
      <a class="button" id="close" href="${frame.path}"
        >Close<span class="hidden"> the thread</span></a
      >
    </header>
    <div class="scroller" tabindex="0" role="region" aria-label="Messages of the thread">
      <div>
        <ol id="root" class="messages">
          ${messageHtml(root, frame, root.id)}
        </ol>
        <p class="paging" id="pane-before">
          ${
            replies.olderThan !== null &&
            html`<a href="${path}?replies=${replies.olderThan}">Older replies</a>`
          }
          ${!replies.isNewest && html`<a href="${path}">Back to the newest</a>`}
        </p>
        <ol id="replies" class="messages">
          ${entriesHtml(replies, frame, root.id)}
        </ol>
      </div>
    </div>
    ${composerHtml(frame, root.id, "")}
  </aside>`;
}

/** The suggestions of a composer, to be put into its list. */
export function choicesHtml(choices: readonly { label: string; value: string }[]): Html {
  return html`${choices.map(
    ({ label, value }, index) =>
      html`<li
        role="option"
        id="choice-${index}"
        aria-selected="false"
        data-value="${value}"
        dir="auto"
      >
        ${label}
      </li>`,
  )}`;
}

/** A page that only says something, with a way back. */
export function noticeHtml(title: string, text: string, style: string): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="stylesheet" href="${style}" />
      </head>
      <body>
        <main class="notice">
          <h1>${title}</h1>
          <p>${text}</p>
          <p><a href="/">To the chat</a></p>
        </main>
      </body>
    </html>`;
}
