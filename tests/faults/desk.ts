/** What both servers share: drawing faults, carrying requests out late, counting, and telling who wants to kill the bot. */
import type { ServerResponse } from "node:http";
import type { Dice } from "./dice.ts";
import { drawFault, type FaultKind, type Reply, type RequestKind, send } from "./kinds.ts";
import { nowOf, type Timeline } from "./timeline.ts";

/** Moments at which a server can have the bot killed. */
export const serverPoints = [
  "request arrives",
  "done, before the answer",
  "thread opened, before the answer",
  "between text and full form",
  "while looking",
] as const;
export type ServerPoint = (typeof serverPoints)[number];

export interface DeskOptions {
  timeline: Timeline;
  dice: Dice;
  /** Called at every such moment. */
  onPoint(point: ServerPoint): void;
  /** Whether faults are injected at all. */
  faulty: boolean;
  /** How long after its arrival a late request is carried out, in seconds. */
  lateSeconds: readonly [number, number];
}

export interface Exchange {
  kind: RequestKind;
  response: ServerResponse;
  /** Does what was asked and gives the answer. */
  carryOut(): Reply;
  /** A refusal for too many requests. */
  limited(seconds: number, tells: "header" | "body" | "nothing"): Reply;
  /** An error after the fact that leaves open whether anything was done. */
  vague: Reply;
  failure(status: number): Reply;
  /** Special to the platform; false when it does not apply and nothing is to go wrong. */
  special(fault: FaultKind): boolean;
  /** The moment right after it was done. */
  point: ServerPoint;
}

export class Desk {
  readonly faults = new Map<FaultKind, number>();
  requests = 0;
  /** Refused because of the documented limits, not by chance. */
  limited = 0;
  late = 0;
  readonly #options: DeskOptions;
  #calm = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get faulted(): number {
    return [...this.faults.values()].reduce((sum, count) => sum + count, 0);
  }

  nowMs(): number {
    return nowOf(this.#options.timeline, Date.now());
  }

  /** From now on nothing goes wrong by chance. */
  calmDown(): void {
    this.#calm = true;
  }

  after(seconds: number, run: () => void): void {
    setTimeout(run, (seconds * 1_000) / this.#options.timeline.factor);
  }

  point(point: ServerPoint): void {
    this.#options.onPoint(point);
  }

  /** One request about deliveries, from its arrival to its answer. */
  serve(exchange: Exchange, limitSeconds: number): void {
    const { kind, response } = exchange;
    const { dice, faulty } = this.#options;
    this.requests += 1;
    this.point(kind === "look" ? "while looking" : "request arrives");
    if (limitSeconds > 0) {
      this.limited += 1;
      send(response, exchange.limited(limitSeconds, "header"));
      return;
    }
    const drawn = faulty && !this.#calm ? drawFault(dice, kind) : null;
    const fault = drawn !== null && exchange.special(drawn) ? drawn : null;
    if (fault !== null) this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
    this.#answer(exchange, fault);
  }

  #answer(exchange: Exchange, fault: FaultKind | null): void {
    const { response } = exchange;
    const { dice } = this.#options;
    switch (fault) {
      case null:
      case "thread opened by another": {
        const reply = this.#carryOut(exchange);
        send(response, reply);
        return;
      }
      case "done, connection dropped":
      case "deleted before the retry":
        this.#carryOut(exchange);
        response.destroy();
        return;
      case "done, 500":
        this.#carryOut(exchange);
        send(response, exchange.failure(500));
        return;
      case "done, error":
        this.#carryOut(exchange);
        send(response, exchange.vague);
        return;
      case "done, no answer":
        this.#carryOut(exchange);
        this.after(30, () => response.destroy());
        return;
      case "done late":
        this.#carryOutLater(exchange);
        return;
      case "500":
      case "503":
        send(response, exchange.failure(Number(fault)));
        return;
      case "connection reset":
        response.destroy();
        return;
      case "429, header":
      case "429, body":
      case "429, no time given": {
        const tells = { header: "header", body: "body", "no time given": "nothing" } as const;
        const how =
          fault === "429, header" ? "header" : fault === "429, body" ? "body" : "no time given";
        send(response, exchange.limited(dice.whole(1, 20), tells[how]));
        return;
      }
    }
  }

  #carryOut({ carryOut, point }: Exchange): Reply {
    const reply = carryOut();
    this.point(point);
    return reply;
  }

  #carryOutLater({ response, carryOut }: Exchange): void {
    const { dice, lateSeconds } = this.#options;
    if (dice.roll() < 0.5) response.destroy();
    else this.after(30, () => response.destroy());
    this.late += 1;
    this.after(dice.between(...lateSeconds), () => {
      this.late -= 1;
      carryOut();
    });
  }
}
