/** Whether a channel has a briefing is asked for every briefing of every digest: it has to be one look, however old the channel. */
export const channelBriefings = `
  alter table delivery_briefing add column channel text not null default '';
  update delivery_briefing set channel =
    (select json_array(platform, workspace, channel) from delivery where id = delivery_id);
  create index delivery_briefing_channel on delivery_briefing (channel, briefing_id);
  create index delivery_schedule on delivery (schedule, created_at) where schedule is not null;
`;
