/** `briefing preview`: exactly what would be sent, without sending it. */
import type { Briefing } from "../briefing/briefing.ts";
import { composeBriefing, composeDigest } from "../briefing/compose/compose.ts";
import type { Message } from "../briefing/message.ts";
import { plainText } from "../briefing/plain.ts";
import { platformRegistry, type PlatformName } from "../platforms/index.ts";
import type { Rendered } from "../platforms/platform.ts";

export type PreviewForm = "compact" | "full" | "digest";

function composeForm(briefing: Briefing, form: PreviewForm): Message {
  return form === "digest"
    ? composeDigest([briefing], { title: "Digest" })
    : composeBriefing(briefing, form);
}

export interface Preview {
  message: Message;
  rendered: readonly Rendered[];
}

export async function preview(
  briefing: Briefing,
  platform: PlatformName,
  form: PreviewForm,
): Promise<Preview> {
  const render = await platformRegistry[platform].renderer();
  const message = composeForm(briefing, form);
  return { message, rendered: render(message) };
}

/** For people: how many requests, and the words a reader would see. */
export function formatPreview({ message, rendered }: Preview, platform: PlatformName): string {
  const inThread = rendered.filter(({ to }) => to === "thread").length;
  const count = (number: number, where: string): string =>
    `${number} ${number === 1 ? "message" : "messages"} ${where}`;
  const sections = [
    `${platform}: ${count(rendered.length - inThread, "in the channel")}, ${count(inThread, "in its thread")}`,
  ];
  if (message.lead.length > 0) sections.push("── channel ──", plainText(message.lead));
  if (message.thread.length > 0) sections.push("── thread ──", plainText(message.thread));
  return sections.join("\n\n");
}
