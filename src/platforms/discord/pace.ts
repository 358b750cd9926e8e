import type { Pace } from "../platform.ts";

/**
 * How fast a bot may ask is counted in requests, and a post takes from one (text alone) to four (a thread that has to
 * be opened), so they are counted where they leave, in `api/api.ts`; here is only how many posts may wait there. What a
 * channel takes is told by the headers of each answer, which discord.js follows:
 * https://docs.discord.com/developers/topics/rate-limits
 */
export const discordPace: Pace = { laneMs: 0, perSecond: Infinity, per: "platform", abreast: 16 };

/**
 * So long after the first attempt, posting the same enforced nonce gives back the first message. Discord
 * promises "the past few minutes": https://docs.discord.com/developers/resources/message#create-message
 */
export const discordRepostWithinMs = 60_000;
