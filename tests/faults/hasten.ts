/** Lets every clock and every timer of this process run faster, those of the SDKs included. */
import { createRequire, syncBuiltinESMExports } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { nowOf, type Timeline } from "./timeline.ts";

export function hasten(timeline: Timeline): void {
  const { factor } = timeline;
  const RealDate = Date;
  const nowMs = (): number => nowOf(timeline, RealDate.now());
  const elapsed = performance.now.bind(performance);
  Object.defineProperty(performance, "now", { value: () => elapsed() * factor });
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: unknown[], self) =>
      Reflect.construct(target, args.length === 0 ? [nowMs()] : args, self),
    get: (target, name) =>
      name === "now" ? () => Math.floor(nowMs()) : Reflect.get(target, name, target),
  });
  const instant = (): Temporal.Instant =>
    Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs()));
  Object.defineProperty(Temporal.Now, "instant", { value: instant });
  Object.defineProperty(Temporal.Now, "zonedDateTimeISO", {
    value: (zone = "UTC") => instant().toZonedDateTimeISO(zone),
  });
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  Object.defineProperty(AbortSignal, "timeout", {
    value: (ms: number) => timeout(Math.ceil(ms / factor)),
  });
  const require = createRequire(import.meta.url);
  const timers: object = require("node:timers");
  for (const name of ["setTimeout", "setInterval"] as const) {
    const sooner = dividing(globalThis[name], 1, factor);
    Object.assign(globalThis, { [name]: sooner });
    Object.assign(timers, { [name]: sooner });
  }
  const promises: object = require("node:timers/promises");
  Object.assign(promises, { setTimeout: dividing(wait, 0, factor) });
  syncBuiltinESMExports();
}

/** The same function, with the argument at this place divided. */
function dividing(run: object, place: number, factor: number): object {
  if (typeof run !== "function") throw new Error("no function");
  return new Proxy(run, {
    apply: (target, self, args: unknown[]) =>
      Reflect.apply(
        target,
        self,
        args.map((arg, index) => (index === place ? Number(arg ?? 0) / factor : arg)),
      ),
  });
}
