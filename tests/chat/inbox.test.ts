/** What is accepted is answered; what cannot be put on disk is not acknowledged. */
import fc from "fast-check";
import { sql } from "kysely";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createInbox, type Inbox } from "../../src/chat/inbox.ts";
import { enqueue } from "../../src/delivery/enqueue.ts";
import { BotError } from "../../src/errors.ts";
import type { Inbound, ReplyCall } from "../../src/platforms/platform.ts";
import { listDeliveries } from "../../src/storage/deliveries.ts";
import { listUnfinishedEvents } from "../../src/storage/inbox.ts";
import { openStore, type Db } from "../../src/storage/store.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { note } from "../platforms/recording-bot.ts";

const address = { platform: "chat", workspace: "W1", channel: "news" };
const call: ReplyCall = {
  id: "r1",
  caller: { address: { ...address, thread: { root: "m1", title: "" } }, person: "ada" },
  text: "How long is it?",
  root: { address, message: "m1" },
};
const reply: Inbound = { kind: "reply", call };

interface World {
  now: Temporal.Instant;
  inbox: Inbox;
  db: Db;
  log: RecordingLog;
  heard: string[];
  connected: Set<string>;
  answer: (call: ReplyCall) => Promise<void>;
  restart(): void;
}

function open(): World {
  const store = openStore(join(temporaryFolder(), "bot.db"));
  onTestFinished(() => store.close());
  const log = new RecordingLog();
  const openInbox = (): Inbox =>
    createInbox({
      db: store.db,
      answering: {
        commands: [],
        formFor: () => Promise.resolve(null),
        onSubmit: () => Promise.resolve(null),
        onCommand: () => Promise.resolve(note("Yes.")),
        onHome: () => Promise.resolve(note("Yes.")),
        onAction: () => Promise.resolve(null),
        onComplete: () => Promise.resolve([]),
        onReply: (each) => {
          world.heard.push(each.text);
          return world.answer(each);
        },
      },
      isConnected: (name) => world.connected.has(name),
      now: () => world.now,
      log,
    });
  const world: World = {
    now: Temporal.Instant.from("2026-11-23T09:00:00Z"),
    inbox: openInbox(),
    db: store.db,
    log,
    heard: [],
    connected: new Set(["chat"]),
    answer: () => Promise.resolve(),
    restart: () => {
      world.inbox = openInbox();
    },
  };
  return world;
}

describe("a reply", () => {
  it("is forgotten when it is answered, but its id is not", async () => {
    const { inbox, db } = open();
    expect(await inbox.bot.accept(reply)).toBe(true);
    expect((await listUnfinishedEvents(db, 10)).map((each) => JSON.parse(each.call))).toEqual([
      call,
    ]);
    await inbox.bot.onReply(call);
    expect(await listUnfinishedEvents(db, 10)).toEqual([]);
    expect(await inbox.bot.accept(reply)).toBe(false);
  });

  it("is one request for four deliveries at once", async () => {
    const { inbox } = open();
    const answers = await Promise.all([1, 2, 3, 4].map(() => inbox.bot.accept(reply)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it("is another one in another workspace, and of another kind", async () => {
    const { inbox } = open();
    await inbox.bot.accept(reply);
    const other = { ...call, caller: { ...call.caller, address: { ...address, workspace: "W2" } } };
    expect(await inbox.bot.accept({ kind: "reply", call: other })).toBe(true);
    const press = { id: call.id, caller: call.caller, action: "read:a" };
    expect(await inbox.bot.accept({ kind: "action", call: press })).toBe(true);
  });

  it("is not worked off by others while it is handed on and answered", async () => {
    const world = open();
    const answered = Promise.withResolvers<void>();
    world.answer = () => answered.promise;
    await world.inbox.bot.accept(reply);
    await world.inbox.workOff();
    expect(world.heard).toEqual([]);
    const done = world.inbox.bot.onReply(call);
    world.now = world.now.add({ minutes: 5 });
    await world.inbox.workOff();
    expect(world.heard).toHaveLength(1);
    answered.resolve();
    await done;
  });

  it("is answered though its platform could not acknowledge it and never handed it on", async () => {
    const world = open();
    await world.inbox.bot.accept(reply);
    expect(await world.inbox.bot.accept(reply)).toBe(false);
    world.now = world.now.add({ seconds: 31 });
    await world.inbox.workOff();
    await world.inbox.workOff();
    expect(world.heard).toEqual(["How long is it?"]);
  });

  it("of hundreds is answered once, however often, in whatever order and over how many restarts they come", async () => {
    const world = open();
    const answers = 250;
    let isMortal = true;
    world.answer = async ({ id }) => {
      const to = { ...address, thread: { root: "m1", title: "" } };
      const rendered = [{ to: "thread" as const, payload: { text: id } }];
      const request = {
        key: `answer-${id}`,
        kind: "answer",
        to,
        title: "",
        rendered,
        briefings: [],
      };
      await enqueue(world.db, request, world.now);
      // Now and then the process dies before it can write down that it has answered.
      if (isMortal && world.heard.length % 7 === 0) await new Promise(() => undefined);
    };
    const ids = Array.from({ length: answers }, (_, index) => `r${index}`);
    const [order = []] = fc.sample(
      fc.shuffledSubarray([...ids, ...ids, ...ids, ...ids], {
        minLength: answers * 4,
        maxLength: answers * 4,
      }),
      1,
    );
    for (const [index, id] of order.entries()) {
      const each = { ...call, id };
      if (await world.inbox.bot.accept({ kind: "reply", call: each }))
        void world.inbox.bot.onReply(each);
      if (index % 200 === 0) world.restart();
    }
    world.restart();
    isMortal = false;
    await vi.waitFor(async () => {
      await world.inbox.workOff();
      expect(await listUnfinishedEvents(world.db, 10)).toEqual([]);
    });
    const deliveries = await listDeliveries(world.db, { limit: 10_000 });
    expect(deliveries).toHaveLength(answers);
  });

  it.each(["storage", "unreachable"] as const)("waits when the failure is %s", async (kind) => {
    const world = open();
    world.answer = () => Promise.reject(new BotError(kind, "Not now."));
    await world.inbox.bot.accept(reply);
    await world.inbox.bot.onReply(call);
    world.answer = () => Promise.resolve();
    await world.inbox.workOff();
    await world.inbox.workOff();
    expect(world.heard).toHaveLength(2);
  });

  it("is given up when a defect of ours is in its way", async () => {
    const world = open();
    world.answer = () => Promise.reject(new TypeError("undefined is not a function"));
    await world.inbox.bot.accept(reply);
    await world.inbox.bot.onReply(call);
    await world.inbox.workOff();
    expect(world.heard).toHaveLength(1);
    expect(world.log.errors()).toEqual(["a reply could not be answered"]);
  });

  it("waits for its platform after a restart", async () => {
    const world = open();
    await world.inbox.bot.accept(reply);
    world.restart();
    world.connected.clear();
    await world.inbox.workOff();
    expect(world.heard).toEqual([]);
    world.connected.add("chat");
    await world.inbox.workOff();
    expect(world.heard).toEqual(["How long is it?"]);
  });

  it("of another version is left alone", async () => {
    const world = open();
    await world.inbox.bot.accept(reply);
    await world.db.updateTable("inbox").set({ call: '{"text":"?"}' }).execute();
    world.restart();
    await world.inbox.workOff();
    await world.inbox.workOff();
    expect(world.heard).toEqual([]);
    expect(world.log.errors()).toHaveLength(1);
  });
});

describe("a disk that cannot be written", () => {
  it("lets no reply be acknowledged, and answers who waits for an answer", async () => {
    const { inbox, db } = open();
    await sql`pragma query_only = on`.execute(db);
    await expect(inbox.bot.accept(reply)).rejects.toMatchObject({ kind: "storage" });
    const command = {
      id: "c1",
      caller: { address, person: "ada" },
      command: "briefing",
      input: { kind: "line", text: "latest" },
    } as const;
    expect(await inbox.bot.accept({ kind: "command", call: command })).toBe(true);
    await sql`pragma query_only = off`.execute(db);
    expect(await inbox.bot.accept(reply)).toBe(true);
  });
});
