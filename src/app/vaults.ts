/** Where platforms keep tokens of their own. */
import { openVault, type Vault } from "../storage/vault.ts";
import type { Db } from "../storage/store.ts";

/** By the name of the platform; undefined without a key to seal with. Asking for one throws `config` when the key is none. */
export function vaultsOf(
  db: Db,
  env: Readonly<Record<string, string | undefined>>,
  now: () => Temporal.Instant,
): ((platform: string) => Vault) | undefined {
  const key = env["BRIEFING_SECRET_KEY"]?.trim();
  return key ? (platform) => openVault({ db, platform, key, now }) : undefined;
}
