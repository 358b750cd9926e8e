/** Chance by seed: the same seed throws the same numbers. */
import { createHash } from "node:crypto";

export interface Dice {
  /** In [0, 1). */
  roll(): number;
  between(least: number, most: number): number;
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

export function diceOf(seed: string): Dice {
  let count = 0;
  const roll = (): number => {
    count += 1;
    const digest = createHash("sha256").update(`${seed}/${count}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + roll() * (most - least);
  return {
    roll,
    between,
    whole: (least, most) => Math.floor(between(least, most + 1)),
    pick: (items) => items[Math.floor(roll() * items.length)] ?? items[0],
  };
}
