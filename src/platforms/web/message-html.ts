/** Pure: one message of the chat as HTML. */
import { html } from "hono/html";
import { blocksHtml, timeHtml } from "./block-html.ts";
import type { BlockContext, Html } from "./block-html.ts";
import type { Choice } from "../../briefing/form.ts";
import { formHtml } from "./form-html.ts";
import type { FormFrame } from "./form-html.ts";
import { BOT } from "./messages.ts";
import type { StoredMessage } from "./messages.ts";
import type { WebPayload } from "./payload.ts";
import { guestName, type PrivateAnswer } from "./sessions.ts";

/** What messages need to know about the page they stand on. */
export interface Frame {
  /** The path of the channel. */
  path: string;
  /** Who looks at it. */
  person: string;
  openThread: number | null;
  newRequest(): string;
  /** Every channel of the chat. */
  channels: readonly Choice[];
}

/** `pane`: the thread, when the message is shown in the thread's own pane. */
export function messageHtml(message: StoredMessage, frame: Frame, pane: number | null): Html {
  const { id, author, payload, replies } = message;
  const isRootInPane = pane === id;
  const kind = author === BOT ? "bot" : author === frame.person ? "person own" : "person";
  const context = contextOf({ name: "message", value: String(id) }, frame, pane);
  const revision = `${message.editedAt ?? ""}/${String(replies)}`;
  return html`<li
    class="message ${kind}"
    id="${isRootInPane ? "root-" : "m-"}${id}"
    data-revision="${revision}"
    data-notice="${noticeOf(message, frame)}"
  >
    <div class="head">
      ${authorHtml(author, frame)} ${timeHtml(message.postedAt, "clock")}
      ${message.editedAt !== null && html`<span class="edited">edited</span>`}
    </div>
    <div class="body">${bodyHtml(payload, context)}</div>
    ${pane === null && (author === BOT || replies > 0) && threadLinkHtml(message, frame)}
  </li>`;
}

export function answerHtml(answer: PrivateAnswer, frame: Frame, pane: number | null): Html {
  const context = contextOf({ name: "answer", value: answer.id }, frame, pane);
  return html`<li
    class="message bot private"
    id="a-${answer.id}"
    data-revision="${answer.revision}"
    data-notice="Only visible to you: ${answer.payload.notice}"
  >
    <div class="head">
      ${authorHtml(BOT, frame)} ${timeHtml(answer.answeredAt, "clock")}
      <span class="only">Only visible to you</span>
      <form method="post" action="${frame.path}/dismiss">
        ${hiddenHtml("answer", answer.id)} ${placeHtml(frame, pane)}
        <button class="plain">${answer.form === null ? "Dismiss" : "Cancel"}</button>
      </form>
    </div>
    ${answer.asked !== null && html`<p class="asked"><code dir="auto">${answer.asked}</code></p>`}
    <div class="body">
      ${
        answer.form === null
          ? bodyHtml(answer.payload, context)
          : formHtml(answer.form, formFrame(answer.id, frame, pane))
      }
    </div>
  </li>`;
}

function formFrame(answerId: string, frame: Frame, pane: number | null): FormFrame {
  const hidden = html`${hiddenHtml("answer", answerId)} ${hiddenHtml("request", frame.newRequest())}
  ${placeHtml(frame, pane)}`;
  return { id: `f-${answerId}`, path: frame.path, hidden, channels: frame.channels };
}

function authorHtml(author: string, frame: Frame): Html {
  if (author === BOT) {
    return html`<span class="avatar" aria-hidden="true">B</span> <strong>Briefing bot</strong>`;
  }
  const name = author === frame.person ? "You" : guestName(author);
  return html`<span class="avatar" aria-hidden="true">${name.slice(0, 1)}</span>
    <strong>${name}</strong>`;
}

function noticeOf({ author, payload }: StoredMessage, frame: Frame): string {
  return author === frame.person ? "" : (payload?.notice ?? "");
}

function bodyHtml(payload: WebPayload | null, context: BlockContext): Html[] | Html {
  if (payload !== null) return blocksHtml(payload.blocks, context);
  return html`<p>This message was written by another version of the bot and cannot be shown.</p>`;
}

function threadLinkHtml({ id, replies, payload }: StoredMessage, frame: Frame): Html {
  const text =
    replies === 0 ? "Reply" : `${String(replies)} ${replies === 1 ? "reply" : "replies"}`;
  return html`<p class="foot">
    <a href="${frame.path}/t/${id}" data-pane
      >${text}<span class="hidden"> to ${payload?.title ?? "this message"}</span></a
    >
  </p>`;
}

function contextOf(
  where: { name: string; value: string },
  frame: Frame,
  pane: number | null,
): BlockContext {
  return {
    topHeading: pane === null ? 2 : 3,
    form: (buttons) =>
      html`<form method="post" action="${frame.path}/press">
        ${hiddenHtml(where.name, where.value)} ${hiddenHtml("request", frame.newRequest())}
        ${placeHtml(frame, pane)} ${buttons}
      </form>`,
  };
}

/** Where the form stands (`root`), and which thread is open beside it (`open`). */
function placeHtml(frame: Frame, pane: number | null): Html {
  return html`${pane !== null && hiddenHtml("root", String(pane))}
  ${frame.openThread !== null && hiddenHtml("open", String(frame.openThread))}`;
}

function hiddenHtml(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}
