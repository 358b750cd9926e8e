import { describe, expect, it } from "vitest";
import { findFaults } from "../../src/platforms/discord/limits.ts";
import type { Json, JsonObject } from "../../src/platforms/platform.ts";

const noPings = { allowed_mentions: { parse: [] } };
const text = (content: string): JsonObject => ({ type: 10, content });
const button = (customId: string, label = "Press"): JsonObject => ({
  type: 2,
  style: 2,
  label,
  custom_id: customId,
});
const link = (url: string): JsonObject => ({ type: 2, style: 5, label: "Open", url });
const row = (...components: JsonObject[]): JsonObject => ({ type: 1, components });
const v2 = (...components: Json[]): JsonObject => ({ flags: 32_768, components, ...noPings });
const many = (count: number): JsonObject[] => Array.from({ length: count }, () => text("x"));

describe("the walker over Discord payloads", () => {
  it("finds nothing in what is right", () => {
    const box = {
      type: 17,
      components: [
        text("x"),
        { type: 14 },
        { type: 9, components: [text("y")], accessory: button("a") },
        row(button("b"), link("https://example.org/")),
      ],
    };
    expect(findFaults(v2(box))).toEqual([]);
    expect(findFaults({ content: "x", ...noPings })).toEqual([]);
    expect(
      findFaults({ create: { content: "x", ...noPings }, edit: { content: null, ...v2(box) } }),
    ).toEqual([]);
    expect(findFaults(v2({ type: 17, components: many(39) }))).toEqual([]);
    expect(findFaults(v2(text("x".repeat(4_000))))).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ["allowed_mentions", { flags: 32_768, components: [text("x")] }],
    ["allowed_mentions", { ...v2(text("x")), allowed_mentions: { parse: ["everyone"] } }],
    ["allowed_mentions", { ...v2(text("x")), allowed_mentions: { parse: [], users: ["1"] } }],
    [
      "edit: allowed_mentions",
      { create: { content: "x", ...noPings }, edit: { flags: 32_768, components: [text("x")] } },
    ],
    ["create: allowed_mentions", { create: { content: "x" }, edit: v2(text("x")) }],
    ["content beside", { ...v2(text("x")), content: "x" }],
    ["embeds", { ...v2(text("x")), embeds: [] }],
    ["no components", v2()],
    ["2001 characters of 2000", { content: "x".repeat(2_001), ...noPings }],
    ["no visible text", { content: " \n", ...noPings }],
    ["no visible text", v2(text("  "))],
    ["41 components", v2({ type: 17, components: many(40) })],
    ["4001 characters", v2(text("x".repeat(4_001)))],
    ["4001 characters", v2(text("x".repeat(2_000)), text("x".repeat(2_001)))],
    ["bytes of text", v2(text("界".repeat(3_390)))],
    ["6 children", v2(row(...["a", "b", "c", "d", "e", "f"].map((id) => button(id))))],
    ["empty", v2(row())],
    ["4 children", v2({ type: 9, components: many(4), accessory: button("a") })],
    ["not a component", v2({ type: 9, components: [text("x")] })],
    ["twice", v2(row(button("a"), button("a")))],
    ["label", v2(row(button("a", "x".repeat(81))))],
    ["custom_id", v2(row(button("x".repeat(101))))],
    ["url", v2(row(link(`https://example.org/${"x".repeat(500)}`)))],
    ["url", v2(row(link("javascript:alert(1)")))],
    ["nonce", { ...v2(text("x")), nonce: "x".repeat(26) }],
    ["id 7 twice", v2({ ...text("x"), id: 7 }, { ...text("y"), id: 7 })],
    ["do not use", v2({ type: 12, items: [] })],
    ["only action rows", { content: "x", components: [text("x")], ...noPings }],
  ])("finds: %s", (fault, payload) => {
    expect(findFaults(payload).join("\n")).toContain(fault);
  });
});
