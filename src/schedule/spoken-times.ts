/** Times of the day as people say them. */
import { BotError } from "../errors.ts";

export interface SpokenTimes {
  /** "HH:MM", in the order in which they were said. */
  times: readonly string[];
  /** Minute and hour of a cron rule, for "every 15 minutes"; null otherwise. */
  cron: string | null;
  rest: string;
  assumed: readonly string[];
}

/** Throws a BotError of kind `input` for a time that no day has. */
export function takeTimes(text: string): SpokenTimes {
  const every = takeInterval(text);
  if (every !== null) return { times: [], assumed: [], ...every };
  const times: string[] = [];
  const assumed: string[] = [];
  let rest = withHalves(text).replaceAll(/\b(noon|midday|midnight)\b/giu, (word) => {
    times.push(word.toLowerCase() === "midnight" ? "00:00" : "12:00");
    return " ";
  });
  // 9am, 9:30 pm, 17:30, 17h30, 9.30am; not the digits of a date or an ordinal.
  rest = rest.replaceAll(
    /(?<![\w:/-])(\d{1,2})(?:[:.h](\d{2}))?h?\s*([ap])\.?m\b\.?|(?<![\w:/-])(\d{1,2})[:.h](\d{2})(?![\w:-])|(?<![\w:/-])(\d{1,2})(?:h|\s*o['’]?clock)?(?![\w:/-])/giu,
    (
      said: string,
      hour12?: string,
      minute12?: string,
      half?: string,
      hour?: string,
      minute?: string,
      bare?: string,
    ) => {
      if (half !== undefined) times.push(onHalf(said, Number(hour12), minute12 ?? "00", half));
      else if (hour !== undefined) times.push(onDay(said, Number(hour), minute ?? "00"));
      else if (bare !== undefined) {
        const time = onDay(said, Number(bare), "00");
        times.push(time);
        const hint = Number(bare) < 7 ? ` (write ${bare}pm for the afternoon)` : "";
        assumed.push(`${said.trim()} is ${time}${hint}.`);
      }
      return " ";
    },
  );
  return { times, cron: null, rest, assumed };
}

/** "9 in the morning" as "9 am". */
function withHalves(text: string): string {
  return text
    .replaceAll(
      /\b(\d{1,2}(?:[:.]\d{2})?)(?:\s*o['’]?clock)?\s+(?:in the\s+)?(morning|afternoon|evening)s?\b/giu,
      (_, time: string, part: string) =>
        `${time} ${part.toLowerCase() === "morning" ? "am" : "pm"}`,
    )
    .replaceAll(/\bmornings?\b/giu, " ");
}

/** "every 15 minutes", "hourly", "every 2 hours". */
function takeInterval(text: string): { cron: string; rest: string } | null {
  const found = /\b(?:every|each)\s+(?:(\d{1,2})\s*)?(minutes?|mins?|hours?|h)\b|\bhourly\b/iu.exec(
    text,
  );
  if (found === null) return null;
  const rest = text.replace(found[0], " ");
  const count = Number(found[1] ?? 1);
  const isMinutes = found[2]?.toLowerCase().startsWith("m") === true;
  const whole = isMinutes ? 60 : 24;
  if (count < 1 || count > whole || whole % count !== 0) {
    throw new BotError("input", `"${found[0]}" does not come out even.`, {
      hint: isMinutes ? "Use 5, 10, 15, 20 or 30 minutes." : "Use 1, 2, 3, 4, 6, 8 or 12 hours.",
    });
  }
  if (isMinutes) return { cron: count === 60 ? "0 *" : `*/${count} *`, rest };
  return { cron: count === 24 ? "0 0" : count === 1 ? "0 *" : `0 */${count}`, rest };
}

function onHalf(said: string, hour: number, minute: string, half: string): string {
  if (hour < 1 || hour > 12) throw noTime(said);
  return onDay(said, (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0), minute);
}

function onDay(said: string, hour: number, minute: string): string {
  if (hour > 23 || Number(minute) > 59) throw noTime(said);
  return `${String(hour).padStart(2, "0")}:${minute}`;
}

function noTime(said: string): BotError {
  return new BotError("input", `"${said.trim()}" is not a time of the day.`, {
    hint: "Write it as 9am, 5:30 pm or 17:30.",
  });
}
