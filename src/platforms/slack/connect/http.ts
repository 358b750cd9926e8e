/** Signed requests from Slack over HTTP (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
import type { Server } from "node:http";
import type { HTTPReceiver } from "@slack/bolt";
import { BotError } from "../../../errors.ts";
import type { Log } from "../../platform.ts";
import { eventsPath } from "../setup/manifest.ts";
import type { Connection } from "./socket.ts";

/** Slack's own tolerance; the SDK checks only that a request is not older. */
const toleranceSeconds = 300;

export function serveHttp(receiver: HTTPReceiver, port: number, log: Log): Connection {
  let server: Server | undefined;
  refuseFuture(receiver);
  return {
    start: async () => {
      server = await receiver.start(port).catch((error: unknown) => {
        throw cannotListen(error, port);
      });
      const address = server.address();
      const at = typeof address === "object" ? address?.port : port;
      log.info({ platform: "slack", port: at, path: eventsPath }, "Waiting for Slack's requests");
    },
    stop: async () => {
      if (server === undefined) return;
      const stopped = receiver.stop();
      server.closeAllConnections();
      server = undefined;
      await stopped;
    },
  };
}

function cannotListen(error: unknown, port: number): BotError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return new BotError("config", `Slack: cannot listen on port ${port}: ${code}.`, {
    hint: "Set SLACK_PORT to a free port, and the same one in your proxy.",
  });
}

function refuseFuture(receiver: HTTPReceiver): void {
  const listen = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    const sentAt = Number(request.headers["x-slack-request-timestamp"] ?? 0);
    if (sentAt - Date.now() / 1_000 <= toleranceSeconds) return listen(request, response);
    response.writeHead(401).end();
  };
}
