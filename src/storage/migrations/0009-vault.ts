/** What platforms keep secret over restarts: sealed, so that a copy of the file gives no token away. */
export const vault = `
create table secret (
  platform text not null,
  name text not null,
  sealed text not null,
  written_at integer not null,
  primary key (platform, name)
) strict;
`;
