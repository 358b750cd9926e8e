/** `start` as a process, as an operator meets it. */
import { createServer } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  address,
  article,
  openFolder,
  runProgram,
  startProgram,
  type Folder,
  type Running,
} from "./cli/program.ts";
import { openDiscordFake } from "./fakes/discord.ts";
import { appToken, botToken, FakeSlack } from "./fakes/slack.ts";
import { showMessage } from "./platforms/discord.rig.ts";
import { byId, textOf } from "./platforms/web-html.ts";
import { bodyText, itemsIn, openBrowser } from "./platforms/web.rig.ts";

let folder: Folder;
let running: Running[] = [];

beforeEach(() => {
  folder = openFolder();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.end("SIGKILL")));
  folder.remove();
});

function start(env: Readonly<Record<string, string>> = {}): Running {
  const program = startProgram(folder, env);
  running.push(program);
  return program;
}

async function messages(url: string): Promise<readonly string[]> {
  return itemsIn(await openBrowser(url).get("/c/general"), "stream").map(bodyText);
}

const digest = "Morning digest";

/** How often the digest of the samples stands in the channel. */
async function untilDigest(url: string): Promise<void> {
  await vi.waitFor(async () => expect((await messages(url)).join("\n")).toContain(digest), {
    timeout: 5_000,
  });
}

describe("a first start without tokens", () => {
  it("says what runs where, what posts next, and what is missing, in a few lines", async () => {
    const program = start();
    const url = await address(program);
    const lines = program.out().trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(program.out()).toContain(`web       ${url}, channels: general, science`);
    expect(program.out()).toMatch(/slack +off\. Set SLACK_BOT_TOKEN/);
    expect(program.out()).toMatch(/discord +off\. Set DISCORD_TOKEN/);
    expect(program.out()).toMatch(/articles +9 ready in briefings\//);
    expect(program.out()).toMatch(/next +\w{3}, \d+ \w+ \d{4}, 09:00 \S+ +morning → web:general/);
    expect(program.err()).toBe("");
  });

  it("shows the digest of the samples, knows a new file within two seconds, and stops by Ctrl-C", async () => {
    const program = start();
    const url = await address(program);
    await untilDigest(url);

    const browser = openBrowser(url);
    let request = 0;
    const list = async (): Promise<string> => {
      request += 1;
      const form = { text: "/briefing list", request: `list-${request}` };
      const { url: at, page } = await browser.post("/c/general/say", form);
      return textOf(byId(page, at.hash.slice(1)) ?? page);
    };
    expect(await list()).not.toContain("The harbour bridge opens");
    folder.write("briefings/bridge.md", article("The harbour bridge opens"));
    await vi.waitFor(async () => expect(await list()).toContain("The harbour bridge opens"), {
      timeout: 2_000,
    });

    const { end, tookMs } = await program.end("SIGINT");
    expect(end).toBe(0);
    expect(tookMs).toBeLessThan(2_000);
    expect(program.out()).toContain("Stopped.");
  });
});

describe("a start after the process was killed", () => {
  it("posts nothing a second time", async () => {
    const first = start();
    await untilDigest(await address(first));
    const before = await vi.waitFor(async () => {
      const all = await messages(await address(first));
      expect(all).toEqual(await messages(await address(first)));
      return all;
    });
    expect((await first.end("SIGKILL")).end).toBe("SIGKILL");

    const second = start();
    const url = await address(second);
    // Anything that was still to be posted is posted when what comes after it is.
    folder.write("briefings/bridge.md", article("The harbour bridge opens"));
    const sent = await runProgram(folder, ["send", "briefings/bridge.md", "--to", "web:general"]);
    expect(sent).toMatchObject({ code: 0, out: "Posted to web:general.\n" });
    const after = await messages(url);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.filter((text) => text.includes(digest))).toHaveLength(1);
    expect(after.at(-1)).toContain("The harbour bridge opens");
  });
});

describe("a start that cannot be", () => {
  it("names the process that runs on the same data already", async () => {
    const first = start();
    await address(first);
    const second = await runProgram(folder, ["start"]);
    expect(second.code).toBe(1);
    expect(second.out).toBe("");
    expect(second.err).toMatch(/^Process \d+ already runs the bot on \S+\.\nHint: .+\n$/);
    expect(second.err).toContain(String(first.pid));
  });

  it("says that the port is taken, and how to take another", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const taken = server.address();
    if (taken === null || typeof taken === "string") throw new Error("not listening");
    const ended = await runProgram(folder, ["start"], { env: { PORT: String(taken.port) } });
    server.close();
    expect(ended.code).toBe(1);
    expect(ended.err).toContain(String(taken.port));
    expect(ended.err).toMatch(/Hint: .*PORT/);
    expect(ended.err).not.toMatch(/^\s+at /m);
  });

  it.each(["21.0.0", "18.19.1"])(
    "says in one sentence that Node %s is too old",
    async (version) => {
      const old = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
      const ended = await runProgram(folder, ["start"], {
        node: ["--import", `data:text/javascript,${encodeURIComponent(old)}`],
      });
      expect(ended).toMatchObject({ code: 1, out: "" });
      expect(ended.err.trimEnd().split("\n")).toEqual([
        expect.stringMatching(new RegExp(`needs Node 26, and this is Node ${version}`)),
      ]);
    },
  );

  it("tells every mistake of the configuration with its line", async () => {
    folder.write(
      "config/bot.yaml",
      [
        "timezone: Europe/Londn",
        "channels:",
        "  web:",
        "    general: {}",
        "schedules:",
        "  morning:",
        "    to: web:general",
        '    at: "09:00"',
        "    colour: red",
      ].join("\n"),
    );
    const ended = await runProgram(folder, ["start"]);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(/^config\/bot\.yaml:1:\d+ {2}error .*Europe\/London/m);
    expect(ended.err).toMatch(/^config\/bot\.yaml:9:\d+ {2}error .*colour/m);
  });

  it("says so where there is no configuration", async () => {
    const ended = await runProgram(folder, ["start", "--config", "nowhere.yaml"]);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(/^The configuration nowhere\.yaml cannot be read\.\nHint: /);
  });
});

describe("with the settings of all three platforms in .env", () => {
  it("posts the digest to each", async () => {
    const slack = await FakeSlack.open();
    const discord = await openDiscordFake();
    try {
      slack.workspace.addChannel("C0GENERAL", "general");
      folder.write(
        ".env",
        [
          `SLACK_BOT_TOKEN=${botToken}`,
          `SLACK_APP_TOKEN=${appToken}`,
          `SLACK_API_URL=${slack.apiUrl}`,
          `DISCORD_TOKEN=${discord.token}`,
          `DISCORD_API_URL=${discord.apiUrl}`,
        ].join("\n"),
      );
      folder.write(
        "config/bot.yaml",
        `channels:
  web: { general: {} }
  slack: { news: C0GENERAL }
  discord: { news: "${discord.general.id}" }
schedules:
  morning:
    to: [web:general, slack:news, discord:news]
    at: "09:00"
    title: ${digest}
    first: now
`,
      );
      const program = start();
      const url = await address(program);
      expect(program.out()).toMatch(/slack +(?!off|not running)\S.*channels: news/);
      expect(program.out()).toMatch(/discord +(?!off|not running)\S.*channels: news/);
      await untilDigest(url);
      await vi.waitFor(
        () => {
          const [inSlack] = slack.shown();
          expect(inSlack?.text).toContain(digest);
          expect(inSlack?.message.channel).toBe("C0GENERAL");
          const inDiscord = discord.world.shown().filter(({ author }) => author.bot);
          expect(inDiscord.map((each) => showMessage(each, null).text).join("\n")).toContain(
            digest,
          );
        },
        { timeout: 8_000 },
      );
      const { end, tookMs } = await program.end("SIGTERM");
      expect(end).toBe(0);
      expect(tookMs).toBeLessThan(2_000);
      expect(program.err()).not.toContain("opened again");
    } finally {
      await Promise.all([slack.close(), discord.close()]);
    }
  });

  it("stops in time also while one of them keeps the start waiting", async () => {
    const slack = await FakeSlack.open();
    try {
      slack.fault("auth.test", { kind: "hang" });
      const settings = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken };
      const program = start({ ...settings, SLACK_API_URL: slack.apiUrl });
      await vi.waitFor(() => expect(slack.calls).toHaveLength(1), { timeout: 8_000 });
      const { tookMs } = await program.end("SIGINT");
      expect(tookMs).toBeLessThan(2_000);
      expect(program.out()).toContain("Ctrl-C: stopping …");
    } finally {
      await slack.close();
    }
  });
});
