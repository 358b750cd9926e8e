/** The whole bot and very many files: a subscription starts quietly, and a bulk commit is one post. */
import { expect, it, vi } from "vitest";
import { openStore } from "../../src/storage/store.ts";
import { openAppWorld } from "./app-world.ts";
import { at, button, inNews, Person, shows, write } from "./digest-person.ts";

const empty = "channels: { web: { news: null } }\n";

it("subscribes to an archive and posts a commit of 600 files in few posts, each of them once", async () => {
  const world = openAppWorld();
  for (let file = 0; file < 200; file += 1) world.write(`old-${file}`);
  await world.start(empty);
  await world.app.shelf.catchUp();
  const person = new Person(world);
  await person.press(button(await person.digest("add form:each name:alerts"), "digest-save"));
  await person.press(
    button(await person.digest("add daily 10:00 UTC name:morning"), "digest-save"),
  );
  await at(world, "2026-11-23T09:00:01Z");
  for (let file = 0; file < 600; file += 1) world.write(`new-${file}`);
  const minute = async () => at(world, world.now.add({ minutes: 1 }).toString());
  let minutes = 0;
  await vi.waitFor(
    async () => {
      await minute();
      minutes += 1;
      expect(world.app.shelf.known()).toHaveLength(800);
    },
    { timeout: 60_000, interval: 300 },
  );
  for (let after = 0; after < 6; after += 1) await minute();
  const named = () => inNews(world).flatMap((text) => text.match(/\b(?:old|new)-\d+\b/gu) ?? []);
  await vi.waitFor(() => expect(new Set(named())).toHaveLength(600), { timeout: 10_000 });
  expect(named().filter((name) => name.startsWith("old"))).toEqual([]);
  const posts = world.chat.shown.filter(({ channel, root }) => channel === "news" && root === null);
  // The first, and one every five minutes while they land.
  expect(posts.length).toBeLessThanOrEqual(2 + Math.ceil(minutes / 5));
  const store = openStore(world.databasePath);
  const links = await store.db.selectFrom("delivery_briefing").select("briefing_id").execute();
  await store.close();
  expect(new Set(links.map(({ briefing_id }) => briefing_id))).toHaveLength(links.length);
  expect(links).toHaveLength(600);
}, 120_000);

it("posts nothing old either where somebody subscribes while the archive is still being read", async () => {
  const world = openAppWorld();
  for (let file = 0; file < 400; file += 1) world.write(`old-${file}`);
  await world.start(empty);
  expect(world.app.shelf.catchingUp()).not.toBeNull();
  const person = new Person(world);
  await person.press(button(await person.digest("add form:each name:alerts"), "digest-save"));
  await world.app.shelf.catchUp();
  expect(world.app.shelf.known()).toHaveLength(400);
  for (let minute = 0; minute < 10; minute += 1)
    await at(world, world.now.add({ minutes: 1 }).toString());
  await write(world, "new-1");
  await at(world, world.now.add({ minutes: 1 }).toString());
  const [text] = await shows(world, 1);
  expect(text).toContain("new-1");
});
