/** A Slack message as HTML, through the renderer that comes closest to Slack's own. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message, type Block } from "slack-blocks-to-jsx";
import { z } from "zod";

/** Which blocks there are is for Slack to say, and proved elsewhere; here they only have to be blocks. */
const Payload = z.object({
  blocks: z.array(
    z.custom<Block>((value) => z.looseObject({ type: z.string() }).safeParse(value).success),
  ),
});

const SHEET = fileURLToPath(import.meta.resolve("slack-blocks-to-jsx/dist/style.css"));

const STYLE = `
.slack { background:#fff; padding:18px 20px; box-sizing:border-box; }
.slack *:not(code, pre) { font-family:Lato,"Noto Sans CJK JP",sans-serif; }
.slack img { border-radius:6px; }
.slack .font-semibold { font-weight:700 !important; } .slack .slack_blocks_to_jsx__header_heading { font-weight:900 !important; }
.slack .slack_blocks_to_jsx--block_wrapper + .slack_blocks_to_jsx--block_wrapper { padding-top:6px; }
.slack .slack_blocks_to_jsx__context > * { padding-right:5px !important; }
.slack button { display:inline-flex; align-items:center !important; }
.slack .slack_blocks_to_jsx { max-width:640px; }
`;

/**
 * To Slack, `verbatim` only says that bare addresses stay as they are; the package shows such text without any markup.
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
function withoutVerbatim(payload: unknown): unknown {
  return JSON.parse(JSON.stringify(payload), (key, value: unknown) =>
    key === "verbatim" ? undefined : value,
  );
}

export function slackHtml(
  payload: unknown,
  look: { avatar: string; at: Temporal.Instant },
): string {
  const { blocks } = Payload.parse(withoutVerbatim(payload));
  const message = createElement(Message, {
    blocks,
    name: "Briefing",
    logo: look.avatar,
    time: new Date(look.at.epochMilliseconds),
    theme: "light",
    hooks: { date: ({ fallback }) => fallback },
  });
  const html = renderToStaticMarkup(message);
  return `<style>${readFileSync(SHEET, "utf8")}${STYLE}</style><div class="slack">${html}</div>`;
}
