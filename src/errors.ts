/**
 * The one error type of the project. A `kind` from a closed list says what the
 * caller can do about it, the message says what happened, the hint what to do.
 */

/**
 * - `config`, `input`: somebody wrote something we cannot use; they can mend it.
 * - `unauthorized`: a token is wrong or revoked; the whole platform must stop.
 * - `forbidden`: we may not do this in this channel.
 * - `gone`: the channel, thread or message does not exist any more.
 * - `refused`: the platform refuses this request for good (a payload fault is our defect).
 * - `rate-limited`: certainly not done; try again after `retryAfterMs`.
 * - `unreachable`: certainly not done, the request never arrived; try again.
 * - `ambiguous`: may or may not have been done; ask before doing it again.
 * - `storage`: the database cannot be read or written.
 * - `busy`: somebody else owns what we need.
 * - `internal`: a defect of ours.
 */
export type ErrorKind =
  | "config"
  | "input"
  | "unauthorized"
  | "forbidden"
  | "gone"
  | "refused"
  | "rate-limited"
  | "unreachable"
  | "ambiguous"
  | "storage"
  | "busy"
  | "internal";

interface BotErrorOptions {
  /** What the reader of the error can do now. */
  hint?: string;
  /** Only with `rate-limited`: how long the other side asked us to wait. */
  retryAfterMs?: number;
  cause?: unknown;
}

export class BotError extends Error {
  override readonly name = "BotError";
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, message: string, options: BotErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
    this.retryAfterMs = options.retryAfterMs;
  }
}
