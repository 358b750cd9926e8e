/** Schedules as somebody makes and keeps them in Discord: in a form, from the list, for a channel and for themselves. */
import { describe, expect, it } from "vitest";
import type { Interaction } from "../fakes/discord-interactions.ts";
import { listOf } from "../fakes/discord-checks.ts";
import { type DiscordApp, openDiscordApp, type Seen, textOf } from "./discord-app.ts";

async function open(): Promise<DiscordApp> {
  const world = await openDiscordApp();
  await world.start(`channels: { discord: { news: "%" } }`);
  await world.write("bridge");
  return world;
}

async function formOf(world: DiscordApp, opened: Interaction): Promise<Interaction> {
  await world.fake.world.until(() => opened.modal !== null, "a form");
  return opened;
}

function labelsOf({ modal }: Interaction): readonly string[] {
  return listOf(modal?.["components"]).map(({ label }) => String(label));
}

async function submit(
  world: DiscordApp,
  opened: Interaction,
  filled: Readonly<Record<string, unknown>>,
): Promise<Seen> {
  const sent = world.fake.fillIn(opened, filled);
  await world.fake.world.until(() => sent.seen.length > 0, "an answer to the form");
  const message = sent.seen.at(-1);
  if (message === undefined) throw new Error("no answer");
  return { text: textOf(message), message };
}

/** The times that every reader sees in their own zone. */
function timesIn({ message }: Seen): number {
  return JSON.stringify(message.components).match(/<t:\d+:f>/gu)?.length ?? 0;
}

describe("a schedule in Discord", () => {
  it("is made in a form of native fields, and shows its next three runs before it is saved", async () => {
    const world = await open();
    const opened = await formOf(world, world.fake.command("digest add", {}));
    expect(labelsOf(opened)).toHaveLength(5);
    expect(labelsOf(opened).slice(0, 3)).toEqual(["When", "Topics", "What is posted"]);
    const understood = await submit(world, opened, { When: "weekdays 10am UTC" });
    expect(understood.text).toContain("weekdays at 10:00");
    expect(timesIn(understood)).toBe(3);
    expect(timesIn(await world.press(understood, "Save"))).toBe(3);
    await world.write("ferry");
    await world.at("23T10:00:00");
    await world.postThat("ferry");
  });

  it("says what is wrong with the form, and leads back into it", async () => {
    const world = await open();
    const opened = await formOf(world, world.fake.command("digest add", {}));
    const told = await submit(world, opened, { When: "soonish", "Time zone": "Mars/Base" });
    expect(told.text).toContain("Time zone:");
    const again = await formOf(world, world.pressOnly(told.message, "Edit"));
    expect(JSON.stringify(again.modal)).toContain("Mars/Base");
    const sent = world.fake.fillIn(again, { When: "10am", "Time zone": "Europe/London" });
    await world.fake.world.until(
      () => textOf(told.message).includes("daily at 10:00"),
      "what was understood",
    );
    expect(sent.callback).toBe(6);
  });

  it("is changed, paused, resumed and removed from the list, and removed only after a question", async () => {
    const world = await open();
    await world.press(await world.digest("add", { when: "10am UTC", name: "early" }), "Save");
    const edit = world.pressOnly((await world.digest("list")).message, "Edit");
    const changed = await submit(world, await formOf(world, edit), { When: "11am UTC" });
    await world.press(changed, "Save");
    const list = await world.digest("list");
    expect(list.text).toContain("daily at 11:00");
    await world.press(list, "Pause");
    const paused = await world.digest("list");
    expect(paused.text).toContain("Paused since");
    await world.press(paused, "Resume");
    const asked = await world.press(await world.digest("list"), "Remove");
    expect(asked.text).toContain("Take the schedule “early” away?");
    expect((await world.digest("list")).text).toContain("early");
    await world.press(asked, "Remove it");
    expect((await world.digest("list")).text).toContain("No schedule posts to this channel yet");
  });

  it("is for those who manage the channel when it is done, whatever they could before", async () => {
    const world = await open();
    const understood = await world.digest("add", { when: "10am UTC" });
    const opened = await formOf(world, world.fake.command("digest add", {}));
    world.fake.world.personMay = 0n;
    const refused = "This is for those who manage the channel";
    expect((await world.press(understood, "Save")).text).toContain(refused);
    expect((await submit(world, opened, { When: "10am UTC" })).text).toContain(refused);
    expect((await world.digest("list")).text).toContain("No schedule posts to this channel yet");
  });

  it("of direct messages is for oneself", async () => {
    const world = await open();
    const direct = world.fake.openDirectMessages();
    const opened = await formOf(world, world.fake.command("digest add", {}, undefined, direct));
    const understood = await submit(world, opened, { When: "10am UTC" });
    await world.press(understood, "Save");
    expect((await world.digest("list", {}, direct)).text).toContain("daily at 10:00");
    await world.write("ferry");
    await world.at("23T10:00:00");
    await world.postThat("ferry", direct);
    expect(world.posts()).toEqual([]);
  });

  it("that is made in a thread belongs to its channel", async () => {
    const world = await open();
    const root = world.fake.say(world.fake.general.id, "Shall we have a digest?");
    const thread = world.fake.openThread(root.id);
    const understood = await world.digest("add", { when: "10am UTC" }, thread);
    await world.press(understood, "Save");
    expect((await world.digest("list")).text).toContain("daily at 10:00");
  });

  it("is not touched by buttons of other channels and servers, whatever these say", async () => {
    const world = await open();
    const { fake } = world;
    await world.press(await world.digest("add", { when: "10am UTC", name: "early" }), "Save");
    const before = (await world.digest("list")).text;
    const other = fake.world.addChannel("other");
    fake.tellChannel(other);
    const elsewhere = fake.world.addChannel("elsewhere", { guild: fake.world.nextId() });
    for (const channel of [other, elsewhere, fake.openDirectMessages()]) {
      const { id } = fake.world.say(channel, fake.world.bot, { content: "An old list" });
      for (const deed of ["pause", "skip", "now", "removed", "edit", "approve", "preview", "one"]) {
        const pressed = fake.press(id, `v1:digest-${deed}:${deed === "approve" ? "1" : "c.1"}`);
        await fake.world.until(() => pressed.seen.length > 0, `an answer to ${deed}`);
        expect(pressed.seen.map(textOf).join("\n"), deed).toMatch(
          /not there any more|for those who manage|no member/u,
        );
      }
    }
    expect((await world.digest("list")).text).toBe(before);
    expect(world.posts()).toEqual([]);
  });
});
