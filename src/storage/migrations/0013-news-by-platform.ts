/** What a platform that was away is still to be told of waits by itself; '' is for all of them. */
export const newsByPlatform = `
  create table news_by_platform (
    briefing_id text not null,
    kind text not null check (kind in ('changed', 'follow-up')),
    platform text not null,
    before text,
    first_at integer not null,
    due_at integer not null,
    primary key (briefing_id, kind, platform)
  ) strict, without rowid;
  insert into news_by_platform
    select briefing_id, kind, '', before, first_at, due_at from news;
  drop table news;
  alter table news_by_platform rename to news;
`;
