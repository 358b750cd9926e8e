/**
 * Draws `docs/pictures/*.png`: sample briefings as Slack and Discord would show them, from the payloads that our
 * renderers make. The chats themselves are imitated, Slack by slack-blocks-to-jsx and Discord by a few lines of HTML.
 */
import { mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";
import type { Briefing } from "../src/briefing/briefing.ts";
import { composeBriefing, composeDigest } from "../src/briefing/compose/compose.ts";
import type { Message } from "../src/briefing/message.ts";
import { parseBriefing } from "../src/briefing/parse/parse.ts";
import { renderDiscord } from "../src/platforms/discord/render.ts";
import type { Rendered } from "../src/platforms/platform.ts";
import { renderSlack } from "../src/platforms/slack/render.ts";
import { findChromium } from "./chromium.ts";
import { discordHtml } from "./pictures/discord.ts";
import { slackHtml } from "./pictures/slack.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PICTURES = join(ROOT, "docs", "pictures");
const POST = "http-3.md";
const DIGEST = ["dart-hera.md", "sake-koji.md", "smallpox.md", "common-charger.md"];
/** The morning on which all pictures are taken. */
const NOW = Temporal.Instant.from("2026-11-20T09:00:00Z");

// slack-blocks-to-jsx writes the clock in the zone of the process.
process.env["TZ"] = "UTC";

const AVATAR = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#1d4ed8"/>
<g fill="#fff"><rect x="9" y="10" width="22" height="4" rx="2"/><rect x="9" y="18" width="22" height="3" rx="1.5" opacity=".8"/>
<rect x="9" y="25" width="13" height="3" rx="1.5" opacity=".8"/></g></svg>`,
)}`;

async function loadSample(name: string): Promise<Briefing> {
  const file = join(ROOT, "briefings", name);
  const { briefing, problems } = parseBriefing(await readFile(file), {
    file: basename(file),
    timeZone: "UTC",
  });
  if (briefing === null)
    throw new Error(`${name}: ${problems.map((one) => one.message).join(" ")}`);
  return briefing;
}

function channelPayload(rendered: readonly Rendered[]): unknown {
  const first = rendered.find(({ to }) => to === "channel");
  if (first === undefined) throw new Error("Nothing was rendered for the channel.");
  return first.payload;
}

function bothChats(message: Message): { slack: string; discord: string } {
  return {
    slack: slackHtml(channelPayload(renderSlack(message)), { avatar: AVATAR, at: NOW }),
    discord: discordHtml(channelPayload(renderDiscord(message)), {
      avatar: AVATAR,
      clock: "Today at 09:00",
      now: NOW,
    }),
  };
}

async function draw(page: Page, name: string, html: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 600 });
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>body{margin:0}</style>
<div id="picture">${html}</div>`);
  await page.evaluate("document.fonts.ready");
  await page.locator("#picture").screenshot({ path: join(PICTURES, `${name}.png`) });
}

function sideBySide({ slack, discord }: { slack: string; discord: string }): string {
  return `<style>
.both{display:flex;align-items:stretch;gap:16px;padding:16px;background:#eceef2}
.both>section{flex:1 1 0;min-width:0;border-radius:10px;overflow:hidden;display:flex;flex-direction:column;box-shadow:0 1px 4px #0003}
.both h6{margin:0;font:700 16px/48px Lato,sans-serif;padding:0 20px}
.both>.light{background:#fff}.both .light h6{border-bottom:1px solid #e3e3e6;color:#1d1c1d}
.both .dark{background:#1a1a1e}.both .dark h6{border-bottom:1px solid #2c2c32;color:#f2f3f5}
.both h6 span{font-weight:400;opacity:.6;float:right}
</style><div class="both">
<section class="light"><h6># daily-briefing <span>Slack</span></h6>${slack}</section>
<section class="dark"><h6># daily-briefing <span>Discord</span></h6>${discord}</section></div>`;
}

await mkdir(PICTURES, { recursive: true });
const post = bothChats(composeBriefing(await loadSample(POST), "compact"));
const digest = bothChats(
  composeDigest(await Promise.all(DIGEST.map(loadSample)), {
    title: "Morning digest",
    at: NOW.toString(),
  }),
);

const browser = await chromium.launch({ executablePath: findChromium() });
try {
  const page = await browser.newPage({ deviceScaleFactor: 1.4 });
  await draw(page, "slack", post.slack, 720);
  await draw(page, "discord", post.discord, 720);
  await draw(page, "slack-digest", digest.slack, 720);
  await draw(page, "discord-digest", digest.discord, 720);
  await draw(page, "briefing", sideBySide(post), 1360);
} finally {
  await browser.close();
}
