/** What was read in the last week is asked for on empty days: it has to be one look, however old the channel. */
export const mostRead = `
  create index delivery_full_text on delivery (created_at) where kind = 'full-text';
  create index delivery_most_read on delivery (created_at) where kind = 'most-read';
`;
