import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withDeadline } from "../../src/platforms/discord/api/deadline.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("work that takes too long is told so", async () => {
  const late = withDeadline(10_000, async (signal) => {
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => reject(signal.reason));
    return promise;
  });
  vi.advanceTimersByTime(10_000);
  await expect(late).rejects.toMatchObject({ name: "TimeoutError" });
});

test("work that is done leaves no timer behind, nor does work that fails", async () => {
  await expect(withDeadline(10_000, () => Promise.resolve("done"))).resolves.toBe("done");
  await expect(withDeadline(10_000, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(vi.getTimerCount()).toBe(0);
});
