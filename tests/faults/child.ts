/**
 * Loaded into the bot's process before the bot, which itself is the product as it is: lets time run faster,
 * ends the process at a named moment, and, for the controls, changes one line of the product while it is read.
 *
 * It loads what the bot needs and then waits for the word to go, so that a restart takes no longer than a
 * supervisor would.
 */
import { once } from "node:events";
import { createRequire, enableCompileCache, registerHooks } from "node:module";
import { crashAt } from "./crash.ts";
import { hasten } from "./hasten.ts";
import { controls } from "./controls.ts";
import { Go, Start } from "./orders.ts";

const { timeline, control, prepare, cache } = Start.parse(
  JSON.parse(process.env["FAULTS"] ?? "{}"),
);
hasten(timeline);
enableCompileCache(cache);
if (control !== null) {
  const { file, from, to } = controls[control];
  let changed = false;
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(file)) return loaded;
      const source = textOf(loaded.source);
      if (!source.includes(from)) throw new Error(`${file} has no ${from}`);
      changed = true;
      return { ...loaded, source: source.replace(from, to) };
    },
  });
  process.on("exit", () => {
    if (!changed) process.exitCode = 99;
  });
}
const load = createRequire(import.meta.url);
for (const file of prepare) load(file);
if (process.send === undefined) throw new Error("there is nobody to tell when to go");
process.send("prepared");
const [order]: unknown[] = await once(process, "message");
crashAt(Go.parse(order).crash);
// Whoever started it is gone.
process.on("disconnect", () => process.exit(1));
process.channel?.unref();

function textOf(source: unknown): string {
  if (typeof source === "string") return source;
  return source instanceof Uint8Array ? new TextDecoder().decode(source) : "";
}
