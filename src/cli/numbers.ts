/** Numbers as options of the command line. */
import { InvalidArgumentError } from "commander";

export function wholeNumber(text: string): number {
  return wholeUpTo(10_000, text, "number");
}

export function wholeDays(text: string): number {
  return wholeUpTo(3_660, text, "number of days");
}

function wholeUpTo(most: number, text: string, what: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new InvalidArgumentError(`Use a whole ${what} from 1 to ${most}.`);
}

export function deliveryNumber(text: string): number {
  const number = Number(text.replace(/^#/u, ""));
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError("Use the number of a delivery, such as 12.");
}
