/**
 * What many texts have in common, two by two, without comparing each with each. Pure. Keys are looked up in lists of
 * numbers: five thousand articles have two million runs of words.
 */

export interface CommonOptions {
  /** What stands in more texts than this says nothing about two of them: it is not shared. */
  most: number;
  /** What a key is worth that so many texts hold. */
  worth(holders: number): number;
  /** Of what the shared worth is a part, from the worth of all that either text holds. */
  whole(a: number, b: number): number;
  /** A smaller part counts as nothing. */
  least: number;
}

/** By place of the earlier text: which part it shares with a later one. */
export type Shares = ReadonlyMap<number, number>;

/** A key and a place are one number, exactly: 32 bits and 20. */
const places = 2 ** 20;

/**
 * Gives what the text at a place shares with each earlier one. `keys` are those of each text, whole and below 2 ** 32;
 * one that is there twice counts once.
 */
export function findCommon(
  keys: readonly Uint32Array[],
  { most, worth, whole, least }: CommonOptions,
): (place: number) => Shares {
  const own = new Float64Array(keys.length);
  const groupsOf: Uint32Array[][] = keys.map(() => []);
  for (const holders of groupByKey(keys)) {
    const much = worth(holders.length);
    for (const place of holders) own[place] = (own[place] ?? 0) + much;
    if (holders.length === 1 || holders.length > most) continue;
    for (const place of holders) groupsOf[place]?.push(holders);
  }
  const shared = new Float64Array(keys.length);
  return (place) => {
    for (const holders of groupsOf[place] ?? []) {
      const much = worth(holders.length);
      for (let at = 0; at < holders.length; at += 1) {
        const other = holders[at] ?? place;
        if (other >= place) break;
        shared[other] = (shared[other] ?? 0) + much;
      }
    }
    const shares = new Map<number, number>();
    for (let other = 0; other < place; other += 1) {
      const much = shared[other] ?? 0;
      if (much === 0) continue;
      shared[other] = 0;
      const part = much / whole(own[place] ?? 0, own[other] ?? 0);
      if (part >= least) shares.set(other, part);
    }
    return shares;
  };
}

/** For every key the places that hold it, ascending. */
function* groupByKey(keys: readonly Uint32Array[]): Generator<Uint32Array> {
  const entries = new Float64Array(keys.reduce((sum, { length }) => sum + length, 0));
  const holders = new Uint32Array(entries.length);
  let end = 0;
  for (const [place, list] of keys.entries())
    for (const key of list) entries[end++] = key * places + place;
  entries.sort();
  let [from, to, before] = [0, 0, -1];
  for (const entry of entries) {
    if (entry === before) continue;
    if (to > from && Math.floor(entry / places) !== Math.floor(before / places)) {
      yield holders.subarray(from, to);
      from = to;
    }
    holders[to++] = entry % places;
    before = entry;
  }
  if (to > from) yield holders.subarray(from, to);
}
