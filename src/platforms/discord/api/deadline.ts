/** How long a request may take. */

/**
 * Runs with a signal that is aborted after `ms` with a `TimeoutError`, like that of `AbortSignal.timeout`. That one would
 * keep its timer, and with it the request and its answer, until the time is over; this one ends with the work.
 */
export async function withDeadline<Value>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DOMException("No answer in time.", "TimeoutError"));
  }, ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
