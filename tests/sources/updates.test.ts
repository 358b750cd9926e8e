/** What files say that they are updates of. */
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../src/briefing/problems.ts";
import { parseBriefing } from "../../src/briefing/parse/parse.ts";
import type { SourceFile } from "../../src/sources/scan.ts";
import { checkUpdates } from "../../src/sources/updates.ts";
import { article } from "../app/app-world.ts";

function fileOf(name: string, updates?: string): SourceFile {
  const matter = updates === undefined ? "" : `---\ntopics: [news]\nupdates: ${updates}\n---\n`;
  const file = `briefings/${name}.md`;
  return { file, ...parseBriefing(matter + article(name), { file, timeZone: "UTC" }) };
}

function told(files: readonly SourceFile[], around: readonly SourceFile[] = []): readonly string[] {
  return checkUpdates(files, around).flatMap(({ problems }) => problems.map(formatProblem));
}

describe("`updates` in the front matter", () => {
  it("names an earlier briefing, among the files or beside them", () => {
    expect(fileOf("tunnel", "bridge").briefing?.updates).toBe("bridge");
    expect(told([fileOf("bridge"), fileOf("tunnel", "bridge")])).toEqual([]);
    expect(told([fileOf("tunnel", "bridge")], [fileOf("bridge")])).toEqual([]);
  });

  it("is a warning where nobody is called so, with what was probably meant", () => {
    const files = [fileOf("bridge"), fileOf("tunnel", "brigde")];
    expect(told(files)).toEqual([
      expect.stringMatching(/^briefings\/tunnel\.md:3:10 {2}warning .*"brigde".*`bridge`/),
    ]);
    expect(checkUpdates(files, [])[1]?.briefing).not.toBeNull();
  });

  it("is a warning where the earlier one is a draft, unless both are", () => {
    const draft = (name: string, updates?: string): SourceFile => {
      const source = fileOf(name, updates);
      if (source.briefing === null) throw new Error(`${name} is broken`);
      return { ...source, briefing: { ...source.briefing, status: "draft" } };
    };
    expect(told([draft("bridge"), fileOf("tunnel", "bridge")])).toEqual([
      expect.stringMatching(/^briefings\/tunnel\.md:3:10 {2}warning .*"bridge" is a draft/),
    ]);
    expect(told([draft("bridge"), draft("tunnel", "bridge")])).toEqual([]);
  });

  it("is an error where it is no id, or its own", () => {
    const itself = fileOf("tunnel", "tunnel");
    expect(itself.briefing).toBeNull();
    expect(itself.problems.map(formatProblem)).toEqual([
      expect.stringMatching(/tunnel\.md:3:10 {2}error {2}updates .*itself/),
    ]);
    expect(fileOf("tunnel", "The Bridge!").problems.map(formatProblem)).toEqual([
      expect.stringMatching(/tunnel\.md:3:10 {2}error {2}id .*"the-bridge"/),
    ]);
  });

  it("is an error in every file of a circle, and in no other", () => {
    const files = [fileOf("a", "c"), fileOf("b", "a"), fileOf("c", "b"), fileOf("d", "a")];
    expect(told(files)).toEqual([
      expect.stringMatching(/a\.md:3:10 {2}error .*a → c → b → a/),
      expect.stringMatching(/b\.md:3:10 {2}error /),
      expect.stringMatching(/c\.md:3:10 {2}error /),
    ]);
    expect(checkUpdates(files, []).map(({ briefing }) => briefing?.id)).toEqual([
      undefined,
      undefined,
      undefined,
      "d",
    ]);
  });
});
