import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../src/briefing/problems.ts";
import { parseConfig } from "../../src/config/config.ts";
import { configSchema } from "../../src/config/schema.ts";

const problemsOf = (text: string): readonly string[] =>
  parseConfig(text, "bot.yaml").problems.map(formatProblem);

describe("the configuration", () => {
  it("that comes with the project has no mistakes", () => {
    const { config, problems } = parseConfig(
      readFileSync("config/bot.yaml", "utf8"),
      "config/bot.yaml",
    );
    expect(problems).toEqual([]);
    expect(config?.channels.map(({ platform }) => platform)).toContain("web");
    expect(config?.schedules.length).toBeGreaterThan(0);
  });

  it("is described by a schema file that is current", () => {
    expect(readFileSync("config/bot.schema.json", "utf8"), "run `npm run schema`").toBe(
      configSchema(),
    );
  });

  it("may be empty: then there is a local chat with one channel", () => {
    const { config } = parseConfig("", "bot.yaml");
    expect(config).toMatchObject({
      timeZone: "UTC",
      briefings: "briefings",
      catchUpMs: 21_600_000,
      channels: [{ platform: "web", name: "general", channel: "general", title: "General" }],
      schedules: [],
    });
  });

  it("reads a schedule in both forms, in its own time zone or in the common one", () => {
    const { config, problems } = parseConfig(
      `timezone: Europe/Madrid
channels:
  slack: { news: C0123 }
  discord: { news: "112233445566778899" }
schedules:
  a: { to: "slack:news, discord:news", at: ["17:00", "09:00"], days: "mon,thu", topics: [space] }
  b: { to: slack:news, cron: "0 9 * * 1-5", timezone: Asia/Tokyo, form: each, title: Every piece }
`,
      "bot.yaml",
    );
    expect(problems).toEqual([]);
    expect(config?.schedules).toMatchObject([
      {
        name: "a",
        rule: { at: ["09:00", "17:00"], days: ["mon", "thu"], timezone: "Europe/Madrid" },
        to: [
          { platform: "slack", channel: "C0123" },
          { platform: "discord", channel: "112233445566778899" },
        ],
        selection: { filter: { include: { topics: ["space"] } } },
        form: "digest",
        title: "A digest",
      },
      {
        name: "b",
        rule: { cron: "0 9 * * 1-5", timezone: "Asia/Tokyo" },
        form: "each",
        title: "Every piece",
      },
    ]);
  });

  it("reads what is wanted, how much of it, and when there is rest", () => {
    const { config, problems } = parseConfig(
      `timezone: Europe/London
schedules:
  a:
    to: web:general
    when: last working day 4pm Berlin
    skip: 2026-12-24..2027-01-02
    quiet: "22:00-07:00"
    include: { topics: [space], words: "black hole" }
    exclude: { authors: Bo, patterns: ["^Re:", "a,b"] }
    limit: { most: 5, perTopic: 2 }
    order: oldest
    empty: say
  b: { to: web:general, form: each, days: weekdays, group: { from: 5 } }
  c: { to: web:general, form: each, group: never, when: "as they become ready, quiet 20:00-08:00" }
`,
      "bot.yaml",
    );
    expect(problems).toEqual([]);
    const terms = { topics: [], authors: [], sources: [], words: [], patterns: [] };
    expect(config?.schedules).toMatchObject([
      {
        rule: {
          at: ["16:00"],
          days: ["last working day"],
          timezone: "Europe/Berlin",
          skip: [{ from: "2026-12-24", to: "2027-01-02" }],
          quiet: { from: "22:00", to: "07:00" },
        },
        selection: {
          filter: {
            include: { ...terms, topics: ["space"], words: ["black hole"] },
            exclude: { ...terms, authors: ["Bo"], patterns: ["^Re:", "a,b"] },
          },
          limits: { most: 5, least: 1, perTopic: { named: new Map(), others: 2 } },
          order: "oldest",
        },
        empty: "say",
      },
      {
        rule: { ready: true, days: ["mon", "tue", "wed", "thu", "fri"], timezone: "Europe/London" },
        group: { from: 5, minutes: 5 },
      },
      { rule: { ready: true, quiet: { from: "20:00", to: "08:00" } }, group: null },
    ]);
  });

  it.each([
    ["at: 9:00\n    skip: 24.12.", 'skip: "24.12." is not a date', "2026-12-25"],
    ['at: "09:00"\n    quiet: "22-7"', 'quiet: "22-7" are no quiet hours', "22:00-07:00"],
    ['at: "09:00"\n    days: frist monday', 'days: "frist monday" is not a day', ""],
    ["when: weekdays 9am Lodnon", 'when: I do not understand "Lodnon"', "Europe/London"],
    ['when: 9am\n    at: "09:00"', "when: The schedule says when in words and", "when alone"],
    ["when: immediately", "when: A digest needs a time", "form: each"],
    ["form: each\n    limit: { most: 3 }", "limit: A limit belongs to posts that have", "group"],
    ['at: "09:00"\n    group: never', "group: A digest is one post already", "form: each"],
    ["form: each\n    empty: say", "empty: Only a digest has", "form: digest"],
    ['at: "09:00"\n    exclude: { patterns: "(?=x)" }', "exclude.patterns: The pattern", "RE2"],
    ['at: "09:00"\n    exclude: { autors: Bo }', "exclude.autors: There is no such", "authors"],
    ['at: "09:00"\n    limit: { perTopic: { ai: 0 } }', "limit.perTopic.ai: The least is 1", ""],
    ['at: "09:00"\n    limit: { perTopic: few }', "limit.perTopic: Expected a number", "ai: 2"],
    [
      'at: "09:00"\n    limit: { perTopic: { AI: 1, ai: 2 } }',
      "limit.perTopic.ai: The topic",
      "one of",
    ],
    ['at: "09:00"\n    limit: { most: 0 }', "limit.most: The least is 1", ""],
    ['at: "09:00"\n    limit: { most: 2, least: 3 }', "limit.least: At least 3 and", "smaller"],
  ])("tells a mistake in %j at its line", (written, message, hint) => {
    const problems = problemsOf(`schedules:\n  a:\n    to: web:general\n    ${written}\n`);
    const told = problems.find((each) => each.includes(`schedules.a.${message}`));
    expect(told, problems.join("\n")).toMatch(/^bot\.yaml:[45]:/u);
    expect(told).toContain(hint);
  });

  it("tells every mistake at once, with its line and what to do", () => {
    const problems = problemsOf(`timezone: Europe/Londn
chanels: {}
channels:
  discord:
    news: 112233445566
  web:
    Not Good: {}
schedules:
  a:
    to: [discord:news]
    fom: digest
    form: digets
    at: "09:00"
`);
    expect(problems).toEqual([
      expect.stringMatching(
        /^bot\.yaml:1:1 {2}error {2}config {2}timezone: .*Londn.* Hint: .*Europe\/London/,
      ),
      expect.stringMatching(
        /^bot\.yaml:2:1 {2}error {2}config {2}chanels: .* Hint: Did you mean `channels`\?$/,
      ),
      expect.stringMatching(
        /^bot\.yaml:5:5 {2}error {2}config {2}channels\.discord\.news: Expected a text\. Hint: .*quotes/,
      ),
      expect.stringMatching(
        /^bot\.yaml:7:5 {2}error {2}config {2}channels\.web\.Not Good: .*lower-case/,
      ),
      expect.stringMatching(/^bot\.yaml:11:5 {2}error {2}config {2}schedules\.a\.fom: .*`form`/),
      expect.stringMatching(
        /^bot\.yaml:12:5 {2}error {2}config {2}schedules\.a\.form: .*digest, each/,
      ),
    ]);
  });

  it("tells what is wrong between settings, too", () => {
    const problems = problemsOf(`channels:
  web: { general: { title: General } }
schedules:
  a:
    to: [web:generl]
    at: "9:00"
  b:
    to: web:general
    cron: "0 99 * * *"
  c:
    to: web:general
    at: "09:00"
    cron: "0 9 * * *"
  d:
    to: web:general
`);
    expect(problems).toEqual([
      expect.stringMatching(
        /^bot\.yaml:5:5 .*schedules\.a\.to: .*"web:generl".* Hint: Did you mean `web:general`\?$/,
      ),
      expect.stringMatching(/^bot\.yaml:6:5 .*schedules\.a\.at: .*"9:00".* Hint: .*"09:00"/),
      expect.stringMatching(/^bot\.yaml:9:5 .*schedules\.b\.cron: /),
      expect.stringMatching(/^bot\.yaml:13:5 .*schedules\.c\.cron: /),
      expect.stringMatching(/^bot\.yaml:14:3 .*schedules\.d\.at: /),
    ]);
  });

  it("says how much the threads of each channel are told unasked: notes, where nothing is written", () => {
    const channels = "channels: { web: { news: null, quiet: null } }\n";
    const threadsOf = (text: string) => parseConfig(channels + text, "bot.yaml").config?.threads;
    expect(threadsOf("")?.default).toBe("notes");
    const threads = threadsOf('threads: { default: broadcast, "web:quiet": quiet }');
    expect(threads?.default).toBe("broadcast");
    expect([...(threads?.channels ?? [])]).toEqual([
      [expect.objectContaining({ name: "quiet" }), "quiet"],
    ]);
    expect(problemsOf(`${channels}threads:\n  web:nwes: quiet\n`)).toEqual([
      expect.stringMatching(/^bot\.yaml:3:3 .*"web:nwes".* Did you mean `web:news`\?$/),
    ]);
    expect(problemsOf(`${channels}threads:\n  default: loud\n`)).toEqual([
      expect.stringMatching(/^bot\.yaml:3:3 .*Use one of: quiet, notes, broadcast\.$/),
    ]);
  });

  it("tells in one run what is wrong with settings and what is wrong between them", () => {
    const problems = problemsOf(`timezone: Europe/Londn
channels:
  web: { general: { titel: General } }
schedules:
  a:
    to: [web:generl]
    at: "9:00"
    days: []
    topics: 5
  b: { at: "09:00", cron: "0 9 * *" }
  c: 7
  d: { to: [], cron: "0 9 * *", timezone: Nowhere }
`);
    expect(problems.map((line) => line.slice("bot.yaml:".length).replace(/ Hint: .*/, ""))).toEqual(
      [
        '1:1  error  config  timezone: There is no time zone "Europe/Londn".',
        "3:21  error  config  channels.web.general.titel: There is no such setting here.",
        '6:5  error  config  schedules.a.to: There is no channel "web:generl" under channels.',
        '7:5  error  config  schedules.a.at: "9:00" is not a time of the day.',
        "8:5  error  config  schedules.a.days: This is empty.",
        "9:5  error  config  schedules.a.topics: Expected a text or a list of texts.",
        "10:3  error  config  schedules.b.to: This setting is missing.",
        expect.stringContaining("10:21  error  config  schedules.b.cron: "),
        "11:3  error  config  schedules.c: Expected settings, each as name: value.",
        "12:8  error  config  schedules.d.to: This is empty.",
        expect.stringContaining("12:16  error  config  schedules.d.cron: "),
        '12:33  error  config  schedules.d.timezone: There is no time zone "Nowhere".',
      ],
    );
  });

  it("points at broken YAML", () => {
    expect(problemsOf("timezone: [UTC\nchannels: {}\n")[0]).toMatch(
      /^bot\.yaml:\d+:\d+ {2}error {2}config-syntax/,
    );
    expect(problemsOf("timezone: UTC\ntimezone: UTC\n")[0]).toMatch(
      /^bot\.yaml:2:1 {2}error {2}config-syntax/,
    );
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: "binary" })), (text) => {
        const { config, problems } = parseConfig(text, "bot.yaml");
        expect(config === null).toBe(problems.length > 0);
      }),
    );
  });
});
