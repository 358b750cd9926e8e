/** The whole bot in two workspaces that have a channel, people and even times in common: nothing of one is in the other. */
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startApp } from "../../src/app/app.ts";
import { parseConfig } from "../../src/config/config.ts";
import { platformRegistry } from "../../src/platforms/index.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { SignedHttp } from "../fakes/slack-delivery.ts";
import { ManySlack } from "../fakes/slack-many.ts";
import { read } from "../fakes/slack-reading.ts";
import type { Workspace } from "../fakes/slack-workspace.ts";
import { off } from "./off.ts";
import { originIn, sharedAppEnv } from "./slack-many.rig.ts";
import { signingSecret } from "./slack.rig.ts";

const shared = "C0SHARED";
const both = ["T0ONE", "T0TWO"] as const;
type Team = (typeof both)[number];

let fake: ManySlack;
let http: SignedHttp;
let workspaces: Record<Team, Workspace>;
let log: RecordingLog;
let count: number;

async function open(more = ""): Promise<void> {
  fake = await ManySlack.open();
  log = new RecordingLog();
  count = 0;
  const { config } = parseConfig(
    [
      `briefings: ${join(import.meta.dirname, "../../briefings")}`,
      `channels: { slack: { one: T0ONE/${shared}, two: T0TWO/${shared} } }`,
      more,
    ].join("\n"),
    "bot.yaml",
  );
  if (config === null) throw new Error("no configuration");
  const app = await startApp({
    config,
    env: {
      ...sharedAppEnv(fake),
      BRIEFING_SECRET_KEY: Buffer.alloc(32, 7).toString("base64"),
    },
    dataDirectory: temporaryFolder(),
    log,
    registry: { web: off, slack: platformRegistry.slack, discord: off },
  });
  onTestFinished(async () => {
    await app.stop();
    await fake.close();
  });
  http = new SignedHttp(`${originIn(log.lines)}/slack/events`, signingSecret);
  const [one, two] = both.map((team) => fake.add(team, team));
  if (one === undefined || two === undefined) throw new Error("no workspace");
  workspaces = { T0ONE: one, T0TWO: two };
  for (const team of both) {
    workspaces[team].addChannel(shared, "shared");
    await install(team);
  }
}

async function install(code: string): Promise<void> {
  const origin = originIn(log.lines);
  const page = await fetch(`${origin}/slack/install`);
  const cookie = page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const state = /state=([^"&]+)/.exec(await page.text())?.[1] ?? "";
  const back = new URLSearchParams({ code, state: decodeURIComponent(state) });
  await fetch(`${origin}/slack/oauth_redirect?${back.toString()}`, { headers: { cookie } });
}

/** What only the asker sees there. */
async function answerAt(path: string): Promise<string> {
  return vi.waitFor(() => {
    const all = fake.answers.filter((each) => each.startsWith(`${path} `));
    if (all.length === 0) throw new Error(`no answer at ${path}`);
    return all.join("\n");
  }, 5_000);
}

/** The same request in both workspaces would have the same trigger. */
async function type(team: Team, line: string, trigger = `trigger-${++count}`): Promise<string> {
  const path = `/respond/${team}-${++count}`;
  const [command = "", ...words] = line.split(" ");
  await http.deliver("slash_commands", {
    command,
    text: words.join(" "),
    channel_id: shared,
    team_id: team,
    user_id: "U0PERSON1",
    trigger_id: trigger,
    response_url: `${fake.origin}${path}`,
  });
  return answerAt(path);
}

async function press(team: Team, value: string): Promise<string> {
  const path = `/respond/${team}-${++count}`;
  await http.deliver("interactive", {
    type: "block_actions",
    team: { id: team },
    user: { id: "U0PERSON1", team_id: team },
    trigger_id: `trigger-${++count}`,
    container: { channel_id: shared, message_ts: "1.000001", is_ephemeral: true },
    actions: [{ type: "button", action_id: value, value }],
    response_url: `${fake.origin}${path}`,
  });
  return answerAt(path);
}

function tell(team: Team, event: object): Promise<unknown> {
  return http.deliver("events_api", { type: "event_callback", team_id: team, event });
}

const posted = (team: Team): readonly string[] =>
  workspaces[team].messages
    .filter(({ user }) => user === workspaces[team].bot.user)
    .map((message) => read(message).text);

describe("two workspaces that share the id of a channel", () => {
  it("share, ask and answer each by themselves, also when both do the same at the same time", async () => {
    await open();
    await type("T0ONE", "/briefing show leap-second share", "trigger-same");
    await vi.waitFor(() => expect(posted("T0ONE")).toHaveLength(1), 5_000);
    expect(posted("T0TWO")).toEqual([]);
    await type("T0TWO", "/briefing show leap-second share", "trigger-same");
    await vi.waitFor(() => expect(posted("T0TWO")).toHaveLength(1), 5_000);
    // A mention with the same time in both, under the post of each.
    for (const team of both) {
      const root = workspaces[team].messages[0];
      const words = `<@${workspaces[team].bot.user}> Who decided it?`;
      const said = { channel: shared, user: "U0PERSON1", text: words, ts: "1.000009" };
      await tell(team, { type: "app_mention", ...said, thread_ts: root?.ts });
    }
    for (const team of both)
      await vi.waitFor(() => expect(posted(team)[1]).toContain("The article says"), 8_000);
    expect(posted("T0ONE")).toHaveLength(2);
    expect(posted("T0TWO")).toHaveLength(2);
    for (const team of both) expect(await type(team, "/briefing stats")).toContain("| 0 | 1 | –");
    // Feedback on the answer of the other workspace.
    expect(await press("T0TWO", "useful:1")).toMatch(/not|no longer|old/iu);
  }, 20_000);

  it("have schedules, drafts and pages of their own", async () => {
    await open();
    const understood = await type("T0ONE", "/digest add weekdays 9am title:Ours");
    const save = /digest-save:\d+/u.exec(understood)?.[0] ?? "";
    expect(await press("T0TWO", save)).toContain("too old");
    expect(await press("T0ONE", save)).toContain("Saved");
    expect(await type("T0ONE", "/digest list")).toContain("weekdays at 09:00");
    expect(await type("T0TWO", "/digest list")).toContain("No schedule posts");
    expect(await type("T0TWO", "/digest pause digest")).not.toContain("rests");
    for (const deed of ["pause", "edit", "now", "skip", "removed", "preview"])
      expect(await press("T0TWO", `digest-${deed}:c.1`), deed).toMatch(
        /not there|is saved already/u,
      );
    expect(await press("T0TWO", `in:${shared}:digest-pause:c.1`)).toContain("not there");
    for (const team of both)
      await tell(team, { type: "app_home_opened", user: "U0PERSON1", tab: "home" });
    const home = (team: Team): Promise<string> =>
      vi.waitFor(() => fake.homes.get(`${team} U0PERSON1`) ?? Promise.reject(new Error("none")));
    expect(await home("T0ONE")).toContain("weekdays at 09:00");
    expect(await home("T0TWO")).not.toContain("weekdays at 09:00");
    expect(await type("T0TWO", "/briefing status")).not.toContain("digest@");
  }, 20_000);

  it("see what each of them may, and no more", async () => {
    await open("answers: { slack:one: posted }");
    expect(await type("T0ONE", "/briefing list")).not.toContain("smallpox");
    expect(await type("T0TWO", "/briefing list")).toContain("smallpox");
    await type("T0TWO", "/briefing show smallpox share");
    await vi.waitFor(() => expect(posted("T0TWO")).toHaveLength(1), 5_000);
    expect(await type("T0ONE", "/briefing list")).not.toContain("smallpox");
    expect(await type("T0ONE", "/briefing stats")).not.toContain("smallpox");
    expect(await type("T0ONE", "/briefing why smallpox")).toContain("Nothing of it was posted");
    const question = "/briefing ask Who decided to end the leap second?";
    expect(await type("T0TWO", question)).toContain("second is on its way");
    expect(await type("T0ONE", question)).not.toContain("second is on its way");
  }, 20_000);
});
