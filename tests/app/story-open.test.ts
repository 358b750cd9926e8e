/** What somebody gets who opens a part of a story: the whole bot over a scripted chat. */
import { expect, it, vi } from "vitest";
import { plainText } from "../../src/briefing/plain.ts";
import { article, openAppWorld, type AppWorld } from "./app-world.ts";

const patient = { timeout: 10_000 };
const update = `---\nupdates: bridge\n---\n${article("tunnel")}`;

async function startWith(texts: Readonly<Record<string, string>>): Promise<AppWorld> {
  const world = openAppWorld();
  for (const [name, text] of Object.entries(texts)) world.write(name, text);
  await world.start();
  await vi.waitFor(
    () => expect(world.app.shelf.known()).toHaveLength(Object.keys(texts).length),
    patient,
  );
  return world;
}

let presses = 0;

/** The words that the person sees, and the buttons. */
async function open({ bot }: AppWorld, id: string): Promise<{ text: string; buttons: string }> {
  const address = { platform: "web", workspace: "local", channel: "news" };
  const caller = { address, person: "ada" };
  presses += 1;
  const answer = await bot.onAction({ id: `p${presses}`, caller, action: `show:${id}` });
  if (answer === null) throw new Error("nothing was said");
  return { text: plainText(answer.lead), buttons: JSON.stringify(answer.lead) };
}

it("the parts lead to each other", async () => {
  const world = await startWith({ bridge: article("bridge"), tunnel: update });
  const [bridge, tunnel] = [await open(world, "bridge"), await open(world, "tunnel")];
  expect(bridge.text).toContain("Updated by “tunnel”");
  expect(bridge.buttons).toContain("show:tunnel");
  expect(tunnel.text).toContain("Update of “bridge”");
  expect(tunnel.buttons).toContain("show:bridge");
});

it("a part that nobody may see is not named, and nothing leads there", async () => {
  const secret = article("bridge").replace("# bridge", "# secret");
  const world = await startWith({
    bridge: `---\nstatus: draft\n---\n${secret}`,
    tunnel: update,
    canal: article("canal"),
    dam: `---\nstatus: draft\nupdates: canal\n---\n${article("dam")}`,
  });
  const [tunnel, canal] = [await open(world, "tunnel"), await open(world, "canal")];
  expect(tunnel.text).toContain("Update of an earlier briefing");
  expect(tunnel.text).not.toContain("secret");
  expect(tunnel.buttons).not.toContain("show:bridge");
  expect(canal.text).not.toContain("Updated by");
  expect(canal.buttons).not.toContain("show:dam");
});

it("one that was withdrawn says so", async () => {
  const world = await startWith({ bridge: `---\nstatus: withdrawn\n---\n${article("bridge")}` });
  expect((await open(world, "bridge")).text).toBe("“bridge” was withdrawn.");
});
