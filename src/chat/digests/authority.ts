/** Who may change what is posted: asked of the platform when the deed is done. */
import { composeNote } from "../../briefing/compose/notes.ts";
import type { FormFaults } from "../../briefing/form.ts";
import type { Message } from "../../briefing/message.ts";
import type { Caller } from "../../platforms/platform.ts";
import type { Actor } from "../../storage/schedule-changes.ts";
import type { BotParts } from "../feature.ts";
import type { ChannelSchedule } from "./desk.ts";

type Answer = Message | FormFaults;

export interface Guards {
  /** Does it for those who manage the channel, and tells the others who may. */
  guarded<Call extends { caller: Caller }, Given, Said extends Answer>(
    deed: (call: Call, given: Given) => Promise<Said>,
  ): (call: Call, given: Given) => Promise<Said | Message>;
  /** A schedule of the configuration is not changed in chat. */
  inFile(schedule: ChannelSchedule): Message;
}

export function createGuards({ mayManage, managersOf }: BotParts): Guards {
  return {
    guarded: (deed) => async (call, given) => {
      const { caller } = call;
      if (await mayManage(caller)) return deed(call, given);
      return composeNote(
        `This is for those who manage the channel. ${managersOf(caller.address.platform)}`,
      );
    },
    inFile: ({ name }) =>
      composeNote(
        `“${name}” stands in the bot's configuration and cannot be changed from here. Whoever runs the bot changes it in \`config/bot.yaml\`. \`/digest skip ${name}\` leaves out its next run.`,
      ),
  };
}

export function actorOf({ person, name }: Caller): Actor {
  return { kind: "person", person, ...(name === undefined ? {} : { name }) };
}
