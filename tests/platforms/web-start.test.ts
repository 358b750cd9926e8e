import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOurHost } from "../../src/platforms/web/guard.ts";
import { openWeb } from "../../src/platforms/web/index.ts";
import type { WebOptions, WebPlatform } from "../../src/platforms/web/index.ts";
import { readWebSettings } from "../../src/platforms/web/settings.ts";
import { recordingBot } from "./recording-bot.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "web-start-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function open(
  dataFile = join(folder, "deep", "chat.db"),
  port = 0,
  health?: WebOptions["health"],
): WebPlatform {
  return openWeb({
    ...(health && { health }),
    settings: { port, host: "localhost" },
    channels: [{ name: "general", title: "" }],
    dataFile,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
}

describe("settings", () => {
  it("have a default and say what cannot be used", () => {
    expect(readWebSettings({})).toEqual({ port: 3000, host: "localhost" });
    expect(readWebSettings({ PORT: " 8080 ", HOST: "[::1]" })).toEqual({ port: 8080, host: "::1" });
    expect(readWebSettings({ PORT: "" })).toMatchObject({ port: 3000 });
    for (const PORT of ["x", "-1", "65536", "3000.5", "0x10", "1e3"]) {
      expect(() => readWebSettings({ PORT })).toThrow(
        expect.objectContaining({
          name: "BotError",
          kind: "config",
          message: expect.stringContaining(PORT),
        }),
      );
    }
    expect(() => readWebSettings({ HOST: "a b" })).toThrow(
      expect.objectContaining({ kind: "config" }),
    );
  });
});

describe("names of the chat", () => {
  it("are the local ones and the configured one", () => {
    expect(isOurHost("localhost:3000", "localhost")).toBe(true);
    expect(isOurHost("LOCALHOST", "localhost")).toBe(true);
    expect(isOurHost("chat.example.org", "chat.example.org")).toBe(true);
    expect(isOurHost("[fd00::1]:3000", "fd00::1")).toBe(true);
    expect(isOurHost("evil.example", "localhost")).toBe(false);
    expect(isOurHost("192.168.1.5:3000", "localhost")).toBe(false);
    expect(isOurHost(undefined, "localhost")).toBe(false);
  });

  it("are any address, but no other name, when it listens on all addresses", () => {
    expect(isOurHost("192.168.1.5:3000", "0.0.0.0")).toBe(true);
    expect(isOurHost("[fd00::1]:3000", "::")).toBe(true);
    expect(isOurHost("evil.example:3000", "0.0.0.0")).toBe(false);
    expect(isOurHost("1.2.3.4.evil.example", "0.0.0.0")).toBe(false);
  });
});

describe("starting", () => {
  it("says which port is taken and what to do", async () => {
    const first = open();
    await first.start(recordingBot());
    const port = Number(new URL(first.url).port);
    const second = open(join(folder, "second.db"), port);
    await expect(second.start(recordingBot())).rejects.toMatchObject({
      kind: "busy",
      message: expect.stringContaining(String(port)),
      hint: expect.stringContaining(`PORT=${String(port + 1)} npm start`),
    });
    await second.stop();
    await first.stop();
  });

  it("answers on both addresses of localhost", async () => {
    const web = open();
    await web.start(recordingBot());
    const { port } = new URL(web.url);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    await web.stop();
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow("fetch failed");
    expect(web.url).toBe("");
  });

  it("refuses the file of a newer version, and one that is no database", () => {
    const dataFile = join(folder, "newer.db");
    const database = new DatabaseSync(dataFile);
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(() => open(dataFile)).toThrow(
      expect.objectContaining({
        kind: "storage",
        message: expect.stringContaining("newer version"),
      }),
    );
    const text = join(folder, "text.db");
    writeFileSync(
      text,
      "This is a letter, and long enough to be taken for something else. ".repeat(20),
    );
    expect(() => open(text)).toThrow(
      expect.objectContaining({ kind: "storage", hint: expect.any(String) }),
    );
  });

  it("keeps what it writes in one file, durably", () => {
    const dataFile = join(folder, "chat.db");
    const web = open(dataFile);
    const database = new DatabaseSync(dataFile, { readOnly: true });
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    database.close();
    return web.stop();
  });

  it("says that it could not write when another program holds the file", async () => {
    const dataFile = join(folder, "held.db");
    const web = open(dataFile);
    const channel = await web.locate("general");
    const payload = { title: "", notice: "", blocks: [] };
    const other = new DatabaseSync(dataFile);
    other.exec("BEGIN IMMEDIATE");
    await expect(web.post(payload, channel, "k")).rejects.toMatchObject({ kind: "unreachable" });
    other.exec("ROLLBACK");
    other.close();
    expect(await web.find("k", channel, Temporal.Now.instant())).toEqual({ state: "absent" });
    await expect(web.post(payload, channel, "k")).resolves.toMatchObject({ message: "1" });
    await web.stop();
  });
});

describe("the health", () => {
  const well = { ok: true, platformsConnected: true, oldestDueSeconds: 12 };

  it.each([
    ["all is well", () => Promise.resolve(well), 200, well],
    ["something is stuck", () => Promise.resolve({ ...well, ok: false }), 503, { ok: false }],
    ["nobody can tell", () => Promise.reject(new Error("disk")), 503, { ok: false }],
  ])("is told when %s", async (_when, health, status, body) => {
    const platform = open(undefined, undefined, health);
    await platform.start(recordingBot());
    const response = await fetch(`${platform.url}/healthz`);
    expect(response.status).toBe(status);
    const told = await response.text();
    expect(JSON.parse(told)).toMatchObject(body);
    expect(told).not.toContain("disk");
    await platform.stop();
  });
});
