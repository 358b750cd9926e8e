/** docs/faults.md, from what the long form has found. */
import type { PlatformResult, SeedResult } from "./seed.ts";
import type { ControlResult } from "./trials.ts";

interface Sums {
  posts: number;
  requests: number;
  faulted: number;
  lost: number;
  duplicated: number;
  wrong: number;
  afterDeletion: number;
  limited: number;
}

export function sumOf(results: readonly PlatformResult[]): Sums {
  const sum = (of: (result: PlatformResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  return {
    posts: sum(({ posts }) => posts),
    requests: sum(({ requests }) => requests),
    faulted: sum(({ faulted }) => faulted),
    lost: sum(({ lost }) => lost.length),
    duplicated: sum(({ duplicated }) => duplicated.length),
    wrong: sum(({ wrong }) => wrong.length),
    afterDeletion: sum(({ repeatedAfterDeletion }) => repeatedAfterDeletion.length),
    limited: sum(({ limited }) => limited),
  };
}

export function killsOf(results: readonly SeedResult[]): number {
  return results
    .flatMap(({ kills }) => Object.values(kills))
    .reduce((sum, count) => sum + count, 0);
}

export function isClean(result: SeedResult): boolean {
  const { lost, duplicated, wrong } = sumOf(result.platforms);
  return result.finished && result.failed.length === 0 && lost + duplicated + wrong === 0;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, index) => (index === 0 ? "---" : "---:"))),
    ...rows.map(line),
  ].join("\n");
}

function tally(counts: readonly Readonly<Record<string, number>>[]): readonly [string, number][] {
  const sums = new Map<string, number>();
  for (const each of counts) {
    for (const [name, count] of Object.entries(each)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

function seedTable(results: readonly SeedResult[]): string {
  const held = ({ uncertain, behind }: SeedResult): string =>
    behind === 0 ? number(uncertain) : `${number(uncertain)} + ${number(behind)}`;
  const rows = results.map((result) => {
    const sums = sumOf(result.platforms);
    const posts = result.platforms.map((each) => number(each.posts)).join(" + ");
    return [
      String(result.seed),
      posts,
      number(killsOf([result])),
      number(sums.requests),
      `${number(sums.faulted)} (${percent(sums.faulted, sums.requests)})`,
      number(sums.lost),
      number(sums.duplicated),
      held(result),
    ];
  });
  const all = sumOf(results.flatMap(({ platforms }) => platforms));
  const uncertain = results.reduce((sum, each) => sum + each.uncertain, 0);
  const behind = results.reduce((sum, each) => sum + each.behind, 0);
  rows.push(
    [
      "all",
      number(all.posts),
      number(killsOf(results)),
      number(all.requests),
      `${number(all.faulted)} (${percent(all.faulted, all.requests)})`,
      number(all.lost),
      number(all.duplicated),
      behind === 0 ? number(uncertain) : `${number(uncertain)} + ${number(behind)}`,
    ].map((cell) => `**${cell}**`),
  );
  return table(
    [
      "Seed",
      "Posts (Slack + Discord)",
      "Kills",
      "Requests",
      "of them faulted",
      "Lost",
      "Duplicated",
      "Held",
    ],
    rows,
  );
}

function platformTable(results: readonly SeedResult[]): string {
  const names = [
    ...new Set(results.flatMap(({ platforms }) => platforms.map((each) => each.platform))),
  ];
  return table(
    [
      "Platform",
      "Posts",
      "Requests",
      "Faulted",
      "Refused by its limits",
      "Lost",
      "Duplicated",
      "Out of order or unfinished",
    ],
    names.map((name) => {
      const sums = sumOf(
        results.flatMap(({ platforms }) => platforms.filter((each) => each.platform === name)),
      );
      return [
        name,
        number(sums.posts),
        number(sums.requests),
        percent(sums.faulted, sums.requests),
        number(sums.limited),
        number(sums.lost),
        number(sums.duplicated),
        number(sums.wrong),
      ];
    }),
  );
}

/** Something else that was promised. */
export interface Extra {
  name: string;
  /** Null when it could not be tried here. */
  passed: boolean | null;
  found: string;
}

export interface Findings {
  results: readonly SeedResult[];
  controls: readonly ControlResult[];
  extras: readonly Extra[];
}

export function reportOf(
  { results, controls, extras }: Findings,
  { command, minutes, day }: { command: string; minutes: number; day: string },
): string {
  const faults = tally(results.flatMap(({ platforms }) => platforms.map((each) => each.faults)));
  const kills = tally(results.map((each) => each.kills));
  const afterDeletion = sumOf(results.flatMap(({ platforms }) => platforms)).afterDeletion;
  return `# Every post once: what the fault rig found

Written by \`${command}\` on ${day} in ${minutes.toFixed(0)} minutes; run it to see it for yourself. The short form is part of
\`npm test\`, and \`npm run faults -- --seed 7\` repeats one seed. A seed fixes which faults are drawn and which kills are
planned; how they fall together is up to the machine.

## How it is tried

The bot is the product, started with \`briefing start\` in a process of its own (bundled into a few files, so that hundreds
of restarts cost less), with its real SDKs, against a Slack and a Discord on the loopback (\`tests/faults\`) that share no
code with it. They keep what each channel shows, enforce the documented rate limits and answer a large part of all
requests wrongly. The bot posts articles of 22 numbered paragraphs by a schedule, each as a post with its thread, and is
killed with SIGKILL: by chance, at named moments of its own work and at named moments of a request. Then it is started
again, as a supervisor would do it. Time runs twenty times as fast for the servers and for the bot, so that all of the
product's own waiting times are as they are in production. What is still owed two and a half minutes (50 of the bot's)
after the last kill has met fault after fault by chance; from then on the servers answer rightly, and it has to arrive.

**The verdict comes from the servers alone**: in every channel each paragraph of each article must have been shown in
exactly one message, whole, the post before its thread and the thread in order. *Lost* is what no message shows and the
bot does not admit to hold; *duplicated* is a message that shows what an earlier one shows. *Held* is what the bot lists
as uncertain because the platform cannot tell whether it arrived (in every fifth seed one channel of each platform
hides its history), "+" what waits behind it; it is shown to the operator and never sent again on a guess.

## Result

${seedTable(results)}

${platformTable(results)}

## Controls: the rig notices

The same rig, with something wrong on purpose. Each of these must show duplicates, or the rig would be blind.

${table(
  ["Control", "Platform", "Posts", "Duplicated", "What happens"],
  controls.flatMap(({ name, meaning, platforms }) =>
    platforms.map(({ platform, posts, duplicated }) => [
      name,
      platform,
      number(posts),
      `${number(duplicated.length)} (${percent(duplicated.length, posts)})`,
      meaning,
    ]),
  ),
)}

## Beside it

${table(
  ["Promise", "Holds", "Seen"],
  extras.map(({ name, passed, found }) => [
    name,
    passed === null ? "not tried here" : passed ? "yes" : "**no**",
    found,
  ]),
)}

## What went wrong on purpose

${table(
  ["Fault of a request", "Times"],
  faults.map(([name, count]) => [name, number(count)]),
)}

"Done" means that the platform carried the request out. Signing in and finding channels is left alone.

${table(
  ["Killed", "Times"],
  kills.map(([name, count]) => [name, number(count)]),
)}

## What nobody can promise

- That a platform carries a request out later than a minute after the bot had it on disk: by then the bot has looked
  twice, found nothing and sent it again. Here the servers are up to 50 seconds late.
- That a post which a moderator deletes before the bot has seen it is not sent again, outside of the minutes in which
  Discord remembers our key (${number(afterDeletion)} in this run; not counted as duplicates).
- That Discord keeps a key for as long as it says ("the past few minutes"). The bot relies on it for one minute, and a
  request may be a minute late, so it has to be two; here it was from 130 to 300 seconds.
- That a platform shows what it says it has taken.
- How the real Slack and Discord behave beyond what they document: these servers are models of them.
`;
}
