/**
 * Buttons and forms that act in another channel than the one they stand in: those of the bot's own page, which belongs
 * to no channel. "in:C012:digest-pause:c.7" is "digest-pause:c.7" in that channel of the same workspace.
 */
import type { Form, FormFaults } from "../briefing/form.ts";
import type { Action, Block, Message } from "../briefing/message.ts";
import { composeNote } from "../briefing/compose/notes.ts";
import type { ActionCall, Caller, Opener, SubmitCall } from "../platforms/platform.ts";
import type { BotParts, Feature } from "./feature.ts";

/** Of ids, on every platform. */
const longestId = 90;
/** Nothing else may be done from outside of a channel: what posts there would be posted in the name of nobody there. */
const allowed = /^digest(?:-[a-z]+)?:/u;

const mayNot = composeNote("This is for those who are in that channel and manage it.");

/** The same blocks, whose buttons act in that channel. */
export function actingIn(channel: string, blocks: readonly Block[]): readonly Block[] {
  const move = (action: Action): Action => {
    if (action.type === "link" || !allowed.test(action.id)) return action;
    const id = `in:${channel}:${action.id}`;
    return id.length > longestId ? action : { ...action, id };
  };
  return blocks.map((block) => {
    if (block.type === "actions") return { ...block, items: block.items.map(move) };
    return block.type === "card" ? { ...block, actions: block.actions.map(move) } : block;
  });
}

interface Bot {
  onAction(call: ActionCall): Promise<Message | null>;
  onSubmit(call: SubmitCall): Promise<Message | FormFaults | null>;
  formFor(opener: Opener): Promise<Form | null>;
}

/** Who may act there is asked of the platform first, whatever is done. */
export function createElsewhere({ mayManage }: Pick<BotParts, "mayManage">, bot: Bot): Feature {
  async function there(
    caller: Caller,
    rest: string,
  ): Promise<{ caller: Caller; channel: string; id: string } | null> {
    const [, channel = "", id = ""] = /^([^:]+):(.+)$/su.exec(rest) ?? [];
    const { platform, workspace } = caller.address;
    const address = { platform, workspace, channel };
    const moved = { ...caller, address, isElsewhere: true as const };
    if (!allowed.test(id) || !(await mayManage(moved))) return null;
    return { caller: moved, channel, id };
  }

  const back = (channel: string, answer: Message): Message => ({
    ...answer,
    lead: actingIn(channel, answer.lead),
    thread: actingIn(channel, answer.thread),
  });

  return {
    commands: {},
    actions: {
      in: async ({ id, caller }, rest) => {
        const place = await there(caller, rest);
        if (place === null) return mayNot;
        const answer = await bot.onAction({ id, caller: place.caller, action: place.id });
        return answer === null ? null : back(place.channel, answer);
      },
    },
    openers: {
      in: async ({ kind, call }, { rest }) => {
        const place = kind === "action" ? await there(call.caller, rest) : null;
        if (place === null || kind !== "action") return null;
        const form = await bot.formFor({
          kind,
          call: { id: call.id, caller: place.caller, action: place.id },
        });
        return form === null ? null : { ...form, id: `in:${place.channel}:${form.id}` };
      },
    },
    submits: {
      in: async ({ id, caller, filled }, rest) => {
        const place = await there(caller, rest);
        if (place === null) return mayNot;
        const answer = await bot.onSubmit({ id, caller: place.caller, form: place.id, filled });
        return answer === null || "faults" in answer ? answer : back(place.channel, answer);
      },
    },
  };
}
