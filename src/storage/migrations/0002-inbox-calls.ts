/** What was acknowledged and is still to be worked on; null when nothing is left to do. */
export const inboxCalls = `
  alter table inbox add column call text;
  create index inbox_unfinished on inbox (received_at) where call is not null;
`;
