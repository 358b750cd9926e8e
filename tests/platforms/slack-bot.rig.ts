/** The whole bot in the fake Slack, over either way in, and what somebody there does and sees. */
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { startApp, type App } from "../../src/app/app.ts";
import { parseConfig } from "../../src/config/config.ts";
import { platformRegistry } from "../../src/platforms/index.ts";
import { systemClock, type Clock } from "../../src/delivery/clock.ts";
import type { SlackConnection } from "../../src/platforms/slack/settings.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { appToken, botToken, FakeSlack } from "../fakes/slack.ts";
import { SignedHttp } from "../fakes/slack-delivery.ts";
import type { SeenMessage, StoredMessage } from "../fakes/slack-reading.ts";
import { seenIn, type OpenView } from "../fakes/slack-views.ts";
import { off } from "./off.ts";
import { addressIn, signingSecret } from "./slack.rig.ts";

export const general = "C0GENERAL";
export const modes = ["socket", "http"] as const;

/** Answers take a few milliseconds, and some tests wait for hundreds of them. */
export const soon = { timeout: 5_000, interval: 5 };

/** The articles of this repository, in a folder of their own. */
function copyOfBriefings(): string {
  const folder = temporaryFolder();
  cpSync(join(import.meta.dirname, "../../briefings"), folder, { recursive: true });
  return folder;
}

/** Until the test is over. `more` stands below the folder and the channel in config/bot.yaml. */
export async function openSlackBot(
  mode: SlackConnection["mode"],
  more = "",
  clock: Clock = systemClock,
): Promise<SlackBot> {
  const fake = await FakeSlack.open();
  fake.workspace.addChannel(general, "general");
  const log = new RecordingLog();
  const folder = copyOfBriefings();
  const text = `briefings: ${folder}\nchannels: { slack: { news: ${general} } }\n${more}`;
  const { config, problems } = parseConfig(text, "bot.yaml");
  if (config === null) throw new Error(problems.map(({ message }) => message).join("\n"));
  const connection =
    mode === "socket"
      ? { SLACK_APP_TOKEN: appToken }
      : { SLACK_SIGNING_SECRET: signingSecret, SLACK_PORT: "0" };
  const app = await startApp({
    config,
    env: { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: fake.apiUrl, ...connection },
    dataDirectory: temporaryFolder(),
    log,
    clock,
    registry: { web: off, slack: platformRegistry.slack, discord: off },
  });
  onTestFinished(async () => {
    await app.stop();
    await fake.close();
  });
  const slack = new SlackBot(fake, app, { log, folder });
  if (mode === "http") fake.delivery = slack.http();
  return slack;
}

/** What a person was shown, with buttons to press. */
export type Shown = Pick<SeenMessage, "text" | "buttons">;

export class SlackBot {
  readonly fake: FakeSlack;
  readonly app: App;
  readonly log: RecordingLog;

  readonly #folder: string;

  constructor(fake: FakeSlack, app: App, { log, folder }: { log: RecordingLog; folder: string }) {
    this.fake = fake;
    this.app = app;
    this.log = log;
    this.#folder = folder;
  }

  /** Drops an article into the folder, and waits until it is known. */
  async write(article: string): Promise<void> {
    const before = this.app.shelf.known().length;
    writeFileSync(join(this.#folder, "new-article.md"), article);
    await vi.waitFor(() => {
      if (this.app.shelf.known().length === before) throw new Error("it is not known yet");
    }, 10_000);
  }

  /** Slack's requests to where this bot listens. */
  http(): SignedHttp {
    return new SignedHttp(addressIn(this.log.lines), signingSecret);
  }

  /** What went wrong. */
  get complaints(): readonly string[] {
    return this.log.lines.filter(({ level }) => level !== "info").map(({ message }) => message);
  }

  /** The answer that only the asker sees; it notifies nobody. */
  async answerTo(url: string): Promise<Shown> {
    const answers = await vi.waitFor(() => {
      const all = this.fake.asks.answersTo(url);
      if (all.length === 0) throw new Error("no answer");
      return all;
    }, soon);
    const pings = answers.flatMap((each) => each.pings);
    if (pings.length > 0) throw new Error(`it notifies ${pings.join()}`);
    const text = answers.map((each) => each.text).join("\n");
    return { text, buttons: answers.flatMap(({ buttons }) => buttons) };
  }

  async type(line: string, channel = general): Promise<Shown> {
    const [command = "", ...words] = line.split(" ");
    return this.answerTo(await this.fake.command(channel, command, words.join(" ")));
  }

  /** A command that opens a form. */
  async open(line: string, channel = general): Promise<OpenView> {
    this.fake.windows.modals.length = 0;
    const [command = "", ...words] = line.split(" ");
    await this.fake.command(channel, command, words.join(" "));
    return this.window();
  }

  /** Presses a button of an answer that only they see. */
  async press(shown: Shown, label: string, channel = general): Promise<Shown> {
    const { id } = buttonOf(shown, label);
    return this.answerTo(await this.fake.pressAlone(channel, { action_id: id, value: id }));
  }

  /** The window on top. */
  window(says = /[^]*/u): Promise<OpenView> {
    return vi.waitFor(() => {
      const view = this.fake.windows.modals.at(-1);
      if (view === undefined) throw new Error("no window is open");
      return thatSays(view, says);
    }, soon);
  }

  async pressIn(view: OpenView, label: string): Promise<void> {
    const { id } = buttonOf(seenIn(view), label);
    await this.fake.pressIn(view, { action_id: id, value: id });
  }

  /** Their App Home, once it shows that. */
  home(shows = /[^]*/u, person = this.fake.workspace.person): Promise<OpenView> {
    return vi.waitFor(() => {
      const view = this.fake.windows.homes.get(person);
      if (view === undefined) throw new Error("no home");
      return thatSays(view, shows);
    }, soon);
  }

  async openHome(): Promise<OpenView> {
    await this.fake.openHome();
    return this.home();
  }

  posted(words: string): Promise<StoredMessage> {
    return vi.waitFor(() => {
      const found = this.fake.shown().find(({ text }) => text.includes(words));
      if (found === undefined) throw new Error(`nothing says ${words}`);
      return found.message;
    }, soon);
  }
}

/** In its text, or on its buttons. */
function thatSays(view: OpenView, words: RegExp): OpenView {
  const { text, buttons } = seenIn(view);
  const all = [text, ...buttons.map(({ label }) => label)].join("\n");
  if (words.test(all)) return view;
  throw new Error(`${String(words)} is not in: ${all}`);
}

function buttonOf({ buttons, text }: Shown, label: string): Shown["buttons"][number] {
  const found = buttons.find((each) => each.label === label);
  if (found === undefined) throw new Error(`no button ${label} under: ${text}`);
  return found;
}

/** What the form of a schedule holds when somebody wrote only that. */
export function scheduleState(
  written: Readonly<Record<string, string>>,
): Record<string, Readonly<Record<string, unknown>>> {
  const days = (written["days"] ?? "").split(" ").filter(Boolean);
  const text = (name: string) =>
    [name, { type: "plain_text_input", value: written[name] ?? null }] as const;
  const choice = (name: string, value: string) =>
    [name, { type: "static_select", selected_option: { value: written[name] ?? value } }] as const;
  return Object.fromEntries([
    [
      "channel",
      { type: "conversations_select", selected_conversation: written["channel"] ?? null },
    ],
    text("when"),
    ["at", { type: "timepicker", selected_time: written["at"] ?? null }],
    ["days", { type: "checkboxes", selected_options: days.map((value) => ({ value })) }],
    ["topics", { type: "checkboxes", selected_options: [] }],
    choice("form", "digest"),
    text("timezone"),
    text("title"),
    text("include"),
    text("exclude"),
    text("most"),
    text("per-topic"),
    text("quiet"),
    choice("empty", "silent"),
    choice("approval", "none"),
    text("approver"),
    text("ask"),
  ]);
}
