/** Digests that were shown to an approver, and what was decided. */
export const approvals = `
  create table approval (
    id integer primary key autoincrement,
    schedule text not null,
    slot_at integer not null,
    briefings text not null,
    asked_at integer not null,
    delivery_id integer references delivery (id),
    decision text check (decision in ('approved', 'vetoed')),
    decided_by text,
    decided_at integer,
    unique (schedule, slot_at)
  ) strict;
`;
