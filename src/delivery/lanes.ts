/** What the dispatcher knows of the channels with something owed; who was served longest ago comes first. */
import type { Lane, LaneWork } from "../storage/outbox.ts";
import { laneKey } from "./pace.ts";

export interface KnownLane {
  readonly key: string;
  readonly lane: Lane;
  /** The oldest delivery that may be tried. */
  nextId: number | null;
  /** When one that has to wait may be tried. */
  dueAtMs: number | null;
}

export class Lanes {
  /** In the order in which they are served. */
  readonly #known = new Map<string, KnownLane>();

  [Symbol.iterator](): IterableIterator<KnownLane> {
    return this.#known.values();
  }

  /** All there is; lanes in `busy` stay as they are, because who serves them knows it later than this. */
  replace(work: readonly LaneWork[], busy: ReadonlySet<string>): void {
    const owed = new Map(work.map((each) => [laneKey(each), each]));
    for (const key of this.#known.keys()) {
      if (!owed.has(key) && !busy.has(key)) this.#known.delete(key);
    }
    for (const [key, each] of owed) if (!busy.has(key)) this.#keep(key, each);
  }

  /** One lane after it was served: it goes to the end, or away when nothing is left in it. */
  served(lane: Lane, work: LaneWork | undefined): void {
    const key = laneKey(lane);
    this.#known.delete(key);
    if (work !== undefined) this.#keep(key, work);
  }

  #keep(key: string, { nextId, dueAtMs, ...lane }: LaneWork): void {
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, { key, lane, nextId, dueAtMs });
    else Object.assign(known, { nextId, dueAtMs });
  }
}
