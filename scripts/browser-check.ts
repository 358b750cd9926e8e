/**
 * Uses the local chat in a real Chromium, as a person does: with the keyboard, with a second person posting, and
 * without a script. Needs Chromium at /usr/bin/chromium or at CHROMIUM; exits with 2 where there is none.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { z } from "zod";
import type { Message } from "../src/briefing/message.ts";
import { check, expectAccessible, failed, picture } from "./browser-check/checks.ts";
import { fillInForms, fillInWithoutScript } from "./browser-check/forms.ts";
import { note } from "../tests/platforms/recording-bot.ts";
import { briefing, form } from "./browser-check/messages.ts";
import { openWeb } from "../src/platforms/web/index.ts";
import type { Bot, Post } from "../src/platforms/platform.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const WAIT_MS = 5_000;

const folder = mkdtempSync(join(tmpdir(), "browser-check-"));
const quiet = { info: () => {}, warn: () => {}, error: console.error };
const web = openWeb({
  settings: { port: 0, host: "localhost" },
  channels: [
    { name: "general", title: "For everybody" },
    { name: "quiet", title: "Nothing here yet" },
  ],
  dataFile: join(folder, "chat.db"),
  log: quiet,
});

async function post(message: Message, key: string, root?: Post): Promise<Post> {
  const channel = await web.locate("general");
  const [rendered] = web.render(message);
  if (rendered === undefined) throw new Error("nothing was rendered");
  const to =
    root === undefined ? channel : { ...channel, thread: { root: root.message, title: "" } };
  return web.post(rendered.payload, to, key);
}

const bot: Bot = {
  commands: [
    {
      name: "briefing",
      access: "read",
      description: "Read briefings",
      subcommands: [{ name: "latest", description: "The newest briefing", options: [] }],
    },
  ],
  accept: () => Promise.resolve(true),
  formFor: ({ kind, call }) =>
    Promise.resolve(kind === "action" && call.action === "ask:bridge" ? form : null),
  onSubmit: async ({ filled, post: under }) => {
    const question = String(filled["question"]);
    if (!question.includes("?")) return { faults: { question: "Write a question." } };
    if (under !== undefined)
      await post(note(`Asked: ${question} 1,204 metres.`), question.slice(0, 30), under);
    return note("The answer is in the thread.");
  },
  onCommand: () => Promise.resolve(briefing),
  onHome: () => Promise.resolve(briefing),
  onAction: async ({ post: pressed }) => {
    if (pressed === undefined) return note("Pressed in a private answer.");
    await post({ ...briefing, lead: briefing.thread }, `full-${pressed.message}`, pressed);
    return null;
  },
  onComplete: () => Promise.resolve([{ label: "latest — The newest briefing", value: "latest" }]),
  onReply: async ({ id, root }) => {
    await post(note("The briefing says: 1,204 metres."), `answer-${id.slice(-20)}`, root);
  },
};

async function inPage(
  browser: Browser,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (line) => {
    if (line.type() === "error") errors.push(line.text());
  });
  await work(page);
  await check("the page reports no error", () =>
    errors.length === 0 ? Promise.resolve() : Promise.reject(new Error(errors.join("; "))),
  );
  await context.close();
}

async function useWithKeyboard(page: Page): Promise<void> {
  const box = page.getByRole("combobox", { name: "Message #general" });
  await check("the page loads", async () => {
    await page.goto(web.url);
    await page.getByRole("heading", { level: 1, name: "general" }).waitFor();
  });
  await check("a command is completed with the keyboard", async () => {
    await box.focus();
    await page.keyboard.type("/b");
    await page.getByRole("option", { name: "/briefing" }).waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("option", { name: "latest" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator("#say-text[aria-activedescendant=choice-0]").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("listbox").waitFor({ state: "hidden" });
    if ((await box.inputValue()) !== "/briefing latest") throw new Error(await box.inputValue());
  });
  await check("a command is answered to the asker, who hears of it", async () => {
    await page.keyboard.press("Enter");
    await page.locator(".private", { hasText: "Trains cross from Monday." }).waitFor();
    await page.getByRole("status").filter({ hasText: "Only visible to you" }).waitFor();
    await page.locator("#say-text:focus").waitFor();
    if ((await box.inputValue()) !== "") throw new Error("the box was not emptied");
  });
  await check("a post appears by itself, and is announced", async () => {
    await post(briefing, "live");
    await page.locator("#stream .bot:not(.private)", { hasText: "The bridge opens" }).waitFor();
    await page.locator("#announcer", { hasText: "The bridge opens. Trains" }).waitFor();
  });
  await check("a button opens the thread with the full text", async () => {
    await page
      .locator(".bot:not(.private)")
      .getByRole("button", { name: "Read in thread" })
      .press("Enter");
    await page
      .getByRole("complementary", { name: "Thread" })
      .getByText("It took nine years")
      .waitFor();
    await page.locator("#pane-title:focus").waitFor();
    await page.waitForURL(/\/c\/general\/t\/\d+$/);
  });
  await check("a question in the thread is answered", async () => {
    await page.getByLabel("Reply in this thread").fill("How long is it?");
    await page.keyboard.press("Enter");
    await page.locator("#replies").getByText("The briefing says: 1,204 metres.").waitFor();
  });
  await check("axe finds nothing with the thread open", () => expectAccessible(page));
  await check("going back closes the thread", async () => {
    await page.goBack();
    await page.getByRole("complementary").waitFor({ state: "detached" });
    await page.locator("#m-1 [data-pane]:focus").waitFor();
  });
  await check("Escape closes the thread as well", async () => {
    await page.locator("#m-1 [data-pane]").click();
    await page.locator("#pane-title:focus").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
  });
  await check("axe finds nothing in a channel and in an empty one", async () => {
    await expectAccessible(page);
    await page.goto(`${web.url}/c/quiet`);
    await expectAccessible(page);
  });
}

async function useWithoutScript(page: Page): Promise<void> {
  await check("without a script: a command is answered", async () => {
    await page.goto(`${web.url}/c/quiet`);
    await page.getByRole("button", { name: "/briefing latest" }).click();
    await page.locator(".private", { hasText: "Trains cross from Monday." }).waitFor();
  });
  await check("without a script: a question in a thread is answered", async () => {
    await page.goto(web.url);
    await page.getByRole("link", { name: /repl/ }).first().click();
    await page.getByLabel("Reply in this thread").fill("And how long again?");
    await page.getByRole("complementary").getByRole("button", { name: "Send" }).click();
    await page.locator("#replies").getByText("And how long again?").waitFor();
    await page.locator("#replies li:last-child", { hasText: "The briefing says" }).waitFor();
  });
}

async function run(): Promise<void> {
  await web.start(bot);
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const desktop = { viewport: { width: 1280, height: 800 } };
  // The page's own policy would keep axe out.
  await inPage(browser, { ...desktop, bypassCSP: true }, useWithKeyboard);
  await inPage(browser, { ...desktop, bypassCSP: true }, (page) =>
    fillInForms(page, web.url, () => post(note("Something new."), "news")),
  );
  await inPage(browser, { ...desktop, javaScriptEnabled: false }, async (page) => {
    await useWithoutScript(page);
    await fillInWithoutScript(page, web.url);
  });
  await inPage(
    browser,
    { viewport: { width: 390, height: 844 }, bypassCSP: true, colorScheme: "dark" },
    async (page) => {
      await check(
        "on a phone in the dark: axe finds nothing, and nothing is wider than the screen",
        async () => {
          await page.goto(`${web.url}/c/general/t/1`);
          await expectAccessible(page);
          const width = z
            .number()
            .parse(await page.evaluate("document.documentElement.scrollWidth"));
          if (width > 390) throw new Error(`the page is ${String(width)} px wide`);
          await page.locator("#root").getByRole("button", { name: "Ask" }).click();
          await page.getByRole("form", { name: "Ask" }).waitFor();
          await expectAccessible(page);
          await picture(page, "phone");
        },
      );
    },
  );
  await check("under the page's own policy everything loads", async () => {
    await inPage(browser, desktop, async (page) => {
      await page.goto(web.url);
      await page.getByRole("combobox").waitFor();
    });
  });
  await browser.close();
}

if (existsSync(executablePath)) {
  try {
    await run();
  } finally {
    await web.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  process.exitCode = failed > 0 ? 1 : 0;
} else {
  console.log(`There is no Chromium at ${executablePath}. Set CHROMIUM to where it is.`);
  await web.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = 2;
}
