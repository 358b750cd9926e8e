/** `/briefing why`: what lets a briefing through to this channel, or stops it. */
import { composeNoBriefing } from "../briefing/compose/compose.ts";
import { isPublic } from "../briefing/briefing.ts";
import { composeWhy } from "../briefing/compose/why.ts";
import { explainChannel } from "../delivery/why.ts";
import type { BotParts, Feature } from "./feature.ts";
import { findBriefing } from "./library.ts";

export function createWhy(parts: BotParts): Feature {
  const { schedules: desk, known, now } = parts;
  return {
    commands: {
      "briefing why": async ({ caller }, { name = "" }) => {
        // Whoever does not manage the channel does not learn what is held back.
        const sees = await parts.mayManage(caller);
        const isVisible = await parts.visibleIn(caller.address);
        const seen = known()
          .map(({ briefing }) => briefing)
          .filter((briefing) => sees || (isPublic(briefing, now()) && isVisible(briefing)));
        const { briefing, near } = findBriefing(seen, name);
        const { address } = caller;
        const why =
          briefing &&
          (await explainChannel(
            { db: desk.db, known },
            address,
            await desk.here(address),
            briefing.id,
            now(),
          ));
        return why ? composeWhy(why) : composeNoBriefing(name, near);
      },
    },
    actions: {},
    openers: {},
    submits: {},
  };
}
