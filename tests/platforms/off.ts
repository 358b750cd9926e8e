/** A platform that is not under test. */
import type { PlatformEntry } from "../../src/platforms/index.ts";

export const off: PlatformEntry = {
  open: () => Promise.resolve({ state: "off", missing: "It is not under test." }),
  renderer: () => Promise.reject(new Error("not used")),
  check: () => Promise.resolve([]),
};
