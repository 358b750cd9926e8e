/** The sample briefings are the first thing a new user sees, so they must be faultless. */
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { plainSpans, plainText } from "../src/briefing/plain.ts";
import { loadFolder } from "../src/sources/folder.ts";

const FOLDER = fileURLToPath(new URL("../briefings", import.meta.url));

const names = (await readdir(FOLDER)).filter((name) => name !== "README.md");
const files = await loadFolder(FOLDER, { timeZone: "UTC" });
const samples = files.flatMap(({ file, briefing }) =>
  briefing === null ? [] : [{ file, briefing }],
);

describe("the sample briefings", () => {
  it("are at least six, and each file of the folder but its README is one of them", () => {
    expect(samples.length).toBeGreaterThanOrEqual(6);
    expect(samples.map(({ file }) => basename(file)).toSorted()).toEqual(names.toSorted());
  });

  it("have nothing that the parser would report", () => {
    expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it("can be told apart by id and by title", () => {
    expect(new Set(samples.map(({ briefing }) => briefing.id)).size).toBe(samples.length);
    expect(new Set(samples.map(({ briefing }) => briefing.title)).size).toBe(samples.length);
  });

  it("say where they come from, with a safe address, unless they are in the plain form", () => {
    const withFrontMatter = samples.filter(({ file }) => file.endsWith(".md"));
    const urls = withFrontMatter.flatMap(({ briefing }) => briefing.source?.url ?? []);
    expect(withFrontMatter.filter(({ briefing }) => briefing.source === undefined)).toEqual([]);
    expect(urls.filter((url) => !url.startsWith("https://"))).toEqual([]);
    expect(urls.length).toBeGreaterThanOrEqual(6);
  });

  it.each(samples)("$file can be read by somebody in a hurry", ({ briefing }) => {
    const descriptions = briefing.insights.rows.map((row) => plainSpans(row.description));
    expect(descriptions.filter((text) => text.length > 120)).toEqual([]);
    expect(descriptions.length).toBeGreaterThanOrEqual(3);
    expect(plainText(briefing.body).length).toBeGreaterThan(plainText(briefing.summary).length);
  });
});
