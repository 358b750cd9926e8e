/** The page's script, style and icon, read once at start. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Asset {
  /** With a fingerprint of the content, so that browsers may keep it for ever. */
  url: string;
  etag: string;
  type: string;
  content: string;
}

const TYPES = {
  "chat.js": "text/javascript; charset=utf-8",
  "chat.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

export type AssetName = keyof typeof TYPES;
export type Assets = Readonly<Record<AssetName, Asset>>;

export function loadAssets(): Assets {
  return { "chat.js": load("chat.js"), "chat.css": load("chat.css"), "icon.svg": load("icon.svg") };
}

export function isAssetName(name: string): name is AssetName {
  return Object.hasOwn(TYPES, name);
}

function load(name: AssetName): Asset {
  const content = readFileSync(join(import.meta.dirname, "static", name), "utf8");
  const print = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return { url: `/static/${name}?v=${print}`, etag: `"${print}"`, type: TYPES[name], content };
}
