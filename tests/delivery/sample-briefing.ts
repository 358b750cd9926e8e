import { Briefing } from "../../src/briefing/briefing.ts";

/** The smallest that is valid. */
export function sampleBriefing(id: string, more: Partial<Briefing> = {}): Briefing {
  return Briefing.parse({
    id,
    title: `About ${id}`,
    preface: [],
    summary: [],
    body: [],
    insights: { header: ["Aspect", "Description"], rows: [] },
    topics: [],
    status: "ready",
    ...more,
  });
}
