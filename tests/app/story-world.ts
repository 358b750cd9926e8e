/** What follows the articles, without a folder and without a chat: texts are recorded, posts stand in the outbox. */
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createStories, type Stories } from "../../src/app/stories.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { type Made, makeDigest, makePost } from "../../src/briefing/compose/recipe.ts";
import { plainText } from "../../src/briefing/plain.ts";
import type { ThreadMode } from "../../src/config/config.ts";
import { enqueue } from "../../src/delivery/enqueue.ts";
import type { Platform } from "../../src/platforms/platform.ts";
import { recordBriefing, removeBriefing } from "../../src/storage/briefings.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";

const render: Platform["render"] = ({ lead, thread }) =>
  [lead, thread].flatMap((blocks, at) =>
    blocks.length === 0
      ? []
      : [{ to: at === 0 ? "channel" : "thread", payload: { text: plainText(blocks) } }],
  );

function chat(name: string): Platform {
  const unused = (): Promise<never> => Promise.reject(new Error("not used"));
  return {
    name,
    render,
    locate: unused,
    post: unused,
    edit: unused,
    find: unused,
    start: unused,
    stop: unused,
    mayManage: unused,
    managers: "",
    directTo: () => null,
    describe: () => name,
  };
}

export class StoryWorld {
  now = Temporal.Instant.from("2026-11-23T09:00:00Z");
  readonly log = new RecordingLog();
  /** Take one out, and it is away. */
  readonly platforms = new Map(["slack", "discord"].map((name) => [name, chat(name)]));
  readonly store: Store = openStore(join(temporaryFolder(), "bot.db"));
  mode: ThreadMode = "notes";
  /** Ids of the briefings that no channel may see. */
  readonly hidden = new Set<string>();
  /** Called where a channel's mode is asked for, before it is known. */
  onMode: () => Promise<void> = async () => undefined;
  readonly #stories: Stories = createStories({
    db: this.store.db,
    platforms: this.platforms,
    broadcasting: new Set(),
    modeOf: async () => {
      await this.onMode();
      return this.mode;
    },
    visibleIn: () => Promise.resolve(({ id }) => !this.hidden.has(id)),
    knowsFolder: () => true,
    wake: () => undefined,
    now: () => this.now,
    log: this.log,
  });

  async write(briefing: Briefing): Promise<void> {
    await recordBriefing(
      this.store.db,
      { briefing, file: `briefings/${briefing.id}.md` },
      this.now,
    );
  }

  async delete(id: string): Promise<void> {
    await removeBriefing(this.store.db, id, this.now);
  }

  /** As it is now, in the channel "news" of each platform. */
  async post(briefing: Briefing, ...platforms: string[]): Promise<void> {
    for (const platform of platforms) await this.#put(platform, makePost(briefing, "compact"));
  }

  async postDigest(briefings: readonly Briefing[], platform: string): Promise<void> {
    await this.#put(platform, makeDigest(briefings, { title: "Digest" }));
  }

  async #put(platform: string, { message, ...made }: Made): Promise<void> {
    const to = { platform, workspace: "w", channel: "news" };
    const briefings = made.of.map(({ id }) => id);
    const request = { key: `${platform} ${briefings.join(" ")}`, kind: "digest", to };
    const { title } = message;
    const rendered = render(message);
    await enqueue(this.store.db, { ...request, title, rendered, briefings, made }, this.now);
  }

  async later(seconds: number): Promise<void> {
    this.now = this.now.add({ seconds });
    await this.#stories.tell();
  }

  /** The edits there come to nothing. */
  async settleEdits(platform: string, kind: string): Promise<void> {
    await this.store.db
      .updateTable("delivery")
      .set({ state: "dropped", error_kind: kind })
      .where("kind", "=", "edit")
      .where("platform", "=", platform)
      .execute();
  }

  /** What is owed: "slack note …". */
  async owed(kind: string): Promise<readonly string[]> {
    const rows = await this.store.db
      .selectFrom("delivery")
      .select(["platform", "payload"])
      .where("kind", "=", kind)
      .where("state", "!=", "dropped")
      .orderBy("platform")
      .orderBy("id")
      .execute();
    return rows.map(({ platform, payload }) => `${platform}: ${payload}`);
  }
}

export function openStoryWorld(): StoryWorld {
  const world = new StoryWorld();
  onTestFinished(() => world.store.close());
  return world;
}
