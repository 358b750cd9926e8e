/** Figures as Markdown: one table per section, the command of each row beside it. */

export interface Row {
  what: string;
  value: string;
  /** Absent where a row is there to compare with. */
  goal?: { text: string; met: boolean };
  command: string;
}

export interface Section {
  title: string;
  /** What was done, in a few sentences. */
  text: string;
  rows: readonly Row[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return Number.isInteger(middle) ? (lower + (sorted[middle] ?? Number.NaN)) / 2 : lower;
}

export function formatMs(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

export function formatSection({ title, text, rows }: Section): string {
  const lines = rows.map(({ what, value, goal, command }) => {
    const judged = goal === undefined ? "" : `${goal.text}: ${goal.met ? "met" : "**missed**"}`;
    return `| ${what} | ${value} | ${judged} | \`${command}\` |`;
  });
  const head = ["| what | measured | goal | command |", "|---|---|---|---|"];
  return [`## ${title}`, text, [...head, ...lines].join("\n")].join("\n\n");
}

export function formatReport(facts: readonly string[], sections: readonly Section[]): string {
  const intro =
    "Written by `npm run bench`. A figure that misses its goal is shown as missed. Times depend on the machine and on " +
    "what else it does, so every section measures something to compare with in the same run.";
  const list = facts.map((fact) => `- ${fact}`).join("\n");
  return `${["# Figures", intro, list, ...sections.map(formatSection)].join("\n\n")}\n`;
}
