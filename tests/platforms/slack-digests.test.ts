/** `/digest` in Slack, typed, in forms and in the App Home: what it does, who may, and that all of it stays up to date. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { markdownArticle } from "../briefing/parse/sample.ts";
import { hostileStrings } from "../briefing/hostile.ts";
import { seenIn } from "../fakes/slack-views.ts";
import { general, modes, openSlackBot, scheduleState, type SlackBot } from "./slack-bot.rig.ts";
import { liveThings } from "./slack-json.ts";

describe.each(modes)("/digest in Slack over %s", (mode) => {
  let slack: SlackBot;

  beforeEach(async () => {
    slack = await openSlackBot(mode);
    await slack.openHome();
  });

  async function add(words = "weekdays 9am title:Seen"): Promise<string> {
    const understood = await slack.type(`/digest add ${words}`);
    return (await slack.press(understood, "Save")).text;
  }

  it("says before and after it is saved when the next three runs are, as dates of Slack in the person's zone", async () => {
    const url = await slack.fake.command(general, "/digest", "add weekdays 9am");
    const understood = await slack.answerTo(url);
    expect(understood.text).toContain("weekdays at 09:00, Asia/Tokyo");
    const dates = (of: string): number =>
      JSON.stringify(slack.fake.asks.rawAnswersTo(of)).match(/"type":"date","timestamp":\d+/gu)
        ?.length ?? 0;
    expect(dates(url)).toBe(3);
    const { id } = understood.buttons[0] ?? { id: "" };
    const saved = await slack.fake.pressAlone(general, { action_id: id, value: id });
    expect((await slack.answerTo(saved)).text).toMatch(/Saved[^]*next runs[^]*00:00 UTC/u);
    expect(dates(saved)).toBe(3);
    // In the place of the question, which is answered now.
    expect(slack.fake.asks.rawAnswersTo(saved)).toMatchObject([{ replace_original: true }]);
  });

  it("is kept by typed commands, and the App Home follows each", async () => {
    await add();
    await slack.home(/Schedules of #general[^]*weekdays at 09:00, Asia\/Tokyo[^]*by Ada/u);
    expect((await slack.type("/digest list")).text).toContain("Made in chat by Ada");
    expect((await slack.type("/digest preview")).text).toMatch(/Preview of “digest”|nothing new/u);
    expect((await slack.type("/digest pause digest")).text).toContain("rests");
    await slack.home(/Paused since[^]*by Ada[^]*Resume/u);
    expect((await slack.type("/digest resume digest")).text).toContain("goes on");
    await slack.home(/Next: [^]*Pause/u);
    expect((await slack.type("/digest skip digest")).text).toMatch(/left out/iu);
    await slack.home(/is left out/u);
    const form = await slack.open("/digest edit digest");
    expect(JSON.stringify(form.view)).toContain("Seen");
    await slack.fake.submit(form, scheduleState({ when: "daily 7am", title: "Seen at seven" }));
    const draft = await vi.waitFor(() => {
      const found = JSON.stringify(lastAnswers()).match(/digest-save:2/u);
      if (found === null) throw new Error("no draft");
      return found[0];
    });
    const button = { action_id: draft, value: draft };
    expect((await slack.answerTo(await slack.fake.pressAlone(general, button))).text).toContain(
      "Saved",
    );
    await slack.home(/daily at 07:00/u);
    const sure = await slack.type("/digest remove digest");
    expect((await slack.press(sure, "Remove it")).text).toContain("is gone");
    await slack.home(/Nothing is posted by itself/u);
    expect(slack.complaints).toEqual([]);
  });

  function lastAnswers(): readonly unknown[] {
    const urls = slack.fake.asks.all();
    return urls.flatMap((url) => slack.fake.asks.rawAnswersTo(url));
  }

  it("is made, changed, paused and taken away in the App Home, for the channel that was chosen", async () => {
    const { fake } = slack;
    await slack.pressIn(await slack.home(), "Add a schedule");
    const form = await slack.window();
    expect(await fake.submit(form, scheduleState({ when: "daily 8am" }))).toMatchObject({
      response_action: "errors",
      errors: { channel: expect.stringContaining("Choose the channel") },
    });
    await fake.submit(form, scheduleState({ when: "daily 8am", channel: general }));
    expect(seenIn(form).text).toMatch(/for #general[^]*daily at 08:00, Asia\/Tokyo/u);
    await slack.pressIn(form, "Save");
    await slack.window(/Saved/u);
    await slack.pressIn(await slack.home(/daily at 08:00[^]*Pause/u), "Pause");
    await slack.window(/rests/u);
    await slack.pressIn(await slack.home(/Paused since/u), "Resume");
    await slack.window(/goes on/u);
    await slack.pressIn(await slack.home(/Pause/u), "Edit");
    const edit = await slack.window(/When/u);
    await fake.submit(edit, scheduleState({ when: "daily 6am" }));
    await slack.pressIn(edit, "Save");
    await slack.pressIn(await slack.home(/daily at 06:00/u), "Remove");
    await slack.pressIn(await slack.window(/Take the schedule/u), "Remove it");
    await slack.home(/Nothing is posted by itself/u);
    expect((await slack.type("/digest list")).text).toContain("No schedule posts");
    expect(slack.complaints).toEqual([]);
  });

  it("is seen in the App Home of others who look at it, and so is a new article", async () => {
    const { workspace } = slack.fake;
    const ada = workspace.person;
    workspace.person = "U0PERSON2";
    workspace.addChannel(general, "general", { members: [ada, workspace.person, "U0BOT0001"] });
    await slack.openHome();
    workspace.person = ada;
    await add();
    await slack.home(/Schedules of #general[^]*weekdays at 09:00/u, "U0PERSON2");
    await slack.write(markdownArticle);
    await slack.home(/Lighthouses go dark/u, "U0PERSON2");
    await slack.home(/Lighthouses go dark/u, ada);
    expect(slack.complaints).toEqual([]);
  }, 15_000);

  it("posts what is new when it is told to", async () => {
    await add("daily 9am form:digest title:Right-now");
    expect((await slack.type("/digest now")).text).toMatch(/nothing was posted/iu);
    await slack.write(markdownArticle);
    expect((await slack.type("/digest preview")).text).toContain("Lighthouses go dark");
    expect(slack.fake.shown()).toEqual([]);
    expect((await slack.type("/digest now")).text).toContain("Posted to this channel: 1 briefing");
    const post = await slack.posted("Lighthouses go dark");
    expect(post.channel).toBe(general);
  });

  it("is chosen by clock and days in a form that knows the person's time zone, and changed so", async () => {
    const { fake } = slack;
    const url = await fake.command(general, "/digest", "add");
    const form = await slack.window();
    expect(JSON.stringify(form.view)).toContain('"initial_value":"Asia/Tokyo"');
    await fake.submit(form, scheduleState({ at: "07:30", days: "mon thu" }));
    const understood = await slack.answerTo(url);
    expect(understood.text).toMatch(/Mon[^]*Thu[^]*at 07:30, Asia\/Tokyo/u);
    await slack.press(understood, "Save");
    const edit = await slack.open("/digest edit digest");
    const when = /"initial_value":"([^"]*07:30[^"]*)"/u.exec(JSON.stringify(edit.view))?.[1] ?? "";
    expect(JSON.stringify(edit.view)).toContain('"initial_time":"07:30"');
    await fake.submit(
      edit,
      scheduleState({ when, timezone: "Asia/Tokyo", at: "08:15", days: "fri" }),
    );
    const changed = await vi.waitFor(() => {
      const answers = fake.asks.all().flatMap((each) => fake.asks.answersTo(each));
      const found = answers.find(({ text }) => text.includes("08:15"));
      if (found === undefined) throw new Error("nothing is changed");
      return found;
    });
    expect(changed.text).toMatch(/Fri[^]*at 08:15, Asia\/Tokyo/u);
  });

  it("says at once that it cannot post where it is not, and how to bring it there", async () => {
    slack.fake.workspace.addChannel("C0AWAY", "away", { isMember: false });
    const lines = ["/briefing latest share", "/digest add weekdays 9am", "/briefing digest share"];
    for (const line of lines) expect((await slack.type(line, "C0AWAY")).text).toContain("/invite");
    const form = await slack.open("/digest add");
    const verdict = await slack.fake.submit(
      form,
      scheduleState({ at: "09:00", channel: "C0AWAY" }),
    );
    expect(verdict).toMatchObject({ errors: { channel: expect.stringContaining("/invite") } });
    expect((await slack.type("/digest list", "C0AWAY")).text).toContain("No schedule posts");
    expect(slack.fake.shown()).toEqual([]);
  });

  it("says at the field what it does not understand, and keeps what was written", async () => {
    const form = await slack.open("/digest add");
    const verdict = await slack.fake.submit(form, scheduleState({ when: "on the moon" }));
    expect(verdict).toMatchObject({ response_action: "errors", errors: { when: /./u } });
    expect((await slack.type("/digest list")).text).toContain("No schedule posts");
  });

  it("is inert whatever people call themselves or a digest", async () => {
    for (const [at, hostile] of hostileStrings.filter((_, each) => each % 12 === 0).entries()) {
      slack.fake.workspace.person = `U0HOSTILE${at}`;
      slack.fake.workspace.names.set(slack.fake.workspace.person, hostile);
      slack.fake.workspace.addChannel(`C0HOSTILE${at}`, hostile, {
        members: [slack.fake.workspace.person],
      });
      const channel = `C0HOSTILE${at}`;
      await slack.openHome();
      const title = hostile.replaceAll(/\s+/gu, "-");
      const understood = await slack.type(`/digest add 9am title:${title}`, channel);
      if (understood.buttons.some(({ label }) => label === "Save")) {
        await slack.press(understood, "Save", channel);
        await slack.type("/digest list", channel);
        await slack.home(/Made in chat by/u);
      }
    }
    const shown = [
      ...lastAnswers(),
      ...[...slack.fake.windows.homes.values()].map((each) => each.view),
    ];
    const alive = shown
      .flatMap(liveThings)
      .filter((each) => !/^element (?:modal|home)$/u.test(each));
    expect(alive).toEqual([]);
  }, 20_000);
});

describe.each(modes)("who may not decide what is posted over %s", (mode) => {
  let slack: SlackBot;

  beforeEach(async () => {
    slack = await openSlackBot(mode, "slack: { manage: admins }\n");
    slack.fake.workspace.addChannel(general, "general", {
      members: ["U0ADMIN", "U0PERSON1", "U0BOT0001"],
    });
    slack.fake.workspace.admins.add("U0ADMIN");
  });

  const as = (person: string): void => {
    slack.fake.workspace.person = person;
  };

  async function made(): Promise<void> {
    as("U0ADMIN");
    await slack.press(await slack.type("/digest add daily 9am"), "Save");
    as("U0PERSON1");
  }

  const deeds = ["pause", "resume", "remove", "removed", "now", "skip", "edit"];

  const forged = [
    ...deeds.map((deed) => `digest-${deed}:c.1`),
    ...deeds.map((deed) => `in:${general}:digest-${deed}:c.1`),
    `in:${general}:digest-preview:c.1`,
    `in:${general}:share:leap-second`,
    "in:C0NOWHERE:digest-pause:c.1",
    `in:in:${general}:digest-pause:c.1`,
  ];

  it("cannot press what changes it, wherever they had the button from", async () => {
    await made();
    for (const value of forged) {
      const url = await slack.fake.pressAlone(general, { action_id: "x", value });
      // Looking at a form changes nothing; sending it is refused.
      if (value === "digest-edit:c.1")
        await slack.fake.submit(await slack.window(), scheduleState({ when: "hourly" }));
      expect((await slack.answerTo(url)).text, value).toMatch(
        /those who (?:manage|are in)|do not know/u,
      );
    }
    const { text } = await slack.type("/digest list");
    expect(text).toMatch(/daily at 09:00[^]*Next: /u);
    expect(text).not.toContain("Paused since");
    expect(slack.fake.shown()).toEqual([]);
  });

  it("cannot send a form that was opened for them, nor choose a channel that is not theirs in it", async () => {
    as("U0ADMIN");
    const url = await slack.fake.command(general, "/digest", "add");
    const form = await slack.window();
    slack.fake.workspace.admins.delete("U0ADMIN");
    await slack.fake.submit(form, scheduleState({ when: "daily 9am" }));
    expect((await slack.answerTo(url)).text).toContain("those who manage");
    slack.fake.workspace.admins.add("U0ADMIN");
    slack.fake.workspace.addChannel("C0SECRET", "secret", { members: ["U0BOT0001"] });
    const other = await slack.open("/digest add");
    const verdict = await slack.fake.submit(
      other,
      scheduleState({ when: "daily 9am", channel: "C0SECRET" }),
    );
    expect(verdict).toMatchObject({
      errors: { channel: expect.stringContaining("do not manage that channel") },
    });
  });

  it("sees no schedule of a channel that is not theirs in the App Home", async () => {
    await made();
    const home = await slack.openHome();
    expect(seenIn(home).text).not.toContain("#general");
    as("U0ADMIN");
    expect(seenIn(await slack.openHome()).text).toContain("Schedules of #general");
  });

  it("is told so, whichever way they type it", async () => {
    await made();
    for (const line of ["add 9am", "pause", "resume", "remove", "now", "skip"])
      expect((await slack.type(`/digest ${line}`)).text, line).toContain(
        "admins of the workspace who are in the channel",
      );
  });
});
