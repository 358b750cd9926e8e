/** The response_urls of the fake Slack: five answers each, for one person's eyes. */
import { isFields, judgeBlocks } from "./slack-blocks.ts";
import { read, type SeenMessage } from "./slack-reading.ts";

interface Ask {
  uses: number;
  answers: SeenMessage[];
  raw: unknown[];
}

const mostUses = 5;

export class Asks {
  readonly #asks = new Map<string, Ask>();

  add(url: string): string {
    this.#asks.set(url, { uses: 0, answers: [], raw: [] });
    return url;
  }

  /** The oldest first. */
  all(): readonly string[] {
    return [...this.#asks.keys()];
  }

  answersTo(url: string): readonly SeenMessage[] {
    return this.#asks.get(url)?.answers ?? [];
  }

  rawAnswersTo(url: string): readonly unknown[] {
    return this.#asks.get(url)?.raw ?? [];
  }

  /** From now on it takes nothing. */
  expire(url: string): void {
    this.#asks.delete(url);
  }

  /** What Slack answers to the app. */
  take(url: string, body: string): { status: number; body: Readonly<Record<string, unknown>> } {
    const ask = this.#asks.get(url);
    if (ask === undefined || ask.uses >= mostUses)
      return { status: 404, body: { ok: false, error: "used_url" } };
    ask.uses++;
    const payload: unknown = JSON.parse(body);
    const fields = isFields(payload) ? payload : {};
    const blocks = Array.isArray(fields["blocks"]) ? fields["blocks"] : [];
    const verdict = judgeBlocks(blocks);
    if (!verdict.ok) return { status: 500, body: { ok: false, error: verdict.error } };
    const text = typeof fields["text"] === "string" ? fields["text"] : "";
    ask.raw.push(payload);
    ask.answers.push(read({ text, blocks, linksNames: false }));
    return { status: 200, body: { ok: true } };
  }
}
