/** The commands as processes: what they print, and how they end. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { parseBriefing } from "../../src/briefing/parse/parse.ts";
import { plainSpans, plainText } from "../../src/briefing/plain.ts";
import { platformNames } from "../../src/platforms/index.ts";
import { openMessages } from "../../src/platforms/web/messages.ts";
import { article, openFolder, runProgram, type Ended, type Folder } from "./program.ts";

let folder: Folder;

beforeAll(() => {
  folder = openFolder();
  folder.write("broken/ragged.md", article("Ragged").replace("| It cost 310 million euros. |", ""));
  folder.write("broken/good.md", article("Good"));
  folder.write("drafts/draft.md", article("Not yet", "status: draft"));
});

afterAll(() => folder.remove());

const run = (...words: readonly string[]): Promise<Ended> => runProgram(folder, words);

async function json<T>(schema: z.ZodType<T>, ...words: readonly string[]): Promise<T> {
  const ended = await run(...words, "--json");
  expect(ended).toMatchObject({ code: 0, err: "" });
  return schema.parse(JSON.parse(ended.out));
}

const Problems = z.array(
  z.strictObject({
    file: z.string(),
    line: z.int().positive(),
    column: z.int().positive(),
    severity: z.enum(["error", "warning"]),
    kind: z.string().min(1),
    message: z.string().min(1),
    hint: z.string().min(1),
  }),
);

describe("check", () => {
  it("gives every problem with its place, and ends with 1", async () => {
    const ended = await run("check", "broken", "nowhere.md", "--json");
    expect(ended.code).toBe(1);
    const problems = Problems.parse(JSON.parse(ended.out));
    expect(problems.map(({ file }) => file)).toEqual([
      expect.stringMatching(/^broken\/ragged\.md$/),
      "nowhere.md",
    ]);
    expect(problems[0]).toMatchObject({ line: 19, severity: "error" });
  });

  it("suggests what an article looks like an update of, unless it says so itself", async () => {
    const later = article("The bridge, a year later");
    folder.write("drafts/later.md", later);
    const { code, out } = await run("check", "broken/good.md", "drafts/later.md");
    expect(code).toBe(0);
    expect(out).toMatch(
      /^drafts\/later\.md:1:1 {2}warning {2}updates-missing {2}.+`updates: good`/m,
    );
    expect(out).not.toMatch(/^broken\/good/m);
    folder.write("drafts/later.md", article("The bridge, a year later", "updates: good"));
    const said = await run("check", "broken/good.md", "drafts/later.md");
    expect(said.out).not.toMatch(/updates/);
  });

  it("says the same to people, one problem a line, and counts", async () => {
    const { code, out } = await run("check", "broken");
    expect(code).toBe(1);
    expect(out).toMatch(/^broken\/ragged\.md:19:\d+ {2}error {2}[a-z-]+ {2}.+ Hint: .+$/m);
    expect(out).toMatch(/\n2 files: 1 error, 0 warnings\n$/);
  });

  it("finds nothing in the samples and the configuration", async () => {
    expect(await json(Problems, "check")).toEqual([]);
  });
});

const Rendered = z.array(
  z.strictObject({
    to: z.enum(["channel", "thread"]),
    payload: z.record(z.string(), z.unknown()),
  }),
);

const sample = "briefings/leap-second.md";

/** The article as its reader has it. */
async function articleText(): Promise<string> {
  const source = await readFile(join(folder.path, sample), "utf8");
  const { briefing } = parseBriefing(source, { file: sample, timeZone: "UTC" });
  if (briefing === null) throw new Error("the sample is broken");
  const { title, preface, summary, body, insights } = briefing;
  const rows = insights.rows.flatMap(({ aspect, description }) => [aspect, description]);
  const blocks = [preface, summary, body].map(plainText);
  return [title, ...blocks, ...rows.map(plainSpans)].join("\n\n");
}

/** Every text in a payload, without what a platform puts before a character to make it inert. */
function wordsIn(value: unknown): string {
  const texts: string[] = [];
  JSON.parse(JSON.stringify(value), (_, each: unknown) => {
    if (typeof each === "string") texts.push(each.replaceAll("\\", ""));
    if (typeof each === "number") texts.push(String(each));
    return each;
  });
  return texts.join(" ");
}

describe.each(platformNames)("preview for %s", (platform) => {
  it("gives the requests of a compact post, the first for the channel", async () => {
    const rendered = await json(Rendered, "preview", sample, "--platform", platform);
    expect(rendered[0]?.to).toBe("channel");
    expect(wordsIn(rendered)).toContain("The leap second is on its way out");
    if (platform !== "discord") return;
    expect(Object.keys(rendered[0]?.payload ?? {}).toSorted()).toEqual(["create", "edit", "forum"]);
  });

  it("holds every word of the article in its full form, part of it in the thread", async () => {
    const more = ["--platform", platform, "--form", "full"];
    const rendered = await json(Rendered, "preview", sample, ...more);
    expect(rendered.map(({ to }) => to)).toContain("thread");
    const said = await articleText();
    const words = said.match(/[\p{L}\p{N}]+/gu) ?? [];
    expect(words.length).toBeGreaterThan(300);
    const shown = new Set(wordsIn(rendered).match(/[\p{L}\p{N}]+/gu));
    expect(words.filter((word) => !shown.has(word))).toEqual([]);
  });
});

describe("preview", () => {
  it("gives an object by file for several files, and a digest of one", async () => {
    const files = [sample, "briefings/http-3.md"];
    const more = ["--platform", "slack", "--form", "digest"];
    const both = await json(z.record(z.string(), Rendered), "preview", ...files, ...more);
    expect(Object.keys(both)).toEqual(files);
    expect(wordsIn(both[sample])).toContain("The leap second is on its way out");
  });

  it("names what is wrong with an article, its form, or a platform", async () => {
    const [broken, form, platform] = await Promise.all([
      run("preview", "broken/ragged.md", "--platform", "web"),
      run("preview", sample, "--platform", "web", "--form", "fancy"),
      run("preview", sample, "--platform", "teams"),
    ]);
    expect(broken).toMatchObject({ code: 1, out: "" });
    expect(broken.err).toMatch(/^broken\/ragged\.md:19:\d+ {2}error/);
    expect(form).toMatchObject({ code: 1, out: "" });
    expect(form.err).toContain("compact, full, digest");
    expect(platform).toMatchObject({ code: 1, out: "" });
    expect(platform.err).toContain("web, slack, discord");
  });
});

describe("send", () => {
  it("posts an article to the local chat, where it is then shown", async () => {
    const sent = await run("send", sample, "--to", "web:science");
    expect(sent).toEqual({ code: 0, out: "Posted to web:science.\n", err: "" });
    const messages = openMessages(join(folder.path, "data/web.db"));
    try {
      const place = messages.get(1);
      expect(place).toMatchObject({ channel: "science", root: null, author: "bot" });
      expect(wordsIn(place?.payload)).toContain("The leap second is on its way out");
      expect(messages.get(2)).toBeNull();
    } finally {
      messages.close();
    }
  });

  it.each([
    ["a channel that is not there", [sample, "--to", "web:scienc"], /no channel "scienc"/],
    ["a platform that is not there", [sample, "--to", "wev:science"], /web:science/],
    ["a platform that is off", [sample, "--to", "slack:C0123"], /Set SLACK_BOT_TOKEN/],
    ["a draft", ["drafts/draft.md", "--to", "web:science"], /draft/],
    ["a file that is not there", ["nowhere.md", "--to", "web:science"], /^nowhere\.md:1:1/],
  ])("refuses %s, and says why", async (_, words, why) => {
    const ended = await run("send", ...words);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(why);
    expect(ended.err).not.toMatch(/^\s+at /m);
  });
});

const Asked = z.strictObject({
  answered: z.boolean(),
  text: z.string().min(1),
  quotes: z.array(z.strictObject({ text: z.string().min(1), section: z.string().min(1) })),
});

describe("ask", () => {
  it("answers with quotes that stand in the article, word for word", async () => {
    const question = "How many seconds is UTC behind TAI?";
    const asked = await json(Asked, "ask", sample, question);
    expect(asked.answered).toBe(true);
    expect(asked.quotes.map(({ text }) => text).join("\n")).toMatch(/37/);
    const text = await articleText();
    for (const quote of asked.quotes) expect(text).toContain(quote.text);
  });

  it("says so when the article does not", async () => {
    const asked = await json(Asked, "ask", sample, "Which animals live in the Amazon rainforest?");
    expect(asked).toMatchObject({ answered: false });
    expect(asked.text).toContain("does not say");
  });

  it("takes a greeting for what it is", async () => {
    const greeted = await json(Asked, "ask", sample, "Hello");
    expect(greeted).toMatchObject({ answered: false, quotes: [] });
    expect(greeted.text).toContain("Ask me about this briefing");
  });
});

describe("next", () => {
  const Times = z.array(z.iso.datetime({ offset: true }));

  it("gives the next times of all schedules, in order, as the configuration has them", async () => {
    const words = ["next", "--from", "2026-11-23T08:00:00Z", "--count", "2"];
    expect(await json(Times, ...words)).toEqual([
      "2026-11-23T09:00:00+00:00",
      "2026-11-24T09:00:00+00:00",
      "2026-11-27T16:00:00+00:00",
      "2026-12-04T16:00:00+00:00",
    ]);
    const one = await json(Times, ...words, "--schedule", "science-week");
    expect(one).toEqual(["2026-11-27T16:00:00+00:00", "2026-12-04T16:00:00+00:00"]);
  });

  it("takes a rule in words, through the night when clocks change, without a configuration", async () => {
    const elsewhere = openFolder({ samples: false });
    const words =
      "--at 01:30 --timezone Europe/London --from 2026-10-24T12:00:00Z --count 2 --json";
    const ended = await runProgram(elsewhere, ["next", ...words.split(" ")]);
    elsewhere.remove();
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(ended.out)).toEqual([
      "2026-10-25T01:30:00+01:00",
      "2026-10-26T01:30:00+00:00",
    ]);
  });

  it("says what is wrong with an option", async () => {
    const [count, schedule, time] = await Promise.all([
      run("next", "--count", "many"),
      run("next", "--schedule", "mornin"),
      run("next", "--at", "25:00"),
    ]);
    expect(count.err).toMatch(/Use a whole number from 1 to 10000/);
    expect(schedule.err).toMatch(/no schedule "mornin"[^]*Did you mean morning/);
    expect(time.err).toMatch(/"25:00" is not a time of the day/);
    for (const each of [count, schedule, time]) {
      expect(each).toMatchObject({ code: 1, out: "" });
      expect(each.err).not.toMatch(/^\s+at /m);
    }
  });
});

describe("every command", () => {
  it("explains itself, and says so when it does not know an option", async () => {
    const help = await run("--help");
    expect(help.code).toBe(0);
    const commands = [...help.out.matchAll(/^ {2}([a-z]+) (?:\[|<| )/gm)].map(
      ([, name = ""]) => name,
    );
    expect(commands).toEqual(
      expect.arrayContaining(["start", "check", "preview", "send", "ask", "next"]),
    );
    for (const command of commands.filter((name) => name !== "help")) {
      const [explained, refused] = await Promise.all([
        run(command, "--help"),
        run(command, "--frobnicate"),
      ]);
      expect(explained.code).toBe(0);
      expect(explained.out).toMatch(new RegExp(`^Usage: briefing ${command}\\b`));
      expect(refused.code).toBe(1);
      expect(refused.err).toContain("unknown option '--frobnicate'");
    }
  });

  it("is explained by help, which says so when it does not know one", async () => {
    const [known, unknown] = await Promise.all([run("help", "check"), run("help", "chek")]);
    expect(known).toMatchObject({ code: 0, err: "" });
    expect(known.out).toMatch(/^Usage: briefing check\b/);
    expect(unknown).toMatchObject({ code: 1, out: "" });
    expect(unknown.err).toMatch(/unknown command 'chek'\n\(Did you mean check\?\)/);
  });

  it("is suggested when its name is mistyped", async () => {
    const ended = await run("previw");
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/unknown command 'previw'\n\(Did you mean preview\?\)/);
  });
});
