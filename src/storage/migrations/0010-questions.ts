/** What readers asked, what they were given, and whether it was of use. Who asked is not kept. */
export const questions = `
  create table question (
    id integer primary key autoincrement,
    key text not null unique,
    platform text not null,
    workspace text not null,
    channel text not null,
    thread text,
    asked_at integer not null,
    text text not null,
    about text not null,
    tier text not null check (tier in ('sure', 'middle', 'low')),
    quotes text not null,
    salt text not null
  ) strict;
  create index question_thread on question (platform, workspace, channel, thread, id)
    where thread is not null;
  create index question_asked on question (asked_at);

  create table feedback (
    question_id integer not null references question (id) on delete cascade,
    voter text not null,
    useful integer not null,
    primary key (question_id, voter)
  ) strict, without rowid;
`;
