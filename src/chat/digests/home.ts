/** The schedules on somebody's own page: those of the channels they manage, and what else they made. */
import { heading, paragraph } from "../../briefing/compose/parts.ts";
import { addButton, scheduleList, yoursElsewhere } from "../../briefing/compose/schedule-list.ts";
import type { Block } from "../../briefing/message.ts";
import type { Address, Caller } from "../../platforms/platform.ts";
import { actingIn } from "../elsewhere.ts";
import type { BotParts, Feature } from "../feature.ts";
import { viewSchedules } from "./views.ts";

/** Channels on one page; for each the platform is asked whether the person manages it. */
const mostPlaces = 12;
/** The page is made anew after everything they do, which would be too often to ask. */
const rememberMs = 60_000;
const mostRemembered = 5_000;

/** Which of some channels somebody manages, for what is shown: what is done is asked about when it is done. */
function rememberManaged({ schedules: desk, mayManage, now }: BotParts) {
  const remembered = new Map<string, { managed: Promise<readonly Address[]>; untilMs: number }>();

  async function ask(caller: Caller, channels: readonly Address[]): Promise<readonly Address[]> {
    const theirs = await desk.channelsOf(caller);
    const possible =
      theirs === null ? channels : channels.filter((each) => theirs.has(each.channel));
    const asked = possible.slice(0, mostPlaces).map(async (address) => {
      return (await mayManage({ ...caller, address, isElsewhere: true })) ? [address] : [];
    });
    return (await Promise.all(asked)).flat();
  }

  return (caller: Caller, channels: readonly Address[]): Promise<readonly Address[]> => {
    const { platform, workspace } = caller.address;
    const names = channels.map(({ channel }) => channel);
    const key = JSON.stringify([platform, workspace, caller.person, ...names]);
    const at = now().epochMilliseconds;
    const found = remembered.get(key);
    if (found !== undefined && found.untilMs > at) return found.managed;
    if (remembered.size >= mostRemembered) remembered.clear();
    const managed = ask(caller, channels);
    remembered.set(key, { managed, untilMs: at + rememberMs });
    return managed;
  };
}

export function createDigestHome(parts: BotParts): NonNullable<Feature["home"]> {
  const { schedules: desk, now } = parts;
  const managedBy = rememberManaged(parts);

  return async (caller) => {
    const all = await desk.everywhere(caller.address);
    const places = Map.groupBy(all, ({ address }) => address.channel);
    const addresses = [...places.keys()].map((channel) => ({ ...caller.address, channel }));
    const sections: Block[] = [];
    const shown = new Set<string>();
    for (const address of await managedBy(caller, addresses)) {
      const schedules = places.get(address.channel) ?? [];
      for (const { key } of schedules) shown.add(key);
      const list = scheduleList(await viewSchedules(desk, schedules, now()));
      const title = `Schedules of ${await desk.nameOf(address)}`;
      sections.push(heading(2, title), ...actingIn(address.channel, list));
    }
    const yours = desk.madeBy(caller).filter(({ key }) => !shown.has(key));
    sections.push(...yoursElsewhere(await viewSchedules(desk, yours, now())));
    if (sections.length > 0) return sections;
    return [
      heading(2, "Schedules"),
      paragraph("Nothing is posted by itself in the channels that you manage."),
      { type: "actions", items: [addButton] },
    ];
  };
}
