/** The trials that the long and the short form share: the product, and what has to fail. */
import type { PlatformName, SeedOptions } from "./options.ts";
import { discard, type PlatformResult, runSeed } from "./seed.ts";

export interface Control {
  name: string;
  /** What it shows. */
  meaning: string;
  options: SeedOptions;
}

const common = { factor: 20, blind: false, kills: 0, everyMinutes: 1 } as const;

export const controlTrials: readonly Control[] = [
  {
    name: "settle time 0 on Slack",
    meaning: "A post that Slack carries out late is taken for absent and sent again.",
    options: {
      ...common,
      seed: 101,
      platforms: ["slack"],
      articles: 2,
      paragraphs: 40,
      channels: { slack: 20, discord: 0 },
      control: "no settle time",
    },
  },
  {
    name: "a nonce that Discord forgets after 2 s",
    meaning: "The same nonce is posted again after Discord has forgotten it.",
    options: {
      ...common,
      seed: 102,
      platforms: ["discord"],
      articles: 1,
      paragraphs: 40,
      channels: { slack: 0, discord: 5 },
      nonceSeconds: 2,
    },
  },
  {
    name: "naive retry with both SDKs as they come",
    meaning: "No outbox: posts, then notes that it did; killed three times.",
    options: {
      ...common,
      seed: 103,
      platforms: ["slack", "discord"],
      articles: 1,
      paragraphs: 15,
      channels: { slack: 3, discord: 3 },
      kills: 3,
      naive: true,
    },
  },
];

export interface ControlResult {
  name: string;
  meaning: string;
  platforms: readonly PlatformResult[];
}

export async function runControl({ name, meaning, options }: Control): Promise<ControlResult> {
  const result = await runSeed(options);
  discard(result);
  return { name, meaning, platforms: result.platforms };
}

/** Every platform of a control must show something twice. */
export function failsAsItShould({ platforms }: ControlResult): boolean {
  return platforms.every(({ duplicated }) => duplicated.length > 0);
}

/** One seed of the long form: about 550 posts. Every fifth has a channel on each platform that hides its history. */
export function longSeed(
  seed: number,
  platforms: readonly PlatformName[],
  kills: number,
): SeedOptions {
  return {
    seed,
    platforms,
    articles: 5,
    paragraphs: 22,
    everyMinutes: 5,
    channels: { slack: 24, discord: 20 },
    kills,
    factor: 20,
    blind: seed % 5 === 0,
    // "The past few minutes", from a little over two to five.
    nonceSeconds: 130 + ((seed * 37) % 170),
  };
}
