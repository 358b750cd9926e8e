/** The whole bot in Slack against whoever means it harm: refused or answered, never a crash, nothing posted. */
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { commands } from "../../src/chat/commands.ts";
import { digestCommand } from "../../src/chat/digests/command.ts";
import { formView } from "../../src/platforms/slack/forms/views.ts";
import { hostileStrings } from "../briefing/hostile.ts";
import type { FakeSlack } from "../fakes/slack.ts";
import type { EnvelopeType } from "../fakes/slack-delivery.ts";
import { seenIn } from "../fakes/slack-views.ts";
import { general, modes, openSlackBot, soon, type SlackBot } from "./slack-bot.rig.ts";
import { liveThings } from "./slack-json.ts";

const crashes: unknown[] = [];
const well = { answers: true, shown: [], pings: [], crashes: [] };
const note = (error: unknown): void => void crashes.push(error);

describe.each(modes)("the whole bot over %s", (mode) => {
  let slack: SlackBot;
  let fake: FakeSlack;
  const pressed = new Set<string>();

  beforeEach(async () => {
    pressed.clear();
    slack = await openSlackBot(mode);
    ({ fake } = slack);
    process.on("unhandledRejection", note);
    process.on("uncaughtException", note);
  });

  afterEach(() => {
    process.off("unhandledRejection", note);
    process.off("uncaughtException", note);
  });

  async function answerTo(url: string): Promise<string> {
    return (await slack.answerTo(url)).text;
  }

  /** Of drafts that were shown and not yet saved. */
  function saveButtons(): readonly string[] {
    const all = fake.asks.all().flatMap((url) => fake.asks.answersTo(url));
    const ids = all.flatMap(({ buttons }) => buttons.map(({ id }) => id));
    const fresh = ids.filter((id) => id.startsWith("digest-save:") && !pressed.has(id));
    for (const id of fresh) pressed.add(id);
    return fresh;
  }

  const ask = async (line: string, command = "/briefing"): Promise<string> =>
    answerTo(await fake.command(general, command, line));

  /** Whatever came before, it still answers, nothing was posted, and nothing was thrown into the blue. */
  async function health(): Promise<object> {
    const list = await ask("list");
    const answers = fake.asks.all().flatMap((url) => fake.asks.answersTo(url));
    const pings = answers.flatMap((each) => each.pings);
    const is = { answers: list.includes("Briefings"), shown: fake.shown(), pings };
    return { ...is, crashes: crashes.splice(0) };
  }

  it("answers commands of ten thousand characters, and says nothing that is alive", async () => {
    const long = "<!channel> @everyone <@U123> ".repeat(400);
    for (const { name, subcommands } of commands) {
      for (const sub of ["", "nonsense", ...subcommands.map((each) => each.name)]) {
        const line = `${sub} ${long}`.slice(0, 10_000);
        expect(await ask(line, `/${name}`), `/${name} ${sub}`).not.toBe("");
      }
    }
    const options = digestCommand.subcommands[0]?.options ?? [];
    for (const { name } of options) {
      const line = `add 9am ${name}:${long.replaceAll(" ", "-")}`.slice(0, 10_000);
      expect(await ask(line, "/digest"), name).not.toBe("");
    }
    expect(await health()).toEqual(well);
  }, 30_000);

  it("answers the corpus, typed behind every command", async () => {
    const subs = commands.flatMap(({ name, subcommands }) =>
      subcommands.map((sub) => [`/${name}`, sub.name] as const),
    );
    for (const [at, each] of hostileStrings.entries()) {
      const [command, sub] = subs[at % subs.length] ?? ["/briefing", "search"];
      const windows = fake.windows.modals.length;
      const url = await fake.command(general, command, `${sub} ${each}`);
      // What is no word of the command leaves a form to fill in.
      const isAnswered = () =>
        fake.asks.answersTo(url).length > 0 || fake.windows.modals.length > windows;
      await vi.waitFor(() => expect(isAnswered(), `${command} ${sub} ${each}`).toBe(true), soon);
      // Where words are kept and said back.
      const written = `add 9am title:"${each}" topics:"${each}" exclude:"${each}" name:"${each}"`;
      expect(await ask(written, "/digest"), each).not.toBe("");
    }
    expect(await ask("list", "/digest")).toContain("No schedule posts");
    expect(await health()).toEqual(well);
  }, 60_000);

  it("keeps a digest of hostile names inert wherever it is shown", async () => {
    for (const each of hostileStrings.filter((_, at) => at % 6 === 0)) {
      await ask(`add 9am title:"${each}" name:"${each}"`, "/digest");
      for (const value of saveButtons())
        await answerTo(await fake.pressAlone(general, { action_id: value, value }));
    }
    await fake.openHome();
    for (const line of ["list", "log", "preview", "pause", "status"]) await ask(line, "/digest");
    const answers = fake.asks.all().flatMap((url) => fake.asks.rawAnswersTo(url));
    const homes = [...fake.windows.homes.values()].map((each) => each.view);
    const alive = [...answers, ...homes]
      .flatMap(liveThings)
      .filter((each) => !/^element (?:modal|home)$/u.test(each));
    expect(homes).toHaveLength(1);
    expect(alive).toEqual([]);
    expect(await health()).toEqual(well);
  }, 30_000);

  it.each([
    "unknown:x",
    "read",
    "read:",
    "read:no-such",
    "share:../../etc",
    "v0|read|x",
    "__proto__",
    "constructor:x",
    "x".repeat(2_000),
  ])("says that it does not know the button %j of an older or another message", async (value) => {
    const url = await fake.pressAlone(general, { action_id: "old", value });
    expect(await answerTo(url)).toMatch(/do not know|know no briefing/);
    expect(await health()).toEqual(well);
  });

  it("says that it does not know a form of an older version, and does nothing", async () => {
    const form = { id: "old:x", title: "Old", intro: "Old", submit: "Go", fields: [] };
    const place = { form: "old:x", channel: fake.workspace.person };
    const open = { id: "V0", person: fake.workspace.person, view: formView(form, place) };
    fake.windows.modals.push(open);
    await fake.submit(open, {});
    expect(seenIn(open).text).toContain("do not know that form");
    const alien = { ...open, view: { ...open.view, private_metadata: "{" } };
    fake.windows.modals.push(alien);
    await fake.submit(alien, { words: { type: "plain_text_input", value: "x" } });
    expect(await health()).toEqual(well);
  });

  it("lives through payloads that nobody at Slack has written", async () => {
    const types: readonly EnvelopeType[] = ["slash_commands", "interactive", "events_api"];
    const kinds = [
      "block_actions",
      "view_submission",
      "view_closed",
      "message_action",
      "shortcut",
      "block_suggestion",
      "event_callback",
      "url_verification",
      "no_such_type",
    ];
    const payload = fc.record(
      {
        type: fc.constantFrom(...kinds),
        team_id: fc.oneof(fc.constant("T0FAKE001"), fc.jsonValue()),
        team: fc.oneof(fc.constant({ id: "T0FAKE001" }), fc.jsonValue()),
        user: fc.oneof(fc.constant({ id: "U0PERSON1" }), fc.jsonValue()),
        channel: fc.jsonValue(),
        command: fc.oneof(fc.constant("/other"), fc.jsonValue()),
        trigger_id: fc.jsonValue(),
        actions: fc.jsonValue(),
        container: fc.jsonValue(),
        message: fc.jsonValue(),
        view: fc.jsonValue(),
        event: fc.jsonValue(),
        authorizations: fc.jsonValue(),
        is_enterprise_install: fc.jsonValue(),
      },
      { requiredKeys: ["type"] },
    );
    // All at once: a request that nobody takes is left open for three seconds.
    const bodies = fc.sample(fc.tuple(fc.constantFrom(...types), payload), {
      numRuns: 100,
      seed: 4,
    });
    await Promise.allSettled(
      bodies.map(async ([type, body]) => {
        if (mode === "http") await slack.http().send(type, body);
        else fake.socket.say({ envelope_id: crypto.randomUUID(), type, payload: body });
      }),
    );
    expect(await health()).toEqual(well);
  }, 20_000);
});

describe("requests that were signed before", () => {
  it("are answered once when they are sent again within the tolerance, and refused after it", async () => {
    const slack = await openSlackBot("http");
    const { fake } = slack;
    const url = await fake.command(general, "/briefing", "list");
    for (let times = 0; times < 3; times++) await fake.redeliver();
    await vi.waitFor(() => expect(fake.asks.answersTo(url)).toHaveLength(1));
    const other = await fake.command(general, "/briefing", "help");
    await vi.waitFor(() => expect(fake.asks.answersTo(other)).toHaveLength(1));
    expect(fake.asks.answersTo(url)).toHaveLength(1);
    for (const skewSeconds of [-301, 301, -86_400, 86_400, Number.NaN]) {
      const response = await slack
        .http()
        .send("slash_commands", { command: "/briefing" }, { skewSeconds });
      expect([400, 401]).toContain(response.status);
    }
  });
});
