/** A schedule's whole life on every platform: added in words, confirmed, posted, paused, resumed, removed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startApp, type App } from "../src/app/app.ts";
import { plainText } from "../src/briefing/plain.ts";
import { parseConfig } from "../src/config/config.ts";
import { systemClock } from "../src/delivery/clock.ts";
import { platformNames, type PlatformRegistry } from "../src/platforms/index.ts";
import { article } from "./app/app-world.ts";
import { off } from "./platforms/off.ts";
import { rigged, silent } from "./platforms/rigged.ts";

describe.each(platformNames)("on %s", (name) => {
  const directory = mkdtempSync(join(tmpdir(), "briefing-digests-"));
  const briefings = join(directory, "briefings");
  let app: App | undefined;

  afterEach(async () => {
    await app?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("a schedule is made, posts, rests, goes on and goes away", async () => {
    let now = Temporal.Instant.from("2026-11-23T08:50:00Z");
    const { entry, rig: rigOf, bot: botOf } = rigged(name);
    const registry: PlatformRegistry = { web: off, slack: off, discord: off, [name]: entry };
    const channel = name === "web" ? "{ title: News }" : '"123"';
    const { config } = parseConfig(
      `{ briefings: ${briefings}, channels: { ${name}: { news: ${channel} } } }`,
      "bot.yaml",
    );
    if (config === null) throw new Error("no configuration");
    mkdirSync(briefings, { recursive: true });
    const clock = { ...systemClock, now: () => now };
    const options = { config, env: {}, dataDirectory: directory, log: silent, clock, registry };
    const running = await startApp(options);
    app = running;
    const [rig, bot] = [rigOf(), botOf()];
    const address = await rig.platform.locate(rig.channel);
    let presses = 0;
    const press = async (action: string): Promise<string> => {
      presses += 1;
      const caller = { address, person: "somebody" };
      const answer = await bot.onAction({ id: `press-${presses}`, caller, action });
      return answer === null ? "" : plainText(answer.lead);
    };
    const at = async (time: string): Promise<void> => {
      now = Temporal.Instant.from(time);
      await running.tick();
    };
    const write = async (title: string, count: number): Promise<void> => {
      now = now.add({ seconds: 1 });
      writeFileSync(join(briefings, `${title}.md`), article(title));
      await vi.waitFor(() => expect(running.shelf.known()).toHaveLength(count), 5_000);
    };
    const shows = (count: number): Promise<readonly string[]> =>
      vi.waitFor(async () => {
        const posts = (await rig.shown()).filter(({ root }) => root === null);
        expect(posts).toHaveLength(count);
        return posts.map(({ text }) => text);
      }, 5_000);

    const understood = await rig.command("digest add", { when: "daily 10:00 UTC" });
    expect(understood).toContain("A digest of all briefings, daily at 10:00, UTC.");
    expect(understood).toContain("Nothing is saved yet.");
    expect(await rig.command("digest list", {})).toContain("No schedule posts to this channel yet");
    expect(await press("digest-save:1")).toContain("Saved: “digest”");
    const listed = await rig.command("digest list", {});
    expect(listed).toContain("digest");
    expect(listed).toContain("Made in chat by");

    await write("bridge", 1);
    await at("2026-11-23T10:00:01Z");
    expect((await shows(1))[0]).toContain("bridge");

    expect(await rig.command("digest pause", { schedule: "digest" })).toContain("rests");
    await write("ferry", 2);
    await at("2026-11-24T10:00:01Z");
    expect(await rig.command("digest preview", { schedule: "digest" })).toContain("ferry");
    expect(await rig.command("digest resume", { schedule: "digest" })).toContain("goes on");
    await at("2026-11-24T12:00:00Z");
    await shows(1);
    await at("2026-11-25T10:00:01Z");
    expect((await shows(2)).join("\n")).toContain("ferry");

    await write("tram", 3);
    expect(await rig.command("digest now", { schedule: "digest" })).toContain("1 briefing");
    expect((await shows(3)).join("\n")).toContain("tram");
    expect(await rig.command("why", { name: "tram" })).toContain("The channel has it");

    expect(await rig.command("digest remove", { schedule: "digest" })).toContain(
      "Take the schedule",
    );
    expect(await press("digest-removed:c.1")).toContain("is gone");
    await write("plane", 4);
    await at("2026-11-26T10:00:01Z");
    await shows(3);
    expect(await rig.command("digest list", {})).toContain("No schedule");
    // Where commands have fields, their names are said, too.
    expect(await rig.command("digest help", {})).toMatch(/\/digest add (?:when:)?weekdays 9am/u);
    expect((await rig.shown()).flatMap(({ pings }) => pings)).toEqual([]);
  });
});
