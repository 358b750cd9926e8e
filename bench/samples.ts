/** Briefings and messages to measure with. */
import type { Briefing } from "../src/briefing/briefing.ts";
import { parseBriefing } from "../src/briefing/parse/parse.ts";
import { makeTexts } from "./texts.ts";

export function makeBriefings(count: number): readonly Briefing[] {
  return makeTexts(count).map(({ file, whole }) => {
    const { briefing, problems } = parseBriefing(whole, { file, timeZone: "UTC" });
    if (briefing === null) throw new Error(`${file}: ${problems[0]?.message ?? "no article"}`);
    return briefing;
  });
}
