/** `briefing discord invite`: the link, without asking anybody. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFolder, runProgram, type Folder } from "./program.ts";

let folder: Folder;
const id = "123456789012345678";
const env = { DISCORD_TOKEN: `${Buffer.from(id).toString("base64")}.abcdef.secret` };

beforeAll(() => {
  folder = openFolder({ samples: false });
});

afterAll(() => folder.remove());

it("prints the link that invites the bot, and what it asks for", async () => {
  const { code, out } = await runProgram(folder, ["discord", "invite"], { env });
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^https://discord\\.com/oauth2/authorize\\?client_id=${id}&`));
  expect(out).toContain("View Channels, Send Messages, Send Messages in Threads");
  const { out: json } = await runProgram(folder, ["discord", "invite", "--json"], { env });
  expect(JSON.parse(json)).toMatchObject({ link: out.split("\n", 1)[0] });
  expect(out + json).not.toContain("secret");
});

it("says what to set where there is no token", async () => {
  const { code, err } = await runProgram(folder, ["discord", "invite"]);
  expect(code).toBe(1);
  expect(err).toContain("Set DISCORD_TOKEN");
});
