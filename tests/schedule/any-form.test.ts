/** Any times, days, dates to skip and quiet hours, in the nights in which a clock changes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantsBetween, openAt } from "../../src/schedule/calendar.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { type LocalMinute, monthOf, nextOpenMinutes, oracle, zones } from "./oracle.ts";

const weekdayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const ordinals = ["first", "second", "third", "fourth", "last"];
const longWindowDays = 50;

/** Noon UTC about four days before each change, of every zone that has one. */
const changes = zones.flatMap((zone) => {
  const found: { zone: string; from: Temporal.Instant }[] = [];
  let here = Temporal.ZonedDateTime.from(`2026-01-10T00:00[${zone}]`);
  for (let count = 0; count < 8; count += 1) {
    const next = here.getTimeZoneTransition("next");
    if (next === null) break;
    found.push({ zone, from: next.toInstant().subtract({ hours: 24 * 4 - 12 }) });
    here = next;
  }
  return found.length > 0 ? found : [{ zone, from: here.toInstant() }];
});

const pad = (number: number) => String(number).padStart(2, "0");
const clock = (minute: number) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
/** Mostly in the night. */
const minuteOfDay = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 239 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1439 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 1439, 60, 120, 180) },
);

const anyForm = fc.record({
  change: fc.constantFrom(...changes),
  times: fc.uniqueArray(minuteOfDay, { minLength: 1, maxLength: 4 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 }),
  monthDays: fc.array(
    fc.record({ ordinal: fc.nat({ max: 4 }), weekday: fc.integer({ min: 1, max: 8 }) }),
    { maxLength: 2 },
  ),
  /** Days after the beginning of the window. */
  skip: fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 3 }),
  quiet: fc.option(fc.tuple(minuteOfDay, minuteOfDay).filter(([from, to]) => from !== to)),
});
type Form = typeof anyForm extends fc.Arbitrary<infer Value> ? Value : never;

function skippedDates({ change, skip }: Form): readonly string[] {
  const first = change.from.toZonedDateTimeISO(change.zone).toPlainDate();
  return skip.map((days) => first.add({ days }).toString());
}

function written(form: Form): Omit<Parameters<typeof parseRule>[0], "at"> {
  const { change, weekdays, monthDays, quiet } = form;
  const days = [
    ...weekdays.map((day) => weekdayNames[day - 1] ?? ""),
    ...monthDays.map(
      ({ ordinal, weekday }) =>
        `${ordinals[ordinal]} ${weekdayNames[weekday - 1] ?? "working day"}`,
    ),
  ];
  const hours = quiet === null ? {} : { quiet: quiet.map(clock).join("-") };
  return { timezone: change.zone, days, skip: [...skippedDates(form)], ...hours };
}

function isDay(form: Form): (local: LocalMinute) => boolean {
  const skipped = new Set(skippedDates(form));
  const isSkipped = ({ year, month, day }: Pick<LocalMinute, "year" | "month" | "day">) =>
    skipped.has(`${year}-${pad(month)}-${pad(day)}`);
  return (local) => {
    if (isSkipped(local)) return false;
    if (form.weekdays.includes(local.weekday)) return true;
    return form.monthDays.some(({ ordinal, weekday }) => {
      const those = monthOf(local).filter((each) =>
        weekday === 8
          ? each.weekday <= 5 && !isSkipped({ ...local, ...each })
          : each.weekday === weekday,
      );
      return those.at(ordinal === 4 ? -1 : ordinal)?.day === local.day;
    });
  };
}

function isQuiet({ quiet }: Form): (local: LocalMinute) => boolean {
  if (quiet === null) return () => false;
  const [from, to] = quiet;
  return ({ hour, minute }) => {
    const shown = hour * 60 + minute;
    return from < to ? shown >= from && shown < to : shown >= from || shown < to;
  };
}

describe("any form of rule in the nights of a change", () => {
  it("comes when a clock on the wall says so", () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        const { zone, from } = form.change;
        const until = from.add({ hours: 24 * 9 });
        const onDay = isDay(form);
        const matches = (local: LocalMinute) =>
          form.times.includes(local.hour * 60 + local.minute) && onDay(local);
        const rule = parseRule({ ...written(form), at: form.times.map(clock) });
        const [expected] = oracle(zone, from, until, [{ matches, quiet: isQuiet(form) }]);
        const given = instantsBetween(rule, from, until);
        expect(given.map(({ epochMilliseconds }) => epochMilliseconds)).toEqual(expected);
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  it("is open when a clock on the wall says so", () => {
    const asked = fc.array(fc.nat({ max: 9 * 24 * 60 - 1 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(anyForm, asked, (form, minutes) => {
        const { zone, from } = form.change;
        const [onDay, quiet] = [isDay(form), isQuiet(form)];
        const [next] = nextOpenMinutes(zone, from, longWindowDays * 24 * 60, [
          (local) => !quiet(local) && onDay(local),
        ]);
        const rule = parseRule({ ...written(form), ready: true });
        for (const minute of minutes) {
          const open = openAt(rule, from.add({ minutes: minute }));
          expect(open?.since(from).total("minutes")).toBe(next?.[minute]);
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
