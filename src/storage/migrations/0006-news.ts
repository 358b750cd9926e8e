/**
 * What readers are still to be told of: an edit (with the text that they know), or a new part of a story. And what
 * became of a briefing since it was posted.
 */
export const news = `
  create table news (
    briefing_id text not null,
    kind text not null check (kind in ('changed', 'follow-up')),
    before text,
    first_at integer not null,
    due_at integer not null,
    primary key (briefing_id, kind)
  ) strict, without rowid;

  alter table briefing add column withdrawn_at integer;
  alter table briefing add column updated_by text;
`;
