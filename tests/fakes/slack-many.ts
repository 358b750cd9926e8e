/** A Slack with several workspaces, in each of which the app has a token of its own, and the exchange that gives it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { bodyOf, send } from "./slack-faults.ts";
import { Refusal, Workspace, type Answer } from "./slack-workspace.ts";

export class ManySlack {
  /** By token. */
  readonly workspaces = new Map<string, Workspace>();
  /** What a code that came through the browser is exchanged for (https://docs.slack.dev/reference/methods/oauth.v2.access). */
  readonly grants = new Map<string, Answer>();
  /** What people saw, by the last part of the address. */
  readonly answers: string[] = [];
  /** Whose App Home shows what, by workspace and person. */
  readonly homes = new Map<string, string>();
  readonly #server: Server;

  static async open(): Promise<ManySlack> {
    const fake = new ManySlack();
    fake.#server.listen(0, "127.0.0.1");
    await once(fake.#server, "listening");
    return fake;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = request.url ?? "";
    if (path.startsWith("/respond/")) {
      this.answers.push(`${path} ${body}`);
      send(response, 200, { ok: true });
      return;
    }
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    const args = new Map(new URLSearchParams(body));
    send(response, 200, this.#answer(path.replace(/^\/api\//, ""), token, args));
  }

  get origin(): string {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("not open");
    return `http://127.0.0.1:${address.port}`;
  }

  /** A workspace or an organisation, with one channel; `code` installs the app there. */
  add(team: string, code: string, isOrg = false): Workspace {
    const token = `xoxb-of-${team}`;
    const workspace = new Workspace(Date.now, team);
    workspace.addChannel(`C0${team}`, "general");
    this.workspaces.set(token, workspace);
    const place = { id: team, name: `Name of ${team}` };
    this.grants.set(code, {
      access_token: token,
      token_type: "bot",
      app_id: "A0FAKE",
      scope: "commands,chat:write",
      bot_user_id: workspace.bot.user,
      authed_user: { id: workspace.person },
      team: isOrg ? null : place,
      enterprise: isOrg ? place : null,
      is_enterprise_install: isOrg,
    });
    return workspace;
  }

  #answer(method: string, token: string, args: ReadonlyMap<string, string>): Answer {
    try {
      if (method === "oauth.v2.access") {
        const grant = this.grants.get(args.get("code") ?? "");
        if (grant === undefined) throw new Refusal("invalid_code");
        return { ok: true, ...grant };
      }
      const workspace = this.workspaces.get(token);
      if (workspace === undefined) throw new Refusal("token_revoked");
      if (method === "views.publish") {
        this.homes.set(`${workspace.team} ${args.get("user_id")}`, args.get("view") ?? "");
        return { ok: true };
      }
      return { ok: true, ...workspace.call(method, args) };
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
