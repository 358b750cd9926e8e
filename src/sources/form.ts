/** What the meaning of a file depends on beside its bytes. */
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const room = fileURLToPath(new URL("../briefing/", import.meta.url));
const packageFile = fileURLToPath(new URL("../../package.json", import.meta.url));

/**
 * The same as long as this version reads files exactly as the one did that gave it: it changes with the source of the
 * parser, with the packages and the Node below it, and with the time zone of dates. What was read in another form is
 * read again. Where the source cannot be seen, it is never the same twice.
 */
export async function formOf(timeZone: string): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([timeZone, process.versions]));
  try {
    const names = await readdir(room, { recursive: true });
    const sources = names.filter((name) => name.endsWith(".ts")).toSorted();
    const paths = [packageFile, ...sources.map((name) => room + name)];
    const contents = await Promise.all(paths.map((path) => readFile(path)));
    for (const content of contents) hash.update(content).update("\0");
  } catch {
    hash.update(randomUUID());
  }
  return hash.digest("base64url");
}
