/** Schedules in words, through the whole bot. */
import { describe, expect, it } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { button, withSchedule } from "./digest-person.ts";

describe("what is wanted and how much of it", () => {
  it("is said in words, told back, and kept through a change of something else", async () => {
    const [world, person] = await withSchedule(
      'weekdays 10am include:"author=Ann Lee" exclude:"sponsored, source=press.example, /deals?/" per-topic:ai=2,law=1 empty:most-read name:science',
    );
    const told =
      "briefings by Ann Lee, but none from press.example, with “sponsored”, or that match deals?; at most 2 on ai and 1 on law";
    expect(await person.says("list")).toContain(told);
    const understood = await person.digest("edit science most:5 per-topic:none");
    expect(plainText(understood.lead)).toContain("Nothing is saved yet");
    await person.press(button(understood, "digest-save"));
    const list = await person.says("list");
    expect(list).toContain("that match deals?; at most 5, weekdays at 10:00, Europe/London");
    expect(list).toContain("tells what was most read");
    expect(await person.says("edit science most:lots")).toContain("most: Write a whole number");
    expect(await person.says("edit science exclude:/(?=x)/")).toContain("exclude: The pattern");
    expect((await person.form("edit science"))?.fields.map(({ name }) => name)).toContain(
      "per-topic",
    );
    expect(await person.form("edit science most:3")).toBeNull();
    await world.stop();
  });
});
