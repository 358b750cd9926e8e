/** The whole bot in Slack, as somebody uses it: a post, a question in a form, a schedule made in a form, the App Home. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startApp, type App } from "../../src/app/app.ts";
import { parseConfig } from "../../src/config/config.ts";
import { platformRegistry, type PlatformEntry } from "../../src/platforms/index.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { appToken, botToken, FakeSlack } from "../fakes/slack.ts";
import { seenIn, type OpenView } from "../fakes/slack-views.ts";
import type { StoredMessage } from "../fakes/slack-reading.ts";

const off: PlatformEntry = {
  open: () => Promise.resolve({ state: "off", missing: "It is not under test." }),
  renderer: () => Promise.reject(new Error("not used")),
  check: () => Promise.resolve([]),
};

const channel = "C0GENERAL";
const person = "U0PERSON1";
let fake: FakeSlack;
let app: App;
let log: RecordingLog;

beforeEach(async () => {
  fake = await FakeSlack.open();
  fake.workspace.addChannel(channel, "general");
  log = new RecordingLog();
  const { config, problems } = parseConfig(
    `briefings: ${join(import.meta.dirname, "../../briefings")}
channels: { slack: { news: ${channel} } }
schedules: { morning: { to: "slack:news", at: "09:00", title: Morning digest } }
`,
    "bot.yaml",
  );
  if (config === null) throw new Error(problems.map(({ message }) => message).join("\n"));
  app = await startApp({
    config,
    env: { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: fake.apiUrl },
    dataDirectory: temporaryFolder(),
    log,
    registry: { web: off, slack: platformRegistry.slack, discord: off },
  });
});

afterEach(async () => {
  await app.stop();
  await fake.close();
});

async function answerTo(url: string): Promise<string> {
  await vi.waitFor(() => expect(fake.asks.answersTo(url).length).toBeGreaterThan(0));
  return fake.asks
    .answersTo(url)
    .map(({ text }) => text)
    .join("\n");
}

async function top(): Promise<OpenView> {
  return vi.waitFor(() => {
    const view = fake.windows.modals.at(-1);
    if (view === undefined) throw new Error("no window is open");
    return view;
  });
}

function homeThat(shows: RegExp): Promise<OpenView> {
  return vi.waitFor(() => {
    const view = fake.windows.homes.get(person);
    if (view === undefined) throw new Error("no home");
    expect(
      seenIn(view).text +
        seenIn(view)
          .buttons.map(({ label }) => label)
          .join(" "),
    ).toMatch(shows);
    return view;
  });
}

async function posted(words: string): Promise<StoredMessage> {
  return vi.waitFor(() => {
    const found = fake.shown().find(({ text }) => text.includes(words));
    if (found === undefined) throw new Error(`nothing says ${words}`);
    return found.message;
  });
}

const question = { question: { type: "plain_text_input", value: "Who decided it?" } };
const complaints = (): readonly string[] =>
  log.lines.filter(({ level }) => level !== "info").map(({ message }) => message);

describe("somebody in Slack", () => {
  it("shares a briefing and asks it from its button and from the menu of the message", async () => {
    await answerTo(await fake.command(channel, "/briefing", "show leap-second share"));
    const post = await posted("leap second");
    // One message a second is the most in a channel.
    const answered = (count: number): Promise<void> =>
      vi.waitFor(() => {
        const replies = fake.shown().filter(({ message }) => message.thread_ts === post.ts);
        expect(replies).toHaveLength(count);
      }, 5_000);
    await fake.press(post, { action_id: "ask:leap-second", value: "ask:leap-second" });
    await fake.submit(await top(), question);
    await answered(1);
    await fake.shortcut("ask-post", channel, post.ts);
    await fake.submit(await top(), { question: { type: "plain_text_input", value: "When?" } });
    await answered(2);
    expect(complaints()).toEqual([]);
  });

  it("does what the form behind a bare command offers", async () => {
    const url = await fake.command(channel, "/briefing", "");
    const open = await top();
    expect(await fake.suggest(open, "name", "leap")).toMatchObject({
      options: [{ value: "leap-second" }],
    });
    await fake.submit(open, {
      sub: { type: "static_select", selected_option: { value: "show" } },
      name: { type: "external_select", selected_option: { value: "leap-second" } },
      words: { type: "plain_text_input", value: null },
    });
    expect(await answerTo(url)).toContain("leap second");
    expect(complaints()).toEqual([]);
  });

  it("makes a schedule in a form, in their own time zone, and finds it in the App Home", async () => {
    await fake.openHome();
    await vi.waitFor(() => expect(fake.windows.homes.get(person)).toBeDefined());
    const url = await fake.command(channel, "/digest", "add");
    await fake.submit(await top(), {
      when: { type: "plain_text_input", value: "weekdays 9am" },
      topics: { type: "checkboxes", selected_options: [] },
      form: { type: "static_select", selected_option: { value: "digest" } },
      timezone: { type: "plain_text_input", value: null },
      title: { type: "plain_text_input", value: "Seen at nine" },
      exclude: { type: "plain_text_input", value: null },
      most: { type: "plain_text_input", value: null },
      quiet: { type: "plain_text_input", value: null },
    });
    expect(await answerTo(url)).toContain("Asia/Tokyo");
    const [confirm] = fake.asks.answersTo(url)[0]?.buttons ?? [];
    if (confirm === undefined) throw new Error("there is nothing to confirm with");
    const button = { action_id: confirm.id, value: confirm.id };
    const saved = await answerTo(await fake.pressAlone(channel, button));
    expect(saved).toMatch(/Saved[^]*next runs[^]*00:00 UTC/);
    const home = await homeThat(/Schedules of #general[^]*Asia\/Tokyo/);
    const buttons = seenIn(home).buttons.filter(({ id }) => id.startsWith(`in:${channel}:`));
    const edit = buttons.find(({ label }) => label === "Edit");
    const pause = buttons.find(({ label }) => label === "Pause");
    if (edit === undefined || pause === undefined) throw new Error("nothing to press");
    await fake.pressIn(home, { action_id: edit.id, value: edit.id });
    expect(JSON.stringify((await top()).view)).toContain("Seen at nine");
    await fake.pressIn(home, { action_id: pause.id, value: pause.id });
    await homeThat(/Resume|rests/i);
    expect(complaints()).toEqual([]);
  });

  it("sees nothing in the App Home of a channel that is not theirs, and cannot reach into it", async () => {
    fake.workspace.addChannel(channel, "general", { members: [fake.workspace.bot.user] });
    await fake.openHome();
    const home = await homeThat(/briefings in all/);
    expect(seenIn(home).text).not.toContain("Schedules of");
    for (const id of [
      `in:${channel}:digest-preview:f.morning`,
      `in:${channel}:share:leap-second`,
    ]) {
      await fake.pressIn(home, { action_id: id, value: id });
      const said = async (): Promise<string> => seenIn(await top()).text;
      await vi.waitFor(async () => expect(await said()).toContain("manage it"));
      fake.windows.modals.length = 0;
    }
    expect(fake.shown()).toEqual([]);
  });

  it("reads and searches in the App Home", async () => {
    await fake.openHome();
    const home = await vi.waitFor(() => {
      const view = fake.windows.homes.get(person);
      if (view === undefined) throw new Error("no home");
      return view;
    });
    expect(seenIn(home).text).toContain("briefings in all");
    await fake.pressIn(home, { action_id: "search", value: "search" });
    const form = await top();
    await fake.submit(form, { words: { type: "plain_text_input", value: "leap" } });
    expect(seenIn(form).text).toContain("leap second");
    expect(complaints()).toEqual([]);
  });
});
