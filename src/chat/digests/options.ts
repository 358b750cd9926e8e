/** What the options of `/digest add` and `/digest edit` say. Pure. */
import type { Options } from "../feature.ts";
import { fieldNames, nothingWritten, type Written } from "./entry.ts";

export function saysSomething(options: Options): boolean {
  return ["no-ping", ...fieldNames].some((name) => (options[name] ?? "") !== "");
}

/** What is not named stays; "none" takes it away. */
export function changed(before: Written, options: Options): Written {
  const named = fieldNames.flatMap((name) => {
    const value = options[name] ?? "";
    if (value === "") return [];
    return [[name, value.toLowerCase() === "none" ? "" : value] as const];
  });
  // A role is chosen from a menu, which has no word for none.
  const unpinged = options["no-ping"] === undefined ? {} : { ping: "" };
  return { ...before, ...Object.fromEntries(named), ...unpinged };
}

export function writtenBy(options: Options): Written {
  return {
    ...nothingWritten,
    ...Object.fromEntries(fieldNames.map((name) => [name, options[name] ?? ""])),
  };
}
