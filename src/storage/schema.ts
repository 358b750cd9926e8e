/** The tables, as Kysely sees them. Instants are whole milliseconds since 1970 in UTC. */
import type { Generated, Selectable } from "kysely";

/**
 * - `pending`: owed, not tried or certainly not done.
 * - `sending`: on its way; on disk before the request leaves.
 * - `sent`: the platform shows it.
 * - `unknown`: may or may not have arrived; the platform is being asked.
 * - `uncertain`: the platform cannot tell; held until a person decides.
 * - `failed`: refused for good.
 * - `dropped`: a person decided against it, or deleted what it was to edit or to stand under; an edit, also when a later
 *   one brings more.
 */
export const deliveryStates = [
  "pending",
  "sending",
  "sent",
  "unknown",
  "uncertain",
  "failed",
  "dropped",
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryTable {
  id: Generated<number>;
  /** What the platform de-duplicates by. */
  key: string;
  kind: string;
  schedule: string | null;
  platform: string;
  workspace: string;
  channel: string;
  thread_root: string | null;
  thread_title: string;
  /** The delivery under whose message this one belongs. */
  root_id: number | null;
  /** The delivery that has to be settled before this one. */
  after_id: number | null;
  payload: string;
  payload_hash: string;
  state: DeliveryState;
  attempts: Generated<number>;
  empty_looks: Generated<number>;
  blind_looks: Generated<number>;
  not_before_at: number | null;
  first_attempt_at: number | null;
  last_attempt_at: number | null;
  epoch: number | null;
  message: string | null;
  posted_thread: string | null;
  /** Where it came to stand; null: in the channel it was addressed to. */
  posted_channel: Generated<string | null>;
  error_kind: string | null;
  error_text: string | null;
  created_at: number;
  settled_at: number | null;
  /** What it was made of, as JSON; on the first of several parts. Null for what is never made again. */
  recipe: string | null;
  /** The first part, for the other parts of what has a recipe. */
  head_id: number | null;
  /** For an edit: the delivery whose post it changes. */
  edits_id: number | null;
}
export type DeliveryRow = Selectable<DeliveryTable>;

interface BriefingTable {
  id: string;
  file: string;
  /** Of its content, which is a `briefing_text`. */
  hash: string;
  /** All but the text, as JSON. */
  card: string;
  first_seen_at: number;
  ready_at: number | null;
  removed_at: number | null;
  /** The version that its posts should show, and the one that they were brought to last. */
  shown: string | null;
  told: string | null;
  withdrawn_at: number | null;
  /** The id of the newest follow-up that readers were told of. */
  updated_by: string | null;
}

interface NewsTable {
  briefing_id: string;
  kind: "changed" | "follow-up";
  /** The one that was away when the others were told; empty: nobody was told yet. */
  platform: string;
  /** The text that readers know, as JSON. */
  before: string | null;
  first_at: number;
  due_at: number;
}

/** The whole briefing as JSON. Versions that no briefing has any more stay until the next start. */
interface BriefingTextTable {
  hash: string;
  content: string;
}

/** A file as it was read last. */
interface ArticleTable {
  file: string;
  /** What its meaning depended on beside its bytes; see `formOf`. */
  form: string;
  /** How it looked; null when that does not tell whether it has changed since. */
  stamp: string | null;
  /** Of its bytes. */
  hash: string;
  /** JSON. */
  claim: string | null;
  /** JSON. */
  problems: string;
  /** The hash of the briefing that it serves; null when it serves none, or an older one. */
  briefing_hash: string | null;
}

interface ScheduleTable {
  key: string;
  watermark_at: number;
  /** Briefings that became ready up to here are not news; null when all are. */
  since_at: number | null;
  rule: string;
  topics: string;
  paused_at: number | null;
  pause_reason: string | null;
}

export type OccurrenceState = "planned" | "missed" | "empty";

interface OccurrenceTable {
  schedule: string;
  slot_at: number;
  state: OccurrenceState;
  recorded_at: number;
}

interface DeliveryBriefingTable {
  delivery_id: number;
  briefing_id: string;
  /** The delivery's platform, workspace and channel as a JSON array. */
  channel: string;
  /** What of the briefing was put into it; null for what has no recipe. */
  version: string | null;
}

interface ChatScheduleTable {
  id: Generated<number>;
  /** What the planner knows it by; made of the id. */
  key: string | null;
  platform: string;
  workspace: string;
  channel: string;
  name: string;
  /** As in config/bot.yaml without `to`, in JSON. */
  entry: string;
  created_by: string;
  created_by_name: string | null;
  created_at: number;
  changed_at: number;
  removed_at: number | null;
}

interface ScheduleHoldTable {
  schedule: string;
  paused_at: number | null;
  paused_by: string | null;
  /** Null: until somebody resumes it. */
  paused_until: number | null;
  /** The one run that is left out. */
  skip_at: number | null;
}

interface ScheduleChangeTable {
  id: Generated<number>;
  at: number;
  schedule: string;
  platform: string;
  workspace: string;
  channel: string;
  actor: "person" | "operator" | "bot";
  /** The platform's id, of a person. */
  person: string | null;
  person_name: string | null;
  deed: string;
  before: string | null;
  after: string | null;
}

interface ScheduleDraftTable {
  id: Generated<number>;
  platform: string;
  workspace: string;
  channel: string;
  /** The schedule that is edited; null for a new one. */
  schedule_id: number | null;
  name: string;
  entry: string;
  created_at: number;
}

interface ApprovalTable {
  id: Generated<number>;
  schedule: string;
  slot_at: number;
  /** Ids of the briefings that were shown, as JSON. */
  briefings: string;
  asked_at: number;
  /** The first delivery of the question; null: nobody could be asked. */
  delivery_id: number | null;
  decision: "approved" | "vetoed" | null;
  decided_by: string | null;
  decided_at: number | null;
  /** When its message was told how it ended; null: it still asks. */
  closed_at: number | null;
}

interface InboxTable {
  event_id: string;
  received_at: number;
  /** What is still to be worked on, as JSON; null when nothing is left to do. */
  call: string | null;
}

export interface QuestionTable {
  id: Generated<number>;
  /** Of the request that asked it. */
  key: string;
  platform: string;
  workspace: string;
  channel: string;
  /** The message that starts the thread; null for what was asked alone. */
  thread: string | null;
  asked_at: number;
  text: string;
  /** Ids of briefings, as JSON; an empty list is the whole archive. */
  about: string;
  tier: "sure" | "middle" | "low";
  quotes: string;
  /** The id of another briefing that was named because it answers. */
  elsewhere: string | null;
  /** Makes the hashes of those who gave feedback to this answer unlike all others. */
  salt: string;
}

interface FeedbackTable {
  question_id: number;
  voter: string;
  useful: number;
}

interface OwnerTable {
  id: number;
  owner: string;
  epoch: number;
  pid: number;
  started_at: number;
}

interface SecretTable {
  platform: string;
  name: string;
  /** Nonce, tag and ciphertext as base64. */
  sealed: string;
  written_at: number;
}

export interface Tables {
  secret: SecretTable;
  briefing: BriefingTable;
  briefing_text: BriefingTextTable;
  article: ArticleTable;
  schedule: ScheduleTable;
  occurrence: OccurrenceTable;
  delivery: DeliveryTable;
  delivery_briefing: DeliveryBriefingTable;
  news: NewsTable;
  chat_schedule: ChatScheduleTable;
  schedule_hold: ScheduleHoldTable;
  schedule_change: ScheduleChangeTable;
  schedule_draft: ScheduleDraftTable;
  approval: ApprovalTable;
  question: QuestionTable;
  feedback: FeedbackTable;
  inbox: InboxTable;
  owner: OwnerTable;
}
