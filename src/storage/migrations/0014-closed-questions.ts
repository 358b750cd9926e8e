/** When the question about a digest was told its end, so that its buttons are gone. */
export const closedQuestions = `
  alter table approval add column closed_at integer;
  update approval set closed_at = asked_at;
  create index approval_open on approval (id) where closed_at is null;
`;
