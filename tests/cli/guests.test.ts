/** Articles from outside the folder: what is read on under a post is what was sent. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadBriefing } from "../../src/storage/briefings.ts";
import { openStore } from "../../src/storage/store.ts";
import { article, openFolder, runProgram, type Ended, type Folder } from "./program.ts";

let folder: Folder;

beforeAll(() => {
  folder = openFolder();
});

afterAll(() => folder.remove());

const send = (file: string): Promise<Ended> =>
  runProgram(folder, ["send", file, "--to", "web:general"]);

async function titleOf(id: string): Promise<string | undefined> {
  const store = openStore(join(folder.path, "data/bot.db"));
  const briefing = await loadBriefing(store.db, id);
  await store.close();
  return briefing?.title;
}

it("are taken over again when they are sent again", async () => {
  folder.write("desk/bridge.md", article("The bridge opens"));
  expect(await send("desk/bridge.md")).toMatchObject({ code: 0 });
  folder.write("desk/bridge.md", article("The bridge closes"));
  expect(await send("desk/bridge.md")).toMatchObject({ code: 0 });
  expect(await titleOf("bridge")).toBe("The bridge closes");
});

it("cannot be posted under the id of another article", async () => {
  folder.write("desk/harbour.md", article("The harbour"));
  folder.write("other/harbour.md", article("Another harbour"));
  folder.write("copy/harbour.md", article("The harbour"));
  expect(await send("desk/harbour.md")).toMatchObject({ code: 0 });
  expect(await send("other/harbour.md")).toEqual({
    code: 1,
    out: "",
    err: 'The id "harbour" is already used by desk/harbour.md.\nHint: Give this article another id in its front matter.\n',
  });
  expect(await send("copy/harbour.md")).toMatchObject({ code: 0 });
  expect(await titleOf("harbour")).toBe("The harbour");
});

it("are named one by one", async () => {
  expect(await send("desk")).toEqual({
    code: 1,
    out: "",
    err: "desk is a folder.\nHint: Name one article in it.\n",
  });
});
