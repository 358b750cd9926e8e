/** The workspaces that installed the app, and in whose name the bot speaks there. */
import { WebClient, type WebClientOptions } from "@slack/web-api";
import type { Installation } from "@slack/bolt";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Log, Vault } from "../../platform.ts";
import { caller, type Call } from "../api/client.ts";
import type { Tenant } from "../hear/inbound.ts";

const Stored = z.object({
  title: z.string(),
  token: z.string(),
  user: z.string(),
  bot: z.string(),
});
type Stored = z.infer<typeof Stored>;

export interface Installations {
  /** By the organisation where the app is installed in all of it, else by the workspace. */
  of(workspace: string): Tenant | undefined;
  all(): readonly Tenant[];
  /** Throws `config` when they cannot be read. */
  load(): Promise<void>;
  add(installation: Installation): Promise<void>;
  remove(workspace: string): Promise<void>;
  /** As the SDK wants it. Rejects where the app is not installed. */
  fetch(workspace: string, isOrg: boolean): Promise<Installation<"v2">>;
}

export function keepInstallations(
  vault: Vault,
  options: WebClientOptions,
  log: Log,
): Installations {
  const tenants = new Map<string, Tenant>();

  function settle(workspace: string, { title, token, user, bot }: Stored): void {
    const call = forOne(caller(new WebClient(token, options)), workspace);
    tenants.set(workspace, { me: { workspace, user, bot, title }, token, call });
  }

  return {
    of: (workspace) => tenants.get(workspace),
    all: () => [...tenants.values()],
    async load() {
      for (const { name, secret } of await vault.list()) {
        const stored = Stored.safeParse(JSON.parse(secret));
        if (stored.success) settle(name, stored.data);
        else log.warn({ platform: "slack", workspace: name }, "An installation cannot be read");
      }
    },
    async add(installation) {
      const { bot, enterprise, team, isEnterpriseInstall } = installation;
      const workspace = isEnterpriseInstall === true ? enterprise?.id : team?.id;
      if (workspace === undefined || bot === undefined)
        throw new BotError("refused", "Slack: the installation names no workspace or no bot.");
      const name = (isEnterpriseInstall === true ? enterprise?.name : team?.name) ?? workspace;
      const stored = { title: name, token: bot.token, user: bot.userId, bot: bot.id };
      await vault.put(workspace, JSON.stringify(stored));
      settle(workspace, stored);
      log.info({ platform: "slack", workspace }, "A workspace installed the app");
    },
    fetch(id, isEnterpriseInstall) {
      const tenant = tenants.get(id);
      if (tenant === undefined)
        return Promise.reject(new Error("It comes from a workspace without the app."));
      const { token, me } = tenant;
      return Promise.resolve({
        ...(isEnterpriseInstall
          ? { team: undefined, enterprise: { id } }
          : { team: { id }, enterprise: undefined }),
        isEnterpriseInstall,
        user: { id: "", token: undefined, scopes: undefined },
        bot: { token, scopes: [], id: me.bot ?? "", userId: me.user },
      });
    },
    async remove(workspace) {
      tenants.delete(workspace);
      await vault.remove(workspace);
      log.info({ platform: "slack", workspace }, "A workspace removed the app");
    },
  };
}

/** A token that is no good stops one workspace and not all of them. */
function forOne(call: Call, workspace: string): Call {
  return async (...request) => {
    try {
      return await call(...request);
    } catch (error) {
      if (!(error instanceof BotError) || error.kind !== "unauthorized") throw error;
      throw new BotError("forbidden", `${error.message} (workspace ${workspace})`, {
        hint: "The workspace took the app away. Somebody there can install it again.",
      });
    }
  };
}
