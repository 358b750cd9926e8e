/** The product with one line changed for the worse: what the rig must notice. */
import type { Start } from "./orders.ts";

type Control = NonNullable<Start["control"]>;

export const controls: Readonly<Record<Control, { file: string; from: string; to: string }>> = {
  "no settle time": {
    file: "/src/delivery/dispatcher.ts",
    from: "settleMs: 60_000,\n  lookGapMs: 5_000",
    to: "settleMs: 0, lookGapMs: 0",
  },
};
