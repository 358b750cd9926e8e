/** Where a message came to stand, when that is not the channel it was addressed to: a person's direct messages. */
export const postedChannel = `
  alter table delivery add column posted_channel text;
`;
