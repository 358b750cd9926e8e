/** Judges what channels have shown: every mark of every article once, whole posts, threads in order. */
import { markPattern } from "./articles.ts";

/** One message as its channel shows it, or showed it until a moderator deleted it. */
export interface ShownPost {
  channel: string;
  message: string;
  /** The message under which it stands. */
  root: string | null;
  /** Everything readable, notifications aside. */
  text: string;
  /** Nothing but the words of its notification. */
  unfinished: boolean;
  deleted: boolean;
  /** Larger for what was posted later. */
  at: number;
}

/** Marks as "article.paragraph", by channel. */
export type Expected = ReadonlyMap<string, ReadonlySet<string>>;

export interface Verdict {
  posts: number;
  /** Marks that no message shows and that the bot does not admit to hold, each run of neighbours counted once. */
  lost: readonly string[];
  /** Messages that show what an earlier one shows already. */
  duplicated: readonly string[];
  /** The same, where a moderator deleted the earlier one. */
  repeatedAfterDeletion: readonly string[];
  /** Held posts, as far as they are not shown all the same. */
  missingButHeld: number;
  /** Threads out of order, or under the wrong message; posts of which only the notification is shown. */
  wrong: readonly string[];
}

export function marksIn(text: string): readonly string[] {
  return [...text.matchAll(markPattern)].map(([, article, paragraph]) => `${article}.${paragraph}`);
}

/** `held`: the marks of what the bot says that it holds, by channel. */
export function judge(
  shown: readonly ShownPost[],
  expected: Expected,
  held: ReadonlyMap<string, ReadonlySet<string>>,
): Verdict {
  const duplicated: string[] = [];
  const repeatedAfterDeletion: string[] = [];
  const wrong: string[] = [];
  const lost: string[] = [];
  let missingButHeld = 0;
  const channels = new Map<string, ShownPost[]>();
  for (const post of shown.toSorted((a, b) => a.at - b.at)) {
    channels.set(post.channel, [...(channels.get(post.channel) ?? []), post]);
  }
  for (const [channel, marks] of expected) {
    const posts = channels.get(channel) ?? [];
    const shownBy = new Map<string, ShownPost>();
    for (const post of posts) {
      if (post.unfinished && !isHeld(post, held.get(channel)))
        wrong.push(`${channel} ${post.message}: only its notification is shown`);
      const own = marksIn(post.text);
      const before = own.map((mark) => shownBy.get(mark)).find((each) => each !== undefined);
      if (before !== undefined) {
        const list = before.deleted ? repeatedAfterDeletion : duplicated;
        list.push(`${channel} ${post.message} shows ${own.join(" ")} as ${before.message} does`);
      }
      for (const mark of own) shownBy.set(mark, post);
    }
    wrong.push(...findDisorder(channel, posts));
    const gone = [...marks].filter((mark) => !shownBy.has(mark)).toSorted();
    const admitted = held.get(channel) ?? new Set();
    missingButHeld += runsOf(gone.filter((mark) => admitted.has(mark))).length;
    const unexplained = gone.filter((mark) => !admitted.has(mark));
    lost.push(...runsOf(unexplained).map((run) => `${channel} from ${run}`));
  }
  return { posts: shown.length, lost, duplicated, repeatedAfterDeletion, missingButHeld, wrong };
}

/** What is held may be shown in part; its buttons name the article. */
function isHeld({ text }: ShownPost, held: ReadonlySet<string> = new Set()): boolean {
  const [, article = ""] = /article-(\d+)/.exec(text) ?? [];
  return [...held].some((mark) => mark.startsWith(article.padStart(3, "0")));
}

function findDisorder(channel: string, posts: readonly ShownPost[]): readonly string[] {
  const wrong: string[] = [];
  const last = new Map<string, { mark: string; root: string }>();
  for (const { message, root, text } of posts) {
    const [first, ...rest] = marksIn(text);
    if (first === undefined) continue;
    const article = first.slice(0, 3);
    const before = last.get(article);
    if (root === null) last.set(article, { mark: rest.at(-1) ?? first, root: message });
    else if (before === undefined) wrong.push(`${channel} ${message}: before its root`);
    else if (before.root !== root) wrong.push(`${channel} ${message}: under another post`);
    else if (first <= before.mark) wrong.push(`${channel} ${message}: out of order`);
    else last.set(article, { mark: rest.at(-1) ?? first, root });
  }
  return wrong;
}

/** Where each run of neighbours begins. */
function runsOf(marks: readonly string[]): readonly string[] {
  const runs: string[] = [];
  let before: string | null = null;
  for (const mark of marks) {
    const [article = "", paragraph = ""] = mark.split(".");
    const follows = before === `${article}.${String(Number(paragraph) - 1).padStart(3, "0")}`;
    if (!follows) runs.push(mark);
    before = mark;
  }
  return runs;
}
