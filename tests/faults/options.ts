/** What one seed is to be like. */
import type { Start } from "./orders.ts";

export const platforms = ["slack", "discord"] as const;
export type PlatformName = (typeof platforms)[number];

export interface SeedOptions {
  seed: number;
  platforms: readonly PlatformName[];
  articles: number;
  paragraphs: number;
  /** Between two articles. */
  everyMinutes: number;
  /** By platform. */
  channels: Readonly<Record<PlatformName, number>>;
  kills: number;
  factor: number;
  /** Whether a channel of each platform hides its history. */
  blind: boolean;
  faulty?: boolean;
  /** How long Discord remembers a nonce, in seconds. */
  nonceSeconds?: number;
  control?: Start["control"];
  /** Posts without the product. */
  naive?: boolean;
  /** Where the product lies bundled; without it, it runs from its sources. */
  bundle?: string;
  tell?: (line: string) => void;
}
