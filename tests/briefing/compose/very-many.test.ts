/** A digest of very many: one post, and a thread that is no flood either. */
import { describe, expect, it } from "vitest";
import { composeDigest } from "../../../src/briefing/compose/compose.ts";
import { plainText } from "../../../src/briefing/plain.ts";
import { platformNames, platformRegistry } from "../../../src/platforms/index.ts";
import { sampleBriefing } from "../../delivery/sample-briefing.ts";

function many(count: number) {
  return Array.from({ length: count }, (_, index) =>
    sampleBriefing(`story-${index}`, { title: `What happened on day ${index} at the bridge` }),
  );
}

describe("a digest of a thousand", () => {
  const digest = composeDigest(many(1_000), { title: "Digest" });

  it("has fifty cards, and names the others in a list", () => {
    expect(plainText(digest.lead)).toContain("995 more in the thread");
    expect(digest.thread.filter(({ type }) => type === "card")).toHaveLength(45);
    const text = plainText(digest.thread);
    expect(text).toContain("And 950 more. /briefing show with the name opens one:");
    for (const { id } of many(1_000).slice(50)) expect(text).toContain(` · ${id}\n`.trimEnd());
  });

  it("says in that list what was withdrawn", () => {
    const fates = new Map([["story-50", { withdrawnAt: "2026-11-24T09:00:00Z" }]]);
    const text = plainText(composeDigest(many(51), { title: "Digest", fates }).thread);
    expect(text).toContain("day 50 at the bridge · withdrawn");
    expect(text).not.toContain("story-50");
  });

  it.each(platformNames)(
    "is one message in the channel, and few in its thread: %s",
    async (name) => {
      const render = await platformRegistry[name].renderer();
      const parts = render(digest);
      expect(parts.filter(({ to }) => to === "channel")).toHaveLength(1);
      expect(parts.length).toBeLessThan(40);
      const shown = JSON.stringify(parts);
      for (let day = 0; day < 1_000; day += 1)
        expect(shown).toContain(`on day ${day} at the bridge`);
    },
  );
});
