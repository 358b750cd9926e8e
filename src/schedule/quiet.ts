/** Hours of the day in which nothing is posted; what falls into them comes at their end. */
import { BotError } from "../errors.ts";
import { stretchAt } from "./zone.ts";

/** "HH:MM" each; up to, and not at, `to`. Over midnight where `to` is the earlier. */
export interface Quiet {
  from: string;
  to: string;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** "22:00-07:00". Throws a BotError of kind `input`. */
export function parseQuiet(text: string): Quiet {
  const match =
    /^(?<from>(?:[01]\d|2[0-3]):[0-5]\d)\s*(?:-|–|—|\.\.|to|until)\s*(?<to>(?:[01]\d|2[0-3]):[0-5]\d)$/u.exec(
      text.trim(),
    );
  const { from, to } = match?.groups ?? {};
  if (from !== undefined && to !== undefined && from !== to) return { from, to };
  throw new BotError("input", `"${text}" are no quiet hours.`, {
    hint:
      from === undefined
        ? 'Write from and to with two digits each, such as "22:00-07:00".'
        : "They would last all day: pause the schedule instead.",
  });
}

/** How long, from this moment of the wall clock, it stays quiet; 0 when it is not. */
function leftMs({ from, to }: Quiet, wallMs: number): number {
  const fromMs = minuteOfDay(from) * minuteMs;
  const lengthMs = modulo((minuteOfDay(to) - minuteOfDay(from)) * minuteMs);
  const intoMs = modulo(wallMs - fromMs);
  return intoMs < lengthMs ? lengthMs - intoMs : 0;
}

/** The first instant from `instantMs` on at which a clock on the wall shows a time that is not quiet. */
export function quietUntilMs(quiet: Quiet, zone: string, instantMs: number): number {
  for (let ms = instantMs; ;) {
    const { endMs, offsetMs } = stretchAt(zone, ms);
    const left = leftMs(quiet, ms + offsetMs);
    if (left === 0) return ms;
    ms = Math.min(ms + left, endMs);
  }
}

function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function modulo(ms: number): number {
  return ((ms % dayMs) + dayMs) % dayMs;
}
