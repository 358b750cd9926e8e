/** What is longer than one message, page by page, for the caller alone. A button carries all that its page is made of. */
import { searchArchive } from "../answer/archive-index.ts";
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import {
  composeDigest,
  composeList,
  composeNothing,
  composeSearch,
} from "../briefing/compose/compose.ts";
import { composeSoFar } from "../briefing/compose/notes.ts";
import { type Leaf, onPage, pageWithin } from "../briefing/compose/pages.ts";
import type { Message } from "../briefing/message.ts";
import type { ActionCall, Caller } from "../platforms/platform.ts";
import type { BotParts, Feature, VisibleBriefings } from "./feature.ts";
import { onTopic } from "./library.ts";

/** One page is one message on every platform; Discord's 40 components are the narrowest. */
const listLength = 7;
const hitsLength = 5;
const digestLength = 5;
/** Further down nothing is found that somebody looked for, and every page has to rank all before it. */
const mostHitPages = 20;

export interface Lists {
  feature: Feature;
  /** The newest in one message, for the caller alone. */
  digest(caller: Caller, topic: string | undefined, page?: string): Promise<Message>;
}

export function createLists(parts: BotParts, briefings: VisibleBriefings): Lists {
  async function list(caller: Caller, topic: string | undefined, asked = "1"): Promise<Message> {
    // Before looking: what is there by then is among what is found.
    const left = parts.catchingUp();
    const all = onTopic(await briefings(caller.address), topic);
    const page = pageWithin(asked, all.length, listLength);
    const leaf = leafOf("list", page, all.length > page * listLength, topic);
    const options = { total: all.length, leaf, ...(topic === undefined ? {} : { topic }) };
    return composeSoFar(composeList(onPage(all, page, listLength), options), left, "titles");
  }

  async function digest(caller: Caller, topic: string | undefined, asked = "1"): Promise<Message> {
    const all = onTopic(await briefings(caller.address), topic);
    if (all.length === 0) return composeNothing(topic);
    const page = pageWithin(asked, all.length, digestLength);
    const leaf = leafOf("newest", page, all.length > page * digestLength, topic);
    const shown = onPage(all, page, digestLength);
    return composeDigest(shown, { title: "Latest briefings", alone: leaf });
  }

  async function search({ address }: Caller, words: string, asked = "1"): Promise<Message> {
    const left = parts.catchingUp();
    const at = parts.now();
    const isVisible = await parts.visibleIn(address);
    const mayTell = (each: Briefing): boolean => isPublic(each, at) && isVisible(each);
    const wished = pageWithin(asked, mostHitPages * hitsLength, hitsLength);
    const hits = searchArchive(parts.index, words, wished * hitsLength + 1, mayTell);
    const page = pageWithin(wished, hits.length, hitsLength);
    const hasNext = hits.length > page * hitsLength && page < mostHitPages;
    const shown = onPage(hits, page, hitsLength).map(({ briefing }) => briefing);
    const leaf = leafOf("search", page, hasNext, words);
    return composeSoFar(composeSearch(words, shown, leaf), left, "words");
  }

  return {
    digest,
    feature: {
      commands: {
        "briefing list": ({ caller }, { topic }) => list(caller, topic),
        "briefing search": ({ caller }, { words = "" }) => search(caller, words),
      },
      actions: {
        "page-list": leafing((caller, page, topic) => list(caller, topic || undefined, page)),
        "page-newest": leafing(async (caller, page, topic) =>
          composeSoFar(
            await digest(caller, topic || undefined, page),
            parts.catchingUp(),
            "titles",
          ),
        ),
        "page-search": leafing((caller, page, words) => search(caller, words, page)),
      },
      openers: {},
      submits: {},
    },
  };
}

/** A page is made anew, from what its button carries: its number, and behind it a topic or words. */
function leafing(
  make: (caller: Caller, page: string, given: string) => Promise<Message>,
): (call: ActionCall, rest: string) => Promise<Message> {
  return async ({ caller }, rest) => {
    const [, page = "", given = ""] = /^([^:]*):?(.*)$/su.exec(rest) ?? [];
    return { ...(await make(caller, page, given)), inPlace: true };
  };
}

function leafOf(kind: string, page: number, hasNext: boolean, given = ""): Leaf {
  const behind = given === "" ? "" : `:${given}`;
  return { page, hasNext, idOf: (to) => `page-${kind}:${to}${behind}` };
}
