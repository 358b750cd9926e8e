/** The briefing that was named because it answers a question that those it was put to do not. */
export const answeredElsewhere = `
  alter table question add column elsewhere text;
`;
