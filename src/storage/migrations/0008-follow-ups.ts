/** An update that changes is told of where it is named. */
export const followUps = `
  create index briefing_updated_by on briefing (updated_by) where updated_by is not null;
`;
