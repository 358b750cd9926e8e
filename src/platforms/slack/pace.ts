import type { Pace } from "../platform.ts";

/**
 * One message a second in a channel, and "several hundred" a minute in a workspace:
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export const slackPace: Pace = { laneMs: 1_100, perSecond: 4, per: "workspace", abreast: 16 };
