/** Where the channels of the configuration are, as far as it is known without asking the services. */
import type { ConfiguredChannel } from "../config/config.ts";
import type { Channel } from "../storage/deliveries.ts";
import type { Db } from "../storage/store.ts";

/** The workspace is "" where nothing was ever sent to the channel. */
export async function addressIn(
  db: Db,
  { platform, channel }: Pick<ConfiguredChannel, "platform" | "channel">,
): Promise<Channel> {
  if (platform === "web") return { platform, workspace: "local", channel };
  const row = await db
    .selectFrom("delivery")
    .select("workspace")
    .where("platform", "=", platform)
    .where("channel", "=", channel)
    .orderBy("id", "desc")
    .executeTakeFirst();
  return { platform, workspace: row?.workspace ?? "", channel };
}
