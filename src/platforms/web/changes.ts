/** Tells those who wait that something changed in this process. */
import { EventEmitter } from "node:events";

export type Changes = ReturnType<typeof openChanges>;

export function openChanges() {
  const emitter = new EventEmitter().setMaxListeners(0);
  const state = { isClosed: false };

  async function next(timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const timer = setTimeout(resolve, timeoutMs);
    emitter.once("change", resolve);
    await promise;
    clearTimeout(timer);
    emitter.off("change", resolve);
  }

  return {
    announce(): void {
      emitter.emit("change");
    },
    /**
     * Waits until `check` holds, and says whether it does. Looks after every change, and once more at the end, so
     * that changes of other processes are seen as well. Ends early when this is closed.
     */
    async until(check: () => boolean, timeoutMs: number): Promise<boolean> {
      const endsAt = performance.now() + timeoutMs;
      while (!state.isClosed && !check()) {
        const leftMs = endsAt - performance.now();
        if (leftMs <= 0) return false;
        await next(leftMs);
      }
      return check();
    },
    get isClosed(): boolean {
      return state.isClosed;
    },
    close(): void {
      state.isClosed = true;
      emitter.emit("change");
    },
  };
}
