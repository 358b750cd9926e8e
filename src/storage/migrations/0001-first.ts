export const first = `
  create table briefing (
    id text primary key,
    file text not null,
    content text not null,
    hash text not null,
    first_seen_at integer not null,
    ready_at integer,
    removed_at integer
  ) strict;

  create table schedule (
    key text primary key,
    watermark_at integer not null,
    since_at integer,
    rule text not null,
    topics text not null,
    paused_at integer,
    pause_reason text
  ) strict;

  create table occurrence (
    schedule text not null references schedule (key),
    slot_at integer not null,
    state text not null check (state in ('planned', 'missed', 'empty')),
    recorded_at integer not null,
    primary key (schedule, slot_at)
  ) strict, without rowid;
  create index occurrence_recorded on occurrence (state, recorded_at);

  create table delivery (
    id integer primary key autoincrement,
    key text not null unique,
    kind text not null,
    schedule text references schedule (key),
    platform text not null,
    workspace text not null,
    channel text not null,
    thread_root text,
    thread_title text not null,
    root_id integer references delivery (id),
    after_id integer references delivery (id),
    payload text not null,
    payload_hash text not null,
    state text not null
      check (state in ('pending', 'sending', 'sent', 'unknown', 'uncertain', 'failed', 'dropped')),
    attempts integer not null default 0,
    empty_looks integer not null default 0,
    blind_looks integer not null default 0,
    not_before_at integer,
    first_attempt_at integer,
    last_attempt_at integer,
    epoch integer,
    message text,
    posted_thread text,
    error_kind text,
    error_text text,
    created_at integer not null,
    settled_at integer
  ) strict;
  create index delivery_owed on delivery (platform, workspace, channel, id)
    where state in ('pending', 'unknown');
  create index delivery_state on delivery (state, id);
  create index delivery_message on delivery (platform, workspace, channel, message);
  create index delivery_thread on delivery (platform, workspace, channel, posted_thread);
  create index delivery_root on delivery (root_id) where root_id is not null;
  create index delivery_after on delivery (after_id) where after_id is not null;

  create table delivery_briefing (
    delivery_id integer not null references delivery (id),
    briefing_id text not null,
    primary key (delivery_id, briefing_id)
  ) strict, without rowid;

  create table inbox (
    event_id text primary key,
    received_at integer not null
  ) strict, without rowid;
  create index inbox_received on inbox (received_at);

  create table owner (
    id integer primary key check (id = 1),
    owner text not null,
    epoch integer not null,
    pid integer not null,
    started_at integer not null
  ) strict;
`;
