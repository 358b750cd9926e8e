/** Which schedule is meant: by its name, or by what a button carries. Pure. */
import { composeNote } from "../../briefing/compose/notes.ts";
import { nearest } from "../../briefing/nearest.ts";
import { shorten } from "../../briefing/words.ts";
import type { ChannelSchedule } from "./desk.ts";

/** Behind the ":" of a button: short, and the same as long as the schedule is there. */
export function refOf({ made, name }: ChannelSchedule): string {
  return made === null ? `f.${name}` : `c.${made.id}`;
}

export function findByRef(
  schedules: readonly ChannelSchedule[],
  ref: string,
): ChannelSchedule | undefined {
  return schedules.find((schedule) => refOf(schedule) === ref);
}

/** For a button or form of a schedule that is gone, or is none of this channel. */
export const notThere = composeNote(
  "That schedule is not there any more. `/digest list` shows what there is.",
);

export type Found =
  | { state: "found"; schedule: ChannelSchedule }
  /** Says why not, and what there is. */
  | { state: "not"; text: string };

/** Without a name it is the only one. */
export function findByName(schedules: readonly ChannelSchedule[], typed: string): Found {
  const names = schedules.map(({ name }) => `\`${name}\``).join(", ");
  const [only] = schedules;
  if (only === undefined)
    return { state: "not", text: "No schedule posts to this channel. `/digest add` makes one." };
  if (typed === "") {
    if (schedules.length === 1) return { state: "found", schedule: only };
    return { state: "not", text: `Which one? This channel has ${names}.` };
  }
  const lower = typed.toLowerCase();
  const found =
    schedules.find(({ name }) => name === lower) ??
    schedules.find(({ title }) => title.toLowerCase() === lower);
  if (found !== undefined) return { state: "found", schedule: found };
  const said = shorten(typed.replaceAll("`", "'"), 60);
  const meant = nearest(
    lower,
    schedules.map(({ name }) => name),
  );
  const guess = meant === undefined ? `This channel has ${names}.` : `Did you mean \`${meant}\`?`;
  return { state: "not", text: `This channel has no schedule “${said}”. ${guess}` };
}

/** A name that the channel does not have yet: of the topics, or of the form. */
export function freeName(wish: string, taken: readonly string[]): string {
  const base =
    wish
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, "-")
      .replaceAll(/^-+|-+$/gu, "")
      .slice(0, 30)
      .replace(/-+$/u, "") || "digest";
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}
