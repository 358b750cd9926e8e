/** A story moves, on every platform: the file is edited, updated and withdrawn, and the real chats show it once. */
import { describe, expect, it, vi } from "vitest";
import { platformNames } from "../src/platforms/index.ts";
import { patient, runOn } from "./platforms/running.ts";

function article(cost: string, body = ""): string {
  return `# The harbour bridge opens

## Preface
After nine years of work the harbour bridge carries its first trains.

## Lazy bag
- Trains cross from Monday.
- The bridge cost ${cost} million euros.

## Main Body
The mayor opened the harbour bridge on Saturday morning. The bridge cost ${cost} million euros.${body}

## Key Insights Table
| Aspect | Description |
|---|---|
| Cost | ${cost} million euros |
`;
}

describe.each(platformNames)("on %s", (name) => {
  it("posts follow their article, with one note, an update and a withdrawal", async () => {
    const world = await runOn(name, "threads: { default: broadcast }");
    const { write, later, texts, has: found, rig } = world;

    await world.at("2026-11-23T08:55:00Z");
    write("bridge", article("310"));
    await found("bridge", "310");
    await world.at("2026-11-23T09:00:01Z");
    const post = await vi.waitFor(async () => {
      const [first] = await rig.shown();
      expect(first?.text).toContain("310 million euros");
      return first?.message ?? "";
    }, patient);
    await rig.press(post, "read:bridge");
    await vi.waitFor(
      async () => expect((await texts(post)).join()).toContain("The mayor"),
      patient,
    );

    const long = Array.from(
      { length: 150 },
      (_, at) => ` Pillar ${at} stands ${at * 3} metres deep in the mud of the harbour.`,
    );
    write("bridge", article("325", long.join("")));
    await found("bridge", "325");
    await later(61);
    await vi.waitFor(async () => {
      const [lead = ""] = await texts(null);
      expect(lead).toContain("325 million euros");
      expect(lead).not.toContain("310");
      const thread = await texts(post);
      const fullText = thread.filter((text) => !text.includes("What changed in")).join("\n");
      expect(fullText).toContain("The bridge cost 325 million euros.");
      expect(fullText).toContain("Pillar 149 stands");
      expect(fullText).not.toContain("310 million");
      expect(thread.filter((text) => text.includes("What changed in"))).toEqual([
        expect.stringMatching(/Cost: was “310 million euros”, is now “325 million euros”/),
      ]);
    }, patient);
    await vi.waitFor(async () => {
      const short = (await texts(null)).filter((text) => text.includes("was updated"));
      expect(short).toHaveLength(name === "slack" ? 0 : 1);
    }, patient);

    write(
      "tunnel",
      `---\nupdates: bridge\n---\n${article("400", " A tunnel follows in 2031.").replace("bridge opens", "tunnel is planned")}`,
    );
    await found("tunnel", "2031");
    await later(61);
    await later(6);
    await vi.waitFor(async () => {
      expect((await texts(null))[0]).toContain("Updated by “The harbour tunnel is planned”");
      const told = (await texts(post)).filter((text) =>
        text.includes("Update: The harbour tunnel"),
      );
      expect(told).toHaveLength(1);
    }, patient);
    const root = (await rig.shown()).find(({ message }) => message === post);
    expect(root?.buttons.map(({ id }) => id)).toContain("show:tunnel");

    write("bridge", `---\nstatus: withdrawn\n---\n${article("325")}`);
    await found("bridge", "withdrawn");
    await later(6);
    await later(6);
    await vi.waitFor(async () => {
      const shown = (await rig.shown()).find(({ message }) => message === post);
      expect(shown?.text).toContain("The harbour bridge opens");
      expect(shown?.text).toContain("This briefing was withdrawn on");
      expect(shown?.text).not.toContain("325");
      expect(shown?.buttons).toEqual([]);
      const thread = (await texts(post)).join("\n");
      expect(thread).toContain("This briefing was withdrawn on");
      expect(thread).not.toContain("Pillar 149");
      // The local chat shows any length in one message.
      expect(thread.includes("no longer needed")).toBe(name !== "web");
    }, patient);
    expect((await rig.shown()).flatMap(({ pings }) => pings)).toEqual([]);
  }, 90_000);
});
