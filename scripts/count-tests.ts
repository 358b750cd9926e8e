/**
 * Prints "PASSED FAILED" from a JSON report of vitest. A file that broke before
 * its first test is in no count of tests, so it counts as one failure here.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";

const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Which report? Usage: node scripts/count-tests.ts FILE");
const report = Report.parse(JSON.parse(readFileSync(file, "utf8")));
const broken = report.testResults.filter(
  (suite) =>
    suite.status === "failed" && suite.assertionResults.every((test) => test.status !== "failed"),
);
console.log(`${report.numPassedTests} ${report.numFailedTests + broken.length}`);
