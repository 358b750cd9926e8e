/** From the bytes of a file to text that is safe to take apart, or to the reason why not. */
import type { Place, ProblemLog } from "../problems.ts";

/** The largest file that is read. An article of 1,000 words has about 6 kB. */
export const MAX_FILE_BYTES = 1_000_000;

// Overrides and isolates can make a text read as something else than it is: https://trojansource.codes
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/gu;
const CONTROLS = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

/**
 * The text with "\n" as its only line end and without a byte order mark, or null when it cannot be read. Bytes that form
 * no character are an error; the rest is read all the same, so that its problems are told in the same run.
 */
export function parseText(content: Uint8Array | string, log: ProblemLog): string | null {
  const size = typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
  if (size > MAX_FILE_BYTES) {
    reportTooLarge(size, log);
    return null;
  }
  const decoded = typeof content === "string" ? wellFormed(content, log) : decode(content, log);
  if (decoded === null) return null;
  const text = decoded.replace(/^\ufeff/u, "").replace(/\r\n?/gu, "\n");
  if (!checkCharacters(text, log)) return null;
  return text;
}

export function reportTooLarge(bytes: number, log: ProblemLog): void {
  const megabytes = (bytes / 1_000_000).toFixed(1);
  const message = `The file is ${megabytes} MB; at most 1 MB is read.`;
  const hint =
    "A briefing is one article of text; put pictures and data elsewhere and link to them.";
  log.error("file-too-large", { line: 1, column: 1 }, message, hint);
}

/** Takes out what must never reach a reader: control characters and bidirectional overrides. */
export function withoutControls(text: string): string {
  return text.replace(BIDI_CONTROLS, "").replace(CONTROLS, "");
}

/** True when a reader would see nothing. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Cc}\p{Cf}]/u.test(text);
}

/** Where an offset of the text stands. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line += 1;
  return { line, column: before.length - lineStart + 1 };
}

function decode(bytes: Uint8Array, log: ProblemLog): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    reportInvalid(validStart(bytes), "UTF-8", log, isUtf16(bytes));
    return isUtf16(bytes) || bytes.includes(0) ? null : new TextDecoder().decode(bytes);
  }
}

function wellFormed(content: string, log: ProblemLog): string {
  if (content.isWellFormed()) return content;
  const fixed = content.toWellFormed();
  let offset = 0;
  while (content[offset] === fixed[offset]) offset += 1;
  reportInvalid(content.slice(0, offset), "Unicode", log, false);
  return fixed;
}

function reportInvalid(before: string, name: string, log: ProblemLog, utf16: boolean): void {
  const text = before.replace(/\r\n?/gu, "\n");
  const message = `The file is not valid ${name}: the bytes here form no character.`;
  const hint = utf16
    ? "It looks like UTF-16; save the file as UTF-8."
    : "Save the file as UTF-8, and look whether a character is broken here.";
  log.error("invalid-utf8", placeOf(text, text.length), message, hint);
}

/** The longest start of the bytes that is whole, valid UTF-8. */
function validStart(bytes: Uint8Array): string {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodeStart(bytes, middle) === null) bad = middle;
    else good = middle;
  }
  return decodeStart(bytes, good) ?? "";
}

/** Decodes the first bytes; a character that is cut off at the end is no fault here. */
function decodeStart(bytes: Uint8Array, length: number): string | null {
  try {
    const start = bytes.subarray(0, length);
    return new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
  } catch {
    return null;
  }
}

function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function checkCharacters(text: string, log: ProblemLog): boolean {
  warnLeftOut(text, BIDI_CONTROLS, "bidi-control", "bidirectional control character", log);
  warnLeftOut(text, CONTROLS, "control-character", "control character", log);
  const nul = text.indexOf("\0");
  if (nul === -1) return true;
  const message = "The file holds a NUL character.";
  const hint = "It is probably no text file, or saved as UTF-16; save it as UTF-8 text.";
  log.error("nul-character", placeOf(text, nul), message, hint);
  return false;
}

function warnLeftOut(
  text: string,
  pattern: RegExp,
  kind: "bidi-control" | "control-character",
  name: string,
  log: ProblemLog,
): void {
  const found = text.match(pattern);
  const first = found?.[0];
  if (!found || first === undefined) return;
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const count = found.length === 1 ? `A ${name}` : `${found.length} ${name}s`;
  const message = `${count} (U+${code}) will not be shown.`;
  const hint = "It cannot be seen and can mislead readers; take it out.";
  log.warn(kind, placeOf(text, text.indexOf(first)), message, hint);
}
