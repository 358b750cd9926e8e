/**
 * Schedules that people make in chat, what rests or is skipped, and a line for every change. A draft is what was
 * understood and not yet confirmed.
 */
export const chatSchedules = `
  create table chat_schedule (
    id integer primary key autoincrement,
    key text unique,
    platform text not null,
    workspace text not null,
    channel text not null,
    name text not null,
    entry text not null,
    created_by text not null,
    created_by_name text,
    created_at integer not null,
    changed_at integer not null,
    removed_at integer
  ) strict;
  create unique index chat_schedule_name on chat_schedule (platform, workspace, channel, name)
    where removed_at is null;

  create table schedule_hold (
    schedule text primary key,
    paused_at integer,
    paused_by text,
    paused_until integer,
    skip_at integer
  ) strict, without rowid;

  create table schedule_change (
    id integer primary key autoincrement,
    at integer not null,
    schedule text not null,
    platform text not null,
    workspace text not null,
    channel text not null,
    actor text not null check (actor in ('person', 'operator', 'bot')),
    person text,
    person_name text,
    deed text not null,
    before text,
    after text
  ) strict;
  create index schedule_change_schedule on schedule_change (schedule, id);
  create index schedule_change_channel on schedule_change (platform, workspace, channel, id);

  create table schedule_draft (
    id integer primary key autoincrement,
    platform text not null,
    workspace text not null,
    channel text not null,
    schedule_id integer references chat_schedule (id),
    name text not null,
    entry text not null,
    created_at integer not null
  ) strict;
`;
