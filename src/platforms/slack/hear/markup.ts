/** What people write, as Slack passes it on (https://docs.slack.dev/messaging/formatting-message-text), as plain text. */

/** Without the mention of the bot it begins with; links and other mentions become their words. */
export function plainOfMarkup(text: string, bot: string): string {
  const opening = new RegExp(`^(?:\\s*<@${bot}(?:\\|[^>]*)?>[\\s,:]*)+`);
  return text
    .replace(opening, "")
    .replaceAll(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target: string, label?: string) =>
      plainOfTarget(target, label),
    )
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

function plainOfTarget(target: string, label: string | undefined): string {
  const mark = target.charAt(0);
  const name = label === undefined || label === "" ? target : label;
  if (mark === "#") return `#${name.replace(/^#/, "")}`;
  if (mark === "@") return `@${name.replace(/^@/, "")}`;
  if (mark === "!") return name.replace(/^!/, "@");
  return name;
}
