/** What a post is made of, so that it can be made again when the article has changed. Pure. */
import { z } from "zod";
import type { Briefing } from "../briefing.ts";
import type { Fate, Standing } from "../fate.ts";
import type { Message } from "../message.ts";
import { composeBriefing, composeDigest, composeFullText, type DigestOptions } from "./compose.ts";

/** It stands in what a post shows, also when that is made again; only the first time it notifies anybody. */
const ping = z.string().exactOptional();

/** Stored with the first delivery of a post; see docs/adr/0010-recipes.md. */
export const Recipe = z.discriminatedUnion("form", [
  z.strictObject({ form: z.literal("compact"), id: z.string(), ping }),
  z.strictObject({ form: z.literal("full-text"), id: z.string() }),
  z.strictObject({
    form: z.literal("digest"),
    ids: z.array(z.string()).readonly(),
    title: z.string(),
    at: z.iso.datetime().exactOptional(),
    date: z.iso.date().exactOptional(),
    occasion: z.literal("most-read").exactOptional(),
    ping,
  }),
]);
export type Recipe = z.infer<typeof Recipe>;

/** The briefings that a recipe needs. */
export function idsOf(recipe: Recipe): readonly string[] {
  return recipe.form === "digest" ? recipe.ids : [recipe.id];
}

/** A message, what it was made of, and of which versions. */
export interface Made {
  message: Message;
  recipe: Recipe;
  of: readonly Briefing[];
}

/** Null when a briefing that it needs is not among them. */
export function composeRecipe(recipe: Recipe, standings: readonly Standing[]): Message | null {
  const byId = new Map(standings.map((each) => [each.briefing.id, each]));
  const of = idsOf(recipe).map((id) => byId.get(id));
  const known = of.filter((each) => each !== undefined);
  const [first] = known;
  if (first === undefined || known.length < of.length) return null;
  switch (recipe.form) {
    case "compact":
      return pinging(composeBriefing(first.briefing, "compact", first.fate), recipe.ping);
    case "full-text":
      return composeFullText(first.briefing, first.fate);
    case "digest":
      return pinging(
        composeDigest(
          known.map(({ briefing }) => briefing),
          { ...recipe, fates: new Map(known.map(({ briefing, fate }) => [briefing.id, fate])) },
        ),
        recipe.ping,
      );
  }
}

function pinging(message: Message, ping: string | undefined): Message {
  return ping === undefined ? message : { ...message, ping };
}

/** The same post, of which a role is notified. */
export function withPing(made: Made, role: string): Made {
  const { message, recipe, of } = made;
  if (recipe.form === "full-text") return made;
  return { message: pinging(message, role), recipe: { ...recipe, ping: role }, of };
}

/** Where each briefing stands in its story, as far as it is known. */
export type FateOf = (briefing: Briefing) => Fate;

const unknown: FateOf = () => ({});

/** One briefing, as a post of its own or as the text in a thread. */
export function makePost(
  briefing: Briefing,
  form: "compact" | "full-text",
  fateOf: FateOf = unknown,
): Made {
  const fate = fateOf(briefing);
  const message =
    form === "compact"
      ? composeBriefing(briefing, "compact", fate)
      : composeFullText(briefing, fate);
  return { message, recipe: { form, id: briefing.id }, of: [briefing] };
}

export function makeDigest(
  briefings: readonly Briefing[],
  options: Pick<DigestOptions, "title" | "date" | "occasion">,
  fateOf: FateOf = unknown,
): Made {
  const recipe = { form: "digest" as const, ids: briefings.map(({ id }) => id), ...options };
  const fates = new Map(briefings.map((each) => [each.id, fateOf(each)]));
  return { message: composeDigest(briefings, { ...options, fates }), recipe, of: briefings };
}
