/** Stories move: what was posted follows the articles, through the outbox as everything else. */
import { composeEmptied } from "../briefing/compose/notes.ts";
import { composeRecipe, idsOf } from "../briefing/compose/recipe.ts";
import { isTold, type Standing } from "../briefing/fate.ts";
import { revise } from "../delivery/edits.ts";
import type { Address } from "../platforms/platform.ts";
import { type Head, listBehind, listRestless, markTold, settleTold } from "../storage/recipes.ts";
import { loadCurrent, withdrawRemoved } from "../storage/fates.ts";
import { together } from "../storage/store.ts";
import { horizon, type StoryParts } from "./announce.ts";
import { tellChanges, tellFollowUps } from "./news.ts";

export interface Stories {
  /** Brings the posts to what the articles say now. May be asked for at any time; never rejects. */
  tell(): Promise<void>;
  stop(): Promise<void>;
}

export function createStories(parts: StoryParts): Stories {
  const { log } = parts;
  let last: Promise<void> = Promise.resolve();
  let isStopped = false;
  let isFailing = false;
  async function run(): Promise<void> {
    if (isStopped) return;
    try {
      await withdrawDeleted(parts);
      await tellFollowUps(parts);
      await followArticles(parts);
      await tellChanges(parts);
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.error({ err: error }, "posts could not follow their articles yet");
      isFailing = true;
    }
  }
  return {
    tell: () => (last = last.then(run)),
    stop: () => {
      isStopped = true;
      return last;
    },
  };
}

/** A file that is moved, or written anew by an editor, is gone for a moment only. */
const grace = { minutes: 5 };

/** A deleted file withdraws its briefing. */
async function withdrawDeleted({ db, knowsFolder, now, log }: StoryParts): Promise<void> {
  const before = now().subtract(grace);
  if (!knowsFolder()) return;
  const ids = await together(db, (transaction) => withdrawRemoved(transaction, before));
  if (ids.length > 0) log.info({ briefings: ids }, "files are gone: their briefings are withdrawn");
}

async function followArticles(parts: StoryParts): Promise<void> {
  const { db, now } = parts;
  for (const id of await listRestless(db)) {
    const [current] = await loadCurrent(db, [id], now());
    if (current === undefined || !isTold(current, now())) continue;
    let isDone = true;
    for (const head of await listBehind(db, id, current.version, now().subtract(horizon))) {
      if (!(await retell(parts, head))) isDone = false;
    }
    if (isDone) await settleTold(db, id, current.version);
  }
}

/** False when it has to be tried again later. */
async function retell(parts: StoryParts, { id: head, to, recipe }: Head): Promise<boolean> {
  const { db, platforms, wake, now, log } = parts;
  const { platform: name } = to;
  const platform = platforms.get(name);
  if (platform === undefined) return false;
  const current = await loadCurrent(db, idsOf(recipe), now());
  const message = composeRecipe(recipe, await hideUnseen(parts, to, current));
  if (message === null || !current.every((each) => isTold(each, now()))) return false;
  const [emptied] = platform.render(composeEmptied());
  if (emptied === undefined) return false;
  const revision = {
    head,
    title: message.title,
    rendered: platform.render(message),
    emptied: emptied.payload,
  };
  const edits = await together(db, async (transaction) => {
    await markTold(transaction, head, current);
    return revise(transaction, revision, now());
  });
  if (edits > 0) {
    log.info({ delivery: head, platform: name, edits }, "an article changed, and its post with it");
    wake();
  }
  return true;
}

/** Without the updates that the channel may not see. */
async function hideUnseen(
  { db, visibleIn, now }: StoryParts,
  channel: Address,
  standings: readonly Standing[],
): Promise<readonly Standing[]> {
  const ids = standings.flatMap(({ fate }) => fate.updatedBy?.id ?? []);
  if (ids.length === 0) return standings;
  const isVisible = await visibleIn(channel);
  const updates = await loadCurrent(db, ids, now());
  const seen = new Set(updates.flatMap(({ briefing }) => (isVisible(briefing) ? briefing.id : [])));
  return standings.map((standing) => {
    const { updatedBy, ...fate } = standing.fate;
    return updatedBy === undefined || seen.has(updatedBy.id) ? standing : { ...standing, fate };
  });
}
