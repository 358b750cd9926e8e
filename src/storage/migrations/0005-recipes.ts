/**
 * What a delivery was made of, so that it can be made again from today's text; and for each briefing the version its
 * posts should show (`shown`) and the one they were brought to last (`told`). Deliveries from before have no recipe.
 */
export const recipes = `
  alter table delivery add column recipe text;
  alter table delivery add column head_id integer references delivery (id);
  alter table delivery add column edits_id integer references delivery (id);
  create index delivery_head on delivery (head_id) where head_id is not null;
  create index delivery_edits on delivery (edits_id) where edits_id is not null;

  alter table delivery_briefing add column version text;
  create index delivery_briefing_of on delivery_briefing (briefing_id, delivery_id);

  alter table briefing add column shown text;
  alter table briefing add column told text;
  update briefing set shown = hash, told = hash;
  create index briefing_restless on briefing (id) where told is not shown;
`;
