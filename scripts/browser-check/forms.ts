/** Forms of the local chat in a real browser. */
import type { Page } from "playwright-core";
import { check, expectAccessible, picture } from "./checks.ts";

/** `say` lets something else come in meanwhile. */
export async function fillInForms(
  page: Page,
  url: string,
  say: () => Promise<unknown>,
): Promise<void> {
  const question = page.getByRole("textbox", { name: "Your question" });
  await check("a button opens a form, and the question has the focus", async () => {
    await page.goto(url);
    await page.locator("#m-1").getByRole("button", { name: "Ask" }).press("Enter");
    await page.getByRole("form", { name: "Ask" }).waitFor();
    await page.locator("textarea:focus").waitFor();
  });
  await check("axe finds nothing in a form", () => expectAccessible(page));
  await check("what was typed stays when something else comes in", async () => {
    await question.fill("How long is it");
    await say();
    await page.locator("#stream", { hasText: "Something new." }).waitFor();
    if ((await question.inputValue()) !== "How long is it") throw new Error("it is gone");
  });
  await check("a field is completed while somebody types", async () => {
    await page.getByLabel("Briefing").fill("la");
    await page.locator("datalist option[value=latest]").waitFor({ state: "attached" });
    await page.getByLabel("Briefing").fill("bridge");
  });
  await check(
    "what is wrong stands at its field, which has the focus and keeps its words",
    async () => {
      await page.getByRole("form", { name: "Ask" }).getByRole("button", { name: "Ask" }).click();
      await page.locator(".fields .fault", { hasText: "Write a question." }).waitFor();
      await page.locator("textarea[aria-invalid]:focus").waitFor();
      if ((await question.inputValue()) !== "How long is it") throw new Error("it is gone");
    },
  );
  await check("axe finds nothing in a form with faults", () => expectAccessible(page));
  await picture(page, "form");
  await check("the mended form is answered in the thread", async () => {
    await question.fill("How long is it?");
    await page.getByRole("form", { name: "Ask" }).getByRole("button", { name: "Ask" }).click();
    await page.locator("#replies", { hasText: "Asked: How long is it?" }).waitFor();
    await page.getByRole("form", { name: "Ask" }).waitFor({ state: "detached" });
  });
}

export async function fillInWithoutScript(page: Page, url: string): Promise<void> {
  await check("without a script: a form is opened, mended and answered", async () => {
    await page.goto(url);
    await page.locator("#m-1").getByRole("button", { name: "Ask" }).click();
    const question = page.getByRole("textbox", { name: "Your question" });
    await question.fill("How wide is it");
    const sending = page.getByRole("form", { name: "Ask" }).getByRole("button", { name: "Ask" });
    await sending.click();
    await page.locator(".fields .fault", { hasText: "Write a question." }).waitFor();
    await question.fill("How wide is it?");
    await sending.click();
    await page.locator("#replies", { hasText: "Asked: How wide is it?" }).waitFor();
  });
}
