/**
 * One Socket Mode connection, kept up (https://docs.slack.dev/apis/events-api/using-socket-mode). The SDK's own way of
 * coming back leaves a rejected promise that nobody catches when Slack cannot be reached at that moment, which ends
 * the process, and waits for five seconds when Slack merely moves us to another server.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { SocketModeReceiver } from "@slack/bolt";
import { BotError } from "../../../errors.ts";
import type { Log } from "../../platform.ts";
import { explainSlackError, reasonOf } from "../errors.ts";

type Client = SocketModeReceiver["client"];

export interface Connection {
  /** Rejects when the first connection fails; from then on it comes back by itself. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const closeMs = 400;
const longestPauseMs = 30_000;
/** A connection that ends sooner was none. */
const shortestLifeMs = 10_000;

/** `openMs`: how long Slack may take to say hello. */
export function keepSocket(client: Client, log: Log, openMs = 15_000): Connection {
  const { signal, abort } = stopper();
  catchMessageErrors(client, log);

  async function open(): Promise<void> {
    try {
      await within(client.start(), openMs);
    } catch (error) {
      await close(client);
      throw error instanceof Error ? explain(error) : unreachable();
    }
    // Stopped while the connection was being made.
    if (signal.aborted) await close(client);
  }

  async function comeBack(closed: Promise<void>): Promise<void> {
    await closed;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        const pauseMs = failures === 0 ? 0 : 500 * 2 ** failures;
        await wait(Math.min(pauseMs, longestPauseMs), undefined, { signal });
        const closedAgain = onceClosed(client);
        await open();
        const openedAt = performance.now();
        log.info({ platform: "slack" }, "Connected to Slack again");
        await closedAgain;
        if (performance.now() - openedAt > shortestLifeMs) failures = -1;
      } catch (error) {
        if (signal.aborted) return;
        log.warn(
          { platform: "slack", reason: reasonOf(error), failures },
          "Cannot connect to Slack",
        );
      }
    }
  }

  return {
    start: async () => {
      const closed = onceClosed(client);
      await open();
      void comeBack(closed);
    },
    stop: async () => {
      if (signal.aborted) return;
      abort();
      await close(client);
    },
  };
}

const doing = "open the Socket Mode connection";

/** It is the app-level token that opens connections, and not the bot's. */
function explain(error: Error): BotError {
  const explained = explainSlackError(error, doing);
  const { kind, message } = explained;
  if (kind !== "unauthorized" && kind !== "forbidden") return explained;
  return new BotError(kind, message, {
    hint: 'Copy SLACK_APP_TOKEN once more from Basic Information → App-Level Tokens at https://api.slack.com/apps; it needs the scope "connections:write".',
  });
}

function unreachable(): BotError {
  return new BotError("unreachable", `Slack: could not ${doing}.`, {
    hint: "Check the network and the proxy: WebSockets to wss://wss-primary.slack.com must get through.",
  });
}

function stopper(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function onceClosed(client: Client): Promise<void> {
  return new Promise((resolve) => {
    client.once("disconnected", () => resolve());
  });
}

async function within(promise: Promise<unknown>, ms: number): Promise<void> {
  const timer = new AbortController();
  const late = wait(ms, undefined, { signal: timer.signal }).then(() => {
    throw unreachable();
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}

/** Asking twice cuts the line where the other side does not say goodbye. */
async function close(client: Client): Promise<void> {
  const closed = onceClosed(client);
  for (let attempt = 0; attempt < 2; attempt++) {
    void client.disconnect();
    const isClosed = await Promise.race([closed.then(() => true), wait(closeMs, false)]);
    if (isClosed) return;
  }
}

/** The SDK would let a message that it cannot read end the process. */
function catchMessageErrors(client: Client, log: Log): void {
  const [deliver] = client.listeners("ws_message");
  if (deliver === undefined) return;
  client.removeAllListeners("ws_message");
  client.on("ws_message", (...message) => {
    // An async function, whatever its type says.
    Promise.try(deliver, ...message).catch(() => {
      log.warn({ platform: "slack" }, "Slack sent a message that cannot be read");
    });
  });
}
