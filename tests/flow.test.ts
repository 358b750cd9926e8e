/** The whole way on every platform: file → tick → post → button → thread reply → answer. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startApp, type App } from "../src/app/app.ts";
import { parseConfig } from "../src/config/config.ts";
import { systemClock } from "../src/delivery/clock.ts";
import { platformNames, type PlatformRegistry } from "../src/platforms/index.ts";
import { off } from "./platforms/off.ts";
import { rigged, silent } from "./platforms/rigged.ts";

const article = `---
topics: [bridges]
source: { name: City desk, url: https://example.org/bridge }
---
# The harbour bridge opens

## Preface
After nine years of work the harbour bridge carries its first trains.

## Lazy bag
- Trains cross from Monday.
- Cyclists have a lane of their own.

## Main Body
The mayor opened the harbour bridge on Saturday morning. It is 1,204 metres long and carries two tracks.

The bridge cost 310 million euros, a third more than planned. The council blames the price of steel.

## Key Insights Table
| Aspect | Description |
|---|---|
| Length | The bridge is 1,204 metres long. |
| Cost | It cost 310 million euros. |
`;

describe.each(platformNames)("on %s", (name) => {
  const directory = mkdtempSync(join(tmpdir(), "briefing-flow-"));
  const briefings = join(directory, "briefings");
  let app: App | undefined;

  afterEach(async () => {
    await app?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("a file becomes a post, its thread, and answers", async () => {
    let now = Temporal.Instant.from("2026-11-23T08:50:00Z");
    const { entry, rig } = rigged(name);
    const registry: PlatformRegistry = { web: off, slack: off, discord: off, [name]: entry };
    const channel = name === "web" ? "{ title: News }" : '"123"';
    const { config, problems } = parseConfig(
      `briefings: ${briefings}
channels: { ${name}: { news: ${channel} } }
schedules: { morning: { to: "${name}:news", at: "09:00", topics: [bridges], title: Morning digest } }
`,
      "bot.yaml",
    );
    if (config === null) throw new Error(problems.map(({ message }) => message).join("\n"));
    mkdirSync(briefings, { recursive: true });
    const clock = { ...systemClock, now: () => now };
    const running = await startApp({
      config,
      env: {},
      dataDirectory: directory,
      log: silent,
      clock,
      registry,
    });
    app = running;
    expect(await rig().shown()).toEqual([]);

    now = Temporal.Instant.from("2026-11-23T08:55:00Z");
    writeFileSync(join(briefings, "bridge.md"), article);
    writeFileSync(join(briefings, "broken.md"), "# Only a title\n");
    await vi.waitFor(() => expect(running.shelf.known()).toHaveLength(1), { timeout: 2_000 });
    expect(running.shelf.problems().map(({ file }) => file)).toContainEqual(
      expect.stringContaining("broken.md"),
    );

    now = Temporal.Instant.from("2026-11-23T09:00:01Z");
    await running.tick();
    const digest = await vi.waitFor(async () => {
      const [first] = await rig().shown();
      if (first === undefined) throw new Error("nothing is shown");
      expect(first.text).toContain("Morning digest");
      expect(first.text).toContain("The harbour bridge opens");
      return first;
    });
    await running.tick();

    const answer = await rig().press(digest.message, "read:bridge");
    // The local chat leads straight to the thread where something new is in it.
    expect(answer ?? "in the thread").toContain("in the thread");
    await vi.waitFor(async () => {
      const inThread = (await rig().shown()).filter(({ root }) => root === digest.message);
      expect(inThread.map(({ text }) => text).join("\n")).toContain("a third more than planned");
    });
    expect(await rig().press(digest.message, "read:bridge")).toContain("already in the thread");

    await rig().say(digest.message, "How much did the bridge cost?");
    await vi.waitFor(async () => {
      const texts = (await rig().shown())
        .filter(({ root }) => root === digest.message)
        .map(({ text }) => text);
      expect(texts.filter((text) => text.includes("The article says"))).toEqual([
        expect.stringMatching(/310 million euros/),
      ]);
    });
    await rig().say(digest.message, "Thanks!");
    await vi.waitFor(async () => {
      expect((await rig().shown()).map(({ text }) => text)).toContainEqual(
        expect.stringContaining("You are welcome"),
      );
    });
    await rig().say(digest.message, "Which animals live in the Amazon rainforest?");
    const shown = await vi.waitFor(async () => {
      const all = await rig().shown();
      expect(all.filter(({ text }) => text.includes("The briefing does not say"))).toHaveLength(1);
      return all;
    });
    expect(shown.filter(({ root }) => root === null)).toHaveLength(1);
    const fullTexts = shown.filter(
      ({ text }) => text.includes("The mayor opened") && !text.includes("The article says"),
    );
    expect(fullTexts).toHaveLength(1);
    expect(shown.flatMap(({ pings }) => pings)).toEqual([]);

    expect(await rig().command("latest", {})).toContain("The harbour bridge opens");
    expect(await rig().command("search", { words: "steel" })).toContain("The harbour bridge opens");
  });
});
