/** What the YAML parser found, in words that somebody who does not know YAML can follow. */
import type { YAMLParseError } from "yaml";

/** One error for each place, because the first leads to the others there. */
export function explainYaml(
  errors: readonly YAMLParseError[],
): readonly { offset: number; reason: string }[] {
  return [...Map.groupBy(errors, ({ pos }) => pos[0])].flatMap(([offset, [error]]) =>
    error === undefined ? [] : [{ offset, reason: reasonOf(error) }],
  );
}

function reasonOf({ code, message }: YAMLParseError): string {
  if (code === "BLOCK_AS_IMPLICIT_KEY") return "a second colon on one line begins another key";
  if (code === "DUPLICATE_KEY") return "this key is there already";
  const [first = ""] = message.split("\n");
  return first
    .replace(/ at line \d+, column \d+:?$/u, "")
    .replace(/(["'])quote$/u, "$1")
    .replace(/[.:]$/u, "");
}
