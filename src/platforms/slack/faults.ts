/** What is wrong with a payload, found before Slack sees it. */
import { countText, slackLimits, SlackPayload, type SlackBlock } from "./limits.ts";

/** Why Slack would refuse this payload, or somebody would be notified by it; empty when all is well. */
export function findFaults(payload: unknown): readonly string[] {
  const parsed = SlackPayload.safeParse(payload);
  if (!parsed.success) {
    return parsed.error.issues.map(
      ({ path, message }) => `/${path.map(String).join("/")}: ${message}`,
    );
  }
  return [...findSumFaults(parsed.data.blocks), ...findDoubledIds(parsed.data.blocks)];
}

function findSumFaults(blocks: readonly SlackBlock[]): readonly string[] {
  const faults: string[] = [];
  const total = blocks.reduce((sum, block) => sum + countText(block), 0);
  if (total > slackLimits.messageText) {
    faults.push(`/blocks: ${total} characters of text, at most ${slackLimits.messageText}`);
  }
  const tables = blocks.filter((block) => block.type === "table");
  if (tables.length > slackLimits.tables)
    faults.push(`/blocks: ${tables.length} tables, at most 1`);
  for (const [at, block] of blocks.entries()) {
    const count = countText(block);
    if (block.type === "rich_text" && count > slackLimits.richText) {
      faults.push(`/blocks/${at}: ${count} characters, at most ${slackLimits.richText}`);
    }
    if (block.type === "table" && new Set(block.rows.map((row) => row.length)).size > 1) {
      faults.push(`/blocks/${at}: rows of different lengths`);
    }
    if (block.type === "table" && count > slackLimits.tableText) {
      faults.push(`/blocks/${at}: ${count} characters, at most ${slackLimits.tableText}`);
    }
  }
  return faults;
}

function findDoubledIds(blocks: readonly SlackBlock[]): readonly string[] {
  const ids = blocks.flatMap(actionIdsOf);
  const doubled = new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
  return [...doubled].map((id) => `/blocks: the action_id "${id}" stands there twice`);
}

export function actionIdsOf(block: SlackBlock): readonly string[] {
  const hasIds = block.type === "actions" || block.type === "context_actions";
  return hasIds ? block.elements.map(({ action_id: id }) => id) : [];
}
