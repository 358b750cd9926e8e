/** One line for each thing that is looked at in the browser. */
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { z } from "zod";

/** How many checks have failed. */
export let failed = 0;

export async function check(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const Violations = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullable(),
    nodes: z.array(z.object({ html: z.string() })),
  }),
);

export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found = Violations.parse(
    await page.evaluate("axe.run().then((result) => result.violations)"),
  );
  if (found.length === 0) return;
  throw new Error(
    found
      .map(({ id, impact, nodes }) => `${id} (${impact ?? ""}) ${nodes[0]?.html ?? ""}`)
      .join("; "),
  );
}

/** For whoever wants to look at it: `SCREENSHOTS` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const to = process.env["SCREENSHOTS"];
  if (to !== undefined && to !== "") await page.screenshot({ path: join(to, `${name}.png`) });
}
