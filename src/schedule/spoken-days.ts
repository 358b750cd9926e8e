/** Days as people say them. */
import { fullDayNames, readDay, readOrdinal } from "./days.ts";

export interface SpokenDays {
  days: readonly string[];
  /** Days of the month, for a cron rule. */
  dates: readonly number[];
  rest: readonly string[];
}

const groups: Readonly<Record<string, string>> = {
  daily: "daily",
  everyday: "daily",
  day: "daily",
  days: "daily",
  weekday: "weekdays",
  weekdays: "weekdays",
  workday: "weekdays",
  workdays: "weekdays",
  weekend: "weekends",
  weekends: "weekends",
};

export function takeDays(tokens: readonly string[]): SpokenDays {
  const days: string[] = [];
  const dates: number[] = [];
  const rest: string[] = [];
  const words = tokens.map((token) => token.toLowerCase());
  for (let index = 0; index < words.length;) {
    const here = words.slice(index);
    const taken =
      takeMonthDays(here, days) ||
      takeRange(here, days) ||
      takeDate(here, dates) ||
      takeDay(here, days);
    if (taken > 0) index += taken;
    else {
      rest.push(tokens[index] ?? "");
      index += 1;
    }
  }
  return { days, dates, rest };
}

/** "first monday", "first and third monday", "last working day". Gives how many words it took. */
function takeMonthDays(words: readonly string[], days: string[]): number {
  const ordinals: string[] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const ordinal = readOrdinal(word);
    if (ordinal !== undefined) ordinals.push(ordinal);
    else if (ordinals.length === 0 || word !== "and") break;
  }
  const [name = "", next = ""] = words.slice(at);
  if (ordinals.length === 0) return 0;
  const day = readDay(name);
  const isWorking = /^(?:working|work|business)$/u.test(name) && next === "day";
  if (day === undefined && !isWorking && name !== "workday" && name !== "weekday") return 0;
  for (const ordinal of ordinals) days.push(`${ordinal} ${day ?? "working day"}`);
  return at + (isWorking ? 2 : 1);
}

/** "mon-fri", "monday to friday". */
function takeRange(words: readonly string[], days: string[]): number {
  const [first = "", middle = "", third = ""] = words;
  const [from = "", to] = first.split(/[-–]/u);
  const isSpoken = to === undefined && /^(?:to|through|till|until|-|–)$/u.test(middle);
  const [start, end] = [readDay(from), readDay(isSpoken ? third : (to ?? ""))];
  if (start === undefined || end === undefined) return 0;
  const all = fullDayNames.map((name) => name.slice(0, 3));
  const [begin, finish] = [all.indexOf(start), all.indexOf(end)];
  const length = ((finish - begin + 7) % 7) + 1;
  for (let step = 0; step < length; step += 1) days.push(all[(begin + step) % 7] ?? start);
  return isSpoken ? 3 : 1;
}

/** "1st", "on the 15th". */
function takeDate([word = ""]: readonly string[], dates: number[]): number {
  const found = /^(\d{1,2})(?:st|nd|rd|th)$/u.exec(word);
  if (found === null) return 0;
  dates.push(Number(found[1]));
  return 1;
}

function takeDay([word = "", next = ""]: readonly string[], days: string[]): number {
  if (/^(?:working|work|business)$/u.test(word) && /^days?$/u.test(next)) {
    days.push("weekdays");
    return 2;
  }
  const group = Object.hasOwn(groups, word) ? groups[word] : readDay(word);
  if (group === undefined) return 0;
  days.push(group);
  return 1;
}
