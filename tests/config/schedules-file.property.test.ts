/** Schedules as YAML: what is written is read back, into the same and into another database. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeOf,
  type FiledSchedule,
  formatSchedulesFile,
  parseSchedulesFile,
} from "../../src/config/schedules-file.ts";
import { exportSchedules, importSchedules } from "../../src/cli/schedule-file.ts";
import { fileSchedules } from "../../src/cli/schedules.ts";
import { openStore } from "../../src/storage/store.ts";
import { temporaryFolder } from "../delivery/world.ts";
import { hostileText } from "../briefing/arbitrary.ts";

const word = hostileText.filter((text) => /\p{L}/u.test(text) && !text.includes(","));

const term = word
  .map((text) => text.trim().slice(0, 100).toWellFormed())
  .filter((text) => /\p{L}/u.test(text));
const some = fc.array(term, { minLength: 1, maxLength: 3 });
const oneOrSome = fc.oneof(term, some);
const kinds = {
  authors: oneOrSome,
  sources: oneOrSome,
  words: oneOrSome,
  patterns: fc.array(fc.constantFrom("deals?", "a{1,3}|b", "^\\d+$", "/x/", "ä+,b"), {
    minLength: 1,
  }),
};
/** Topics are wanted in one place: by their own key. */
const wanted = fc.record(kinds, { requiredKeys: [] });
const unwanted = fc.record({ ...kinds, topics: oneOrSome }, { requiredKeys: [] });
const count = fc.integer({ min: 1, max: 100 });

/** Every key that a schedule may have, whatever its form. */
const ofBoth = {
  at: fc.constantFrom(["09:00"], ["09:00", "17:30"], "07:15"),
  timezone: fc.constantFrom("Europe/London", "Asia/Tokyo", "UTC"),
  days: fc.constantFrom(["mon", "first fri"], ["sat"], "last working day"),
  skip: fc.constantFrom(["2026-12-24..2027-01-02", "2026-05-01"], "2026-12-25"),
  topics: oneOrSome,
  title: word.map((text) => text.slice(0, 100).toWellFormed()).filter((text) => text !== ""),
  quiet: fc.constant("22:00-07:00"),
  include: wanted,
  exclude: unwanted,
  order: fc.constantFrom("newest", "oldest", "topic"),
  first: fc.constantFrom("quiet", "now"),
  limit: fc.record(
    {
      most: count,
      least: fc.constant(1),
      perTopic: fc.oneof(
        count,
        fc.dictionary(fc.stringMatching(/^[a-z0-9*]{1,20}$/u), fc.integer({ min: 1, max: 9 })),
      ),
    },
    { requiredKeys: [] },
  ),
};
const options = { requiredKeys: ["at", "form"] as ["at", "form"] };
const digest = fc.record(
  { ...ofBoth, form: fc.constant("digest"), empty: fc.constantFrom("silent", "say", "most-read") },
  options,
);
const each = fc.record(
  {
    ...ofBoth,
    form: fc.constant("each"),
    group: fc.constantFrom("never", { from: 5, minutes: 10 }, { minutes: 3 }),
  },
  options,
);
const approval = fc.record(
  {
    approval: fc.constantFrom("required", "veto"),
    approver: fc.constantFrom("U0123ABC", "123456789012345678"),
    ask: fc.constantFrom("30m", "2h before", "1h"),
  },
  { requiredKeys: ["approval"] },
);
const ping = fc.record({ ping: fc.constantFrom("123456789012345678", "923456789012345678") });

const filed: fc.Arbitrary<FiledSchedule> = fc
  .constantFrom("slack", "discord", "web")
  .chain((platform) =>
    fc.record({
      name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/u),
      platform: fc.constant(platform),
      workspace: fc.stringMatching(/^[A-Z0-9]{1,12}$/u),
      channel: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/u),
      paused: fc.constantFrom(null, "", "2026-12-24T00:00:00Z"),
      entry: fc
        .tuple(
          fc.oneof(digest, each),
          fc.option(approval, { nil: {} }),
          platform === "discord" ? fc.option(ping, { nil: {} }) : fc.constant({}),
        )
        .map(([order, ask, people]): FiledSchedule["entry"] => ({ ...order, ...ask, ...people })),
    }),
  );

const several = fc.uniqueArray(filed, {
  maxLength: 5,
  selector: ({ name, platform, workspace, channel }) =>
    JSON.stringify([name, platform, workspace, channel]),
});

describe("the file of schedules", () => {
  it("gives back what was put into it, whatever people have written", () => {
    fc.assert(
      fc.property(several, (schedules) => {
        const { schedules: read, problems } = parseSchedulesFile(
          Buffer.from(formatSchedulesFile(schedules, undefined)).toString(),
          "f.yaml",
          "UTC",
        );
        expect(problems).toEqual([]);
        expect(read).toHaveLength(schedules.length);
        for (const [index, wanted] of (read ?? []).entries())
          expect(changeOf(wanted, schedules[index])).toBe("same");
      }),
    );
  });

  it("keeps an emoji whole at the end of a long line", () => {
    const title = "👨‍👩‍👧".repeat(12);
    const one = { name: "a", platform: "web", workspace: "A", channel: "a", paused: null } as const;
    const text = formatSchedulesFile([{ ...one, entry: { at: "09:00", title } }], undefined);
    const read = parseSchedulesFile(Buffer.from(text).toString(), "f.yaml", "UTC");
    expect(read.schedules?.[0]?.entry["title"]).toBe(title);
  });

  it("carries them from one database to another, with every key, and changes nothing the second time", async () => {
    const now = Temporal.Instant.from("2026-11-23T08:00:00Z");
    const how = { timeZone: "UTC", now, dryRun: false };
    await fc.assert(
      fc.asyncProperty(several, async (schedules) => {
        const file = join(temporaryFolder(), "schedules.yaml");
        const one = openStore(":memory:");
        const other = openStore(":memory:");
        try {
          writeFileSync(file, formatSchedulesFile(schedules, undefined));
          await importSchedules(one.db, file, how);
          const exported = await exportSchedules(one.db, "missing.yaml");
          writeFileSync(file, exported);
          const done = await importSchedules(other.db, file, how);
          expect(done.map(({ change }) => change)).toEqual(schedules.map(() => "add"));
          expect(await exportSchedules(other.db, "missing.yaml")).toBe(exported);
          const again = await importSchedules(other.db, file, how);
          expect(again.map(({ change }) => change)).toEqual(schedules.map(() => "same"));
          for (const [index, { entry, paused }] of (await fileSchedules(other.db)).entries()) {
            expect(entry).toEqual(schedules[index]?.entry);
            expect(paused).toBe(schedules[index]?.paused);
          }
        } finally {
          await one.close();
          await other.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it("of any text is read or told what is wrong with it, never thrown at", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { schedules, problems } = parseSchedulesFile(`schedules: ${text}`, "f.yaml", "UTC");
        expect(schedules === null).toBe(problems.length > 0);
      }),
    );
  });
});
