/** A Discord message made of components V2 as HTML, in the dark theme. */
import { z } from "zod";
import { discordMarkup, escapeHtml } from "./discord-markup.ts";

const Button = z.object({
  type: z.literal(2),
  style: z.int(),
  label: z.string(),
  disabled: z.boolean().optional(),
});
const TextDisplay = z.object({ type: z.literal(10), content: z.string() });
const ActionRow = z.object({ type: z.literal(1), components: z.array(Button) });
const Separator = z.object({ type: z.literal(14), divider: z.boolean().optional() });
const Section = z.object({
  type: z.literal(9),
  components: z.array(TextDisplay),
  accessory: Button,
});
const Inner = z.discriminatedUnion("type", [TextDisplay, ActionRow, Separator, Section]);
const Container = z.object({
  type: z.literal(17),
  accent_color: z.int().optional(),
  components: z.array(Inner),
});
const Component = z.discriminatedUnion("type", [
  TextDisplay,
  ActionRow,
  Separator,
  Section,
  Container,
]);
type Component = z.infer<typeof Component>;

/** A payload that takes two requests shows what the second one leaves. */
const Payload = z.union([
  z.object({ edit: z.object({ components: z.array(Component) }) }).transform(({ edit }) => edit),
  z.object({ components: z.array(Component) }),
]);

const BUTTON_LINK = 5;
const BUTTON_CLASSES: Readonly<Record<number, string>> = {
  1: "primary",
  3: "success",
  4: "danger",
};

function button(one: z.infer<typeof Button>): string {
  const arrow = one.style === BUTTON_LINK ? '<i class="out"></i>' : "";
  const name = BUTTON_CLASSES[one.style] ?? "secondary";
  return `<button class="${name}">${escapeHtml(one.label)}${arrow}</button>`;
}

function html(one: Component, now: Temporal.Instant): string {
  switch (one.type) {
    case 1:
      return `<div class="row">${one.components.map(button).join("")}</div>`;
    case 9: {
      const texts = one.components.map((text) => html(text, now)).join("");
      return `<div class="section"><div>${texts}</div>${button(one.accessory)}</div>`;
    }
    case 10:
      return `<div class="text">${discordMarkup(one.content, now)}</div>`;
    case 14:
      return one.divider === false ? '<div class="space"></div>' : "<hr>";
    case 17: {
      const accent = `#${(one.accent_color ?? 0x3f4147).toString(16).padStart(6, "0")}`;
      const inner = one.components.map((child) => html(child, now)).join("");
      return `<div class="container" style="--accent:${accent}">${inner}</div>`;
    }
  }
}

const STYLE = `
.discord { background:#1a1a1e; color:#dfe0e2; font:16px/1.375 "gg sans","Noto Sans",Lato,"Noto Sans CJK JP",sans-serif;
  padding:20px 20px 20px 72px; position:relative; box-sizing:border-box; }
.discord .avatar { position:absolute; left:18px; top:20px; width:40px; height:40px; border-radius:50%; overflow:hidden; }
.discord .who { display:flex; gap:6px; align-items:center; line-height:22px; }
.discord .who b { color:#fff; font-weight:600; }
.discord .app { background:#5865f2; color:#fff; font-size:12px; line-height:15px; padding:0 5px; border-radius:4px; font-weight:600; }
.discord .who small { color:#94959c; font-size:12px; }
.discord .container { background:#242429; border:1px solid #35353b; border-left:4px solid var(--accent); border-radius:8px;
  padding:16px; margin-top:6px; max-width:600px; box-sizing:border-box; display:flex; flex-direction:column; gap:8px; }
.discord h1,.discord h2,.discord h3 { color:#fbfbfb; margin:2px 0 4px; font-weight:700; line-height:1.3; }
.discord h1 { font-size:24px; } .discord h2 { font-size:20px; } .discord h3 { font-size:16px; }
.discord .small { font-size:13px; color:#9b9ca3; line-height:18px; }
.discord a { color:#7bb0f5; text-decoration:none; }
.discord h1 a,.discord h2 a,.discord h3 a { color:#7bb0f5; }
.discord .item { display:flex; padding-left:calc(var(--depth,0) * 22px); margin:2px 0; }
.discord .item > span { flex:0 0 22px; text-align:center; }
.discord .gap { height:10px; }
.discord .space { height:8px; }
.discord hr { border:0; border-top:1px solid #3a3a41; width:100%; margin:4px 0; }
.discord strong { color:#f2f3f5; font-weight:700; }
.discord code,.discord pre { background:#18181b; border:1px solid #35353b; border-radius:4px; font:14px/18px "DejaVu Sans Mono",monospace; }
.discord code { padding:1px 4px; font-size:13px; } .discord pre { padding:8px; margin:4px 0; white-space:pre-wrap; }
.discord blockquote { border-left:4px solid #4e4f58; border-radius:2px; margin:0; padding:0 8px 0 12px; }
.discord time { background:#33333a; border-radius:3px; padding:0 2px; }
.discord .row { display:flex; gap:8px; flex-wrap:wrap; }
.discord .section { display:flex; gap:16px; justify-content:space-between; align-items:flex-start; }
.discord button { border:0; border-radius:8px; height:32px; padding:0 14px; color:#fff; font:500 14px/1 "gg sans","Noto Sans",Lato,sans-serif;
  white-space:nowrap; display:inline-flex; align-items:center; gap:8px; background:#3e3f45; flex:none; }
.discord button.primary { background:#5865f2; } .discord button.success { background:#248046; } .discord button.danger { background:#da373c; }
.discord .out { width:9px; height:9px; border:2px solid currentColor; border-left:0; border-bottom:0; transform:scale(.8); box-shadow:-3px 3px 0 -1.2px currentColor; }
`;

/** `avatar` is the source of an image; the message is `clock` old in words, such as "Today at 09:00". */
export function discordHtml(
  payload: unknown,
  look: { avatar: string; clock: string; now: Temporal.Instant },
): string {
  const { components } = Payload.parse(payload);
  const body = components.map((one) => html(one, look.now)).join("");
  return `<style>${STYLE}</style><div class="discord"><img class="avatar" alt="" src="${look.avatar}">
<div class="who"><b>Briefing</b><span class="app">APP</span><small>${escapeHtml(look.clock)}</small></div>${body}</div>`;
}
