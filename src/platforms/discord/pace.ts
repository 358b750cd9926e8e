import type { Pace } from "../platform.ts";

/**
 * Fifty requests a second for a bot, and a post takes two (create, then edit). What a channel takes is told by
 * the headers of each answer, which discord.js follows: https://docs.discord.com/developers/topics/rate-limits
 */
export const discordPace: Pace = { laneMs: 0, perSecond: 24, per: "platform", abreast: 16 };

/**
 * So long after the first attempt, posting the same enforced nonce gives back the first message. Discord
 * promises "the past few minutes": https://docs.discord.com/developers/resources/message#create-message
 */
export const discordRepostWithinMs = 60_000;
