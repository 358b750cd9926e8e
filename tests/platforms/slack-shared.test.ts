/** Many workspaces: they install the app themselves, are kept apart, and leave again. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Address, Platform } from "../../src/platforms/platform.ts";
import { platformRegistry } from "../../src/platforms/index.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { openVault } from "../../src/storage/vault.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { SignedHttp } from "../fakes/slack-delivery.ts";
import { ManySlack } from "../fakes/slack-many.ts";
import { recordingBot, type RecordingBot } from "./recording-bot.ts";
import { originIn, sharedAppEnv } from "./slack-many.rig.ts";
import { signingSecret } from "./slack.rig.ts";

const key = Buffer.alloc(32, 7).toString("base64");
const now = (): Temporal.Instant => Temporal.Now.instant();
let fake: ManySlack;
let store: Store;
let platform: Platform;
let bot: RecordingBot;
let log: RecordingLog;

beforeEach(async () => {
  fake = await ManySlack.open();
  store = openStore(join(temporaryFolder(), "bot.db"));
  bot = recordingBot();
  platform = await start();
});

afterEach(async () => {
  await platform.stop();
  await store.close();
  await fake.close();
});

async function start(managers?: string): Promise<Platform> {
  log = new RecordingLog();
  const opened = await platformRegistry.slack.open({
    env: sharedAppEnv(fake),
    channels: [],
    dataDirectory: temporaryFolder(),
    log,
    ...(managers === undefined ? {} : { slackManagers: managers }),
    vault: () => openVault({ db: store.db, platform: "slack", key, now }),
  });
  if (opened.state === "off") throw new Error(opened.missing);
  await opened.platform.start(bot);
  return opened.platform;
}

const origin = (): string => originIn(log.lines);

/** As a browser does it: the page with the button, Slack's own page, and back with a code. */
async function install(code: string, forged?: string): Promise<Response> {
  const page = await fetch(`${origin()}/slack/install`);
  const cookie = page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const link = /https:\/\/slack\.com\/oauth\/v2\/authorize\?[^"]+/.exec(await page.text())?.[0];
  const params = new URL((link ?? "").replaceAll("&amp;", "&")).searchParams;
  // Also what may be declined, such as what is needed to know admins and time zones.
  for (const scope of ["chat:write", "users:read", "usergroups:read", "channels:history"])
    expect(params.get("scope")?.split(",")).toContain(scope);
  const state = forged ?? params.get("state") ?? "";
  const back = new URLSearchParams({ code, state });
  return fetch(`${origin()}/slack/oauth_redirect?${back.toString()}`, { headers: { cookie } });
}

const http = (): SignedHttp => new SignedHttp(`${origin()}/slack/events`, signingSecret);

async function command(team: string, more: object = {}): Promise<void> {
  await http().deliver("slash_commands", {
    command: "/briefing",
    text: "latest",
    channel_id: `C0${team}`,
    team_id: team,
    user_id: "U0PERSON1",
    trigger_id: `trigger-${team}-${Math.random()}`,
    response_url: `${fake.origin}/respond/${team}`,
    ...more,
  });
}

const payload = (): ReturnType<Platform["render"]>[number]["payload"] =>
  platform.render(bot.answer)[0]?.payload ?? {};

const general = (team: string): Address => ({
  platform: "slack",
  workspace: team,
  channel: `C0${team}`,
});

describe("many workspaces", () => {
  it("install the app, and each is served in its own name", async () => {
    const [one, two] = [fake.add("T0ONE", "code-1"), fake.add("T0TWO", "code-2")];
    expect((await install("code-1")).status).toBe(200);
    expect((await install("code-2")).status).toBe(200);
    await command("T0ONE");
    await command("T0TWO");
    await vi.waitFor(() => expect(fake.answers).toHaveLength(2));
    expect(bot.calls.commands.map(({ caller }) => caller.address.workspace)).toEqual([
      "T0ONE",
      "T0TWO",
    ]);
    await platform.post(payload(), general("T0TWO"), "key");
    expect([one.messages.length, two.messages.length]).toEqual([0, 1]);
    expect(await platform.locate("T0ONE/C0T0ONE")).toEqual(general("T0ONE"));
    await expect(platform.locate("C0T0ONE")).rejects.toMatchObject({ kind: "config" });
    const caller = { person: one.person, address: general("T0ONE") };
    expect(await platform.mayManage(caller)).toBe(true);
    expect(await platform.mayManage({ ...caller, address: general("T0NONE") })).toBe(false);
    expect(platform.describe()).toContain("2 workspaces");
  });

  it("are remembered over a restart, sealed", async () => {
    fake.add("T0ONE", "code-1");
    await install("code-1");
    const rows = await store.db.selectFrom("secret").selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain("xoxb");
    await platform.stop();
    platform = await start();
    await command("T0ONE");
    await vi.waitFor(() => expect(fake.answers).toHaveLength(1));
  });

  it("may be all of an organisation, and are then known by it", async () => {
    fake.add("E0ORG", "code-org", true);
    await install("code-org");
    const inOrg = { is_enterprise_install: "true", enterprise_id: "E0ORG", channel_id: "C0E0ORG" };
    await command("T0INSIDE", inOrg);
    await vi.waitFor(() => expect(fake.answers).toHaveLength(1));
    expect(bot.calls.commands[0]?.caller.address.workspace).toBe("E0ORG");
    // A workspace that has the app by itself is another one, also where it belongs to an organisation.
    await command("T0INSIDE", { ...inOrg, is_enterprise_install: "false" });
    await command("T0INSIDE", { is_enterprise_install: "true" });
    expect(bot.calls.commands).toHaveLength(1);
  });

  it("asks about a user group in the workspaces of the organisation that the person is in", async () => {
    await platform.stop();
    platform = await start("S0EDITORS");
    const org = fake.add("E0ORG", "code-org", true);
    await install("code-org");
    const people = ["U0EDITOR", "U0OUT", "U0IN"];
    org.addChannel("C0E0ORG", "general", { members: ["U0EDITOR", "U0IN"] });
    org.groups.set("S0EDITORS", ["U0EDITOR", "U0OUT"]);
    org.groupTeams.set("S0EDITORS", "T0PRESS");
    for (const each of people) org.personTeams.set(each, ["T0SALES", "T0PRESS"]);
    const may = (person: string): Promise<boolean> =>
      platform.mayManage({ person, address: general("E0ORG") });
    expect(await Promise.all(people.map(may))).toEqual([true, false, false]);
    org.personTeams.set("U0EDITOR", ["T0SALES"]);
    expect(await may("U0EDITOR")).toBe(false);
    const where = await platform.channelsOf?.({ person: "U0IN", address: general("E0ORG") });
    expect([...(where ?? [])]).toEqual(["C0E0ORG"]);
  });

  it.each([
    ["app_uninstalled", {}],
    ["tokens_revoked", { tokens: { bot: ["U0BOT0001"] } }],
  ])(
    "leave with %s: the token is forgotten, and nothing is said there any more",
    async (type, more) => {
      fake.add("T0ONE", "code-1");
      fake.add("T0TWO", "code-2");
      await install("code-1");
      await install("code-2");
      const told = (event: object): Promise<unknown> =>
        http().deliver("events_api", { type: "event_callback", team_id: "T0ONE", event });
      await told({ type: "tokens_revoked", tokens: { oauth: ["U0PERSON1"], bot: [] } });
      expect(await store.db.selectFrom("secret").selectAll().execute()).toHaveLength(2);
      await told({ type, ...more });
      await vi.waitFor(async () => {
        const rows = await store.db.selectFrom("secret").select("name").execute();
        expect(rows).toEqual([{ name: "T0TWO" }]);
      });
      await expect(platform.post(payload(), general("T0ONE"), "key")).rejects.toMatchObject({
        kind: "forbidden",
        hint: expect.stringContaining("/slack/install"),
      });
      await command("T0ONE").catch(() => undefined);
      expect(bot.calls.commands).toEqual([]);
      await platform.post(payload(), general("T0TWO"), "key");
    },
  );

  it("leave as a whole where the organisation takes the app away", async () => {
    fake.add("E0ORG", "code-org", true);
    fake.add("T0ONE", "code-1");
    await install("code-org");
    await install("code-1");
    const gone = {
      type: "event_callback",
      team_id: null,
      enterprise_id: "E0ORG",
      authorizations: [],
    };
    await http().deliver("events_api", { ...gone, event: { type: "app_uninstalled" } });
    await vi.waitFor(async () => {
      const rows = await store.db.selectFrom("secret").select("name").execute();
      expect(rows).toEqual([{ name: "T0ONE" }]);
    });
  });

  it("are stopped one by one when a token is no good", async () => {
    fake.add("T0ONE", "code-1");
    await install("code-1");
    fake.workspaces.clear();
    await expect(platform.post(payload(), general("T0ONE"), "key")).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  it("are not installed by a forged way back or a wrong code", async () => {
    fake.add("T0ONE", "code-1");
    expect((await install("code-1", "forged")).status).not.toBe(200);
    expect((await install("no-such-code")).status).not.toBe(200);
    expect(await store.db.selectFrom("secret").selectAll().execute()).toEqual([]);
  });
});
