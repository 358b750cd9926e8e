/** Stories move: what was posted follows the articles, through the outbox as everything else. */
import { isPublic } from "../briefing/briefing.ts";
import { composeEmptied } from "../briefing/compose/notes.ts";
import { composeRecipe, idsOf } from "../briefing/compose/recipe.ts";
import { revise } from "../delivery/edits.ts";
import {
  type Head,
  listBehind,
  listRestless,
  loadCurrent,
  markTold,
  settleTold,
} from "../storage/recipes.ts";
import { together } from "../storage/store.ts";
import { horizon, type StoryParts, tellChanges } from "./news.ts";

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

async function followArticles(parts: StoryParts): Promise<void> {
  const { db, now } = parts;
  for (const id of await listRestless(db)) {
    const [current] = await loadCurrent(db, [id]);
    // What is a draft again, or under embargo, is shown to nobody.
    if (current === undefined || !isPublic(current.briefing, now())) continue;
    let isTold = true;
    for (const head of await listBehind(db, id, current.version, now().subtract(horizon))) {
      if (!(await retell(parts, head))) isTold = false;
    }
    if (isTold) await settleTold(db, id, current.version);
  }
}

/** False when it has to be tried again later. */
async function retell(
  { db, platforms, wake, now, log }: StoryParts,
  { id: head, platform: name, recipe }: Head,
): Promise<boolean> {
  const platform = platforms.get(name);
  if (platform === undefined) return false;
  const current = await loadCurrent(db, idsOf(recipe));
  const briefings = current.map(({ briefing }) => briefing);
  const message = composeRecipe(recipe, briefings);
  if (message === null || !briefings.every((each) => isPublic(each, now()))) return false;
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
