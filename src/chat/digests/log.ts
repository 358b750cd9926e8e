/** `/digest log`: who changed what about the schedules of this channel. */
import { composeChangeLog } from "../../briefing/compose/change-log.ts";
import type { Message } from "../../briefing/message.ts";
import type { Address } from "../../platforms/platform.ts";
import { listChanges } from "../../storage/schedule-changes.ts";
import type { BotParts, Feature } from "../feature.ts";
import { describeChange, nameOfKey } from "./change-words.ts";

const pageLength = 10;

export function createChangeLog({
  schedules: { db },
}: BotParts): Pick<Feature, "commands" | "actions"> {
  async function page(channel: Address, name: string, asked: string): Promise<Message> {
    const wanted = Number(asked);
    const at = Number.isSafeInteger(wanted) && wanted >= 1 ? wanted : 1;
    const found = await listChanges(db, {
      channel,
      ...(name === "" ? {} : { schedule: name }),
      limit: pageLength + 1,
      offset: (at - 1) * pageLength,
    });
    const lines = found.slice(0, pageLength).map((change) => ({
      at: change.at.toString(),
      schedule: nameOfKey(change.schedule),
      what: describeChange(change),
    }));
    return composeChangeLog(lines, name, {
      page: at,
      hasNext: found.length > pageLength,
      idOf: (to) => `digest-log:${to}:${name}`,
    });
  }

  return {
    commands: {
      "digest log": ({ caller }, options) =>
        page(caller.address, (options["schedule"] ?? "").trim().toLowerCase(), "1"),
    },
    actions: {
      "digest-log": async ({ caller }, rest) => {
        const [at = "1", name = ""] = rest.split(":");
        return { ...(await page(caller.address, name, at)), inPlace: true };
      },
    },
  };
}
