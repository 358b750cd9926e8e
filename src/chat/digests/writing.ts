/** Adding and changing a schedule: from words or a form, shown as it was understood, saved when that is confirmed. */
import { composeNote } from "../../briefing/compose/notes.ts";
import { composeDone, composeUnderstood } from "../../briefing/compose/schedules.ts";
import type { Form, FormFaults } from "../../briefing/form.ts";
import type { Message } from "../../briefing/message.ts";
import { countLately } from "../../delivery/read-ahead.ts";
import type { ActionCall, Caller, Opener, SubmitCall } from "../../platforms/platform.ts";
import { addChatSchedule, editChatSchedule } from "../../storage/chat-schedules.ts";
import { deleteDraft, type Draft, loadDraft, saveDraft } from "../../storage/schedule-drafts.ts";
import { together } from "../../storage/store.ts";
import { actingIn } from "../elsewhere.ts";
import type { BotParts, Feature, Options } from "../feature.ts";
import { topicsOf } from "../library.ts";
import type { ChannelSchedule, Order } from "./desk.ts";
import {
  faultsOf,
  nothingWritten,
  type ReadWritten,
  readWritten,
  type Written,
  writtenOf,
} from "./entry.ts";
import { whyNotPing } from "./ping.ts";
import { findByName, findByRef, freeName, notThere, refOf } from "./find.ts";
import { type FormOptions, readFilled, scheduleForm } from "./form.ts";
import { nothingPicked, pickedOf } from "./pickers.ts";
import { changed, saysSomething, writtenBy } from "./options.ts";
import { describeOrder, follows, runsOf } from "./views.ts";
import { actorOf, type Guards } from "./authority.ts";

const gone = composeNote(
  "That is saved already, or was discarded, or is too old. `/digest list` shows what there is.",
);

export interface Writing extends Pick<Feature, "commands" | "actions" | "openers" | "submits"> {}

export function createWriting(parts: BotParts, { inFile, guarded }: Guards): Writing {
  const { schedules: desk, mayManage, managersOf, now } = parts;
  const { db } = desk;

  const zoneOf = ({ timeZone }: Caller): string => timeZone ?? desk.timeZone;

  /** What is written as a draft and a message about it, or what is wrong with it. */
  async function understand(
    caller: Caller,
    written: Written,
    wishedName: string,
    edited: ChannelSchedule | undefined,
  ): Promise<Message | FormFaults> {
    const read = readWritten(written, zoneOf(caller), beforeOf(edited));
    if ("faults" in read) return faultsMessage(read);
    const here = await desk.here(caller.address);
    const name =
      edited?.name ??
      freeName(
        wishedName || written.topics || (written.form === "each" ? "each" : "digest"),
        here.map((each) => each.name),
      );
    const entry = titled(name, read.entry);
    const { order, issues } = desk.read(name, entry);
    if (order === null) return { faults: faultsOf(issues) };
    const unheard = edited === undefined ? await parts.whyNotPost(caller) : null;
    if (unheard !== null) return { faults: { channel: unheard } };
    const refusal = await whyNotPing(desk, caller, entry, edited?.made?.entry);
    if (refusal !== null) return { faults: { ping: refusal } };
    const { platform, workspace, channel } = caller.address;
    const draft: Draft = {
      address: { platform, workspace, channel },
      scheduleId: edited?.made?.id ?? null,
      name,
      entry,
    };
    const { assumed } = read;
    const { isElsewhere = false } = caller;
    return show(order, draft, await saveDraft(db, draft, now()), { assumed, isElsewhere });
  }

  async function show(
    order: Order,
    { name, scheduleId, address }: Draft,
    draft: number,
    { assumed, isElsewhere = false }: { assumed: readonly string[]; isElsewhere?: boolean },
  ): Promise<Message> {
    const at = now();
    return composeUnderstood({
      name,
      where: isElsewhere ? await desk.nameOf(address) : null,
      what: describeOrder(order, (role) => desk.roleName(address, role)),
      assumed,
      runs: runsOf(order, at),
      follows: follows(order),
      matched: await countLately(parts.known(), order.selection, at),
      draft: String(draft),
      isNew: scheduleId === null,
    });
  }

  async function save({ caller }: ActionCall, rest: string): Promise<Message> {
    const draft = await loadDraft(db, caller.address, Number(rest));
    if (draft === undefined) return inPlace(gone);
    const { address, name, entry, scheduleId } = draft;
    const { order } = desk.read(name, entry);
    if (order === null) return inPlace(gone);
    const here = await desk.here(address);
    const before = here.find(({ made }) => made !== null && made.id === scheduleId)?.made?.entry;
    const refusal = await whyNotPing(desk, caller, entry, before);
    // The question stays: somebody else may say yes to it, or the same person later.
    if (refusal !== null) return composeNote(refusal);
    const by = actorOf(caller);
    await together(db, async (transaction) => {
      if (scheduleId === null)
        await addChatSchedule(transaction, { address, name, entry }, by, now());
      else await editChatSchedule(transaction, scheduleId, entry, by, now());
      await deleteDraft(transaction, Number(rest));
    });
    await desk.settle();
    const text = `Saved: “${name}”. \`/digest preview ${name}\` shows what it would post.`;
    return inPlace(composeDone(text, { runs: runsOf(order, now()), follows: follows(order) }));
  }

  function form(head: Omit<FormOptions, "topics">): Form {
    const topics = topicsOf(parts.known().map(({ briefing }) => briefing));
    return scheduleForm({ ...head, topics });
  }

  function newForm({ address, person, timeZone = "" }: Caller): Form {
    const isOwnPage = address.channel === person;
    const channel = { value: isOwnPage ? "" : address.channel, required: isOwnPage };
    const written = { ...nothingWritten, timezone: timeZone };
    const title = "New schedule";
    return form({ id: "digest:new", title, written, picked: nothingPicked, channel });
  }

  async function draftForm({ caller }: ActionCall, rest: string): Promise<Form | null> {
    const draft = await loadDraft(db, caller.address, Number(rest));
    if (draft === undefined) return null;
    const { order } = desk.read(draft.name, draft.entry);
    if (order === null) return null;
    const written = writtenOf(draft.entry, order.rule);
    const picked = pickedOf(order.rule);
    return form({ id: `digest:d.${rest}`, title: "Change it", written, picked });
  }

  function editForm(schedule: ChannelSchedule | undefined): Form | null {
    if (schedule?.made === undefined || schedule.made === null) return null;
    const written = writtenOf(schedule.made.entry, schedule.rule);
    const [id, title] = [`digest:${refOf(schedule)}`, `Schedule ${schedule.name}`];
    return form({ id, title, written, picked: pickedOf(schedule.rule) });
  }

  /** Where no form could be opened: from words, or why not. */
  async function addFromWords(caller: Caller, options: Options): Promise<Message> {
    const written = writtenBy(options);
    if (!saysSomething(options)) {
      return composeNote("Say when, for example `/digest add weekdays 9am topics:space,health`.");
    }
    const answer = await understand(caller, written, options["name"] ?? "", undefined);
    return "faults" in answer ? composeFaults(answer) : answer;
  }

  const addHere = guarded(({ caller, filled }: SubmitCall) =>
    understand(caller, readFilled(filled), "", undefined),
  );

  /** For the channel that was chosen; without one, for the channel where the form was opened. */
  async function submitNew(call: SubmitCall): Promise<Message | FormFaults> {
    const { caller, filled } = call;
    const { platform, workspace, channel: here } = caller.address;
    const { channel: chosen = "" } = filled;
    const channel = typeof chosen === "string" && chosen !== "" ? chosen : here;
    if (channel === caller.person)
      return { faults: { channel: "Choose the channel that it posts to." } };
    if (channel === here) return addHere(call, "");
    const address = { platform, workspace, channel };
    const there = { ...caller, address, isElsewhere: true as const };
    if (!(await mayManage(there)))
      return {
        faults: {
          channel: `You do not manage that channel, or the bot is not in it. ${managersOf(platform)}`,
        },
      };
    const answer = await understand(there, readFilled(filled), "", undefined);
    return "faults" in answer ? answer : { ...answer, lead: actingIn(channel, answer.lead) };
  }

  async function submitChange(call: SubmitCall, rest: string): Promise<Message | FormFaults> {
    const { caller, filled } = call;
    if (rest.startsWith("d.")) {
      const id = Number(rest.slice(2));
      const draft = await loadDraft(db, caller.address, id);
      if (draft === undefined) return gone;
      const { order } = desk.read(draft.name, draft.entry);
      const written =
        order === null
          ? readFilled(filled)
          : readFilled(filled, writtenOf(draft.entry, order.rule), pickedOf(order.rule));
      const here = await desk.here(caller.address);
      const edited = here.find(({ made }) => made !== null && made.id === draft.scheduleId);
      const answer = await understand(caller, written, draft.name, edited);
      if (!("faults" in answer)) await deleteDraft(db, id);
      return answer;
    }
    const schedule = findByRef(await desk.here(caller.address), rest);
    if (schedule === undefined) return notThere;
    const before = beforeOf(schedule);
    if (before === undefined) return inFile(schedule);
    const written = readFilled(filled, before.written, pickedOf(schedule.rule));
    return understand(caller, written, "", schedule);
  }

  const change = guarded(submitChange);

  const remembered = ({ call }: Opener): readonly ChannelSchedule[] =>
    desk.remembered(call.caller.address);

  return {
    commands: {
      "digest add": guarded(({ caller }, options) => addFromWords(caller, options)),
      "digest edit": guarded(async ({ caller }, options) => {
        const found = findByName(await desk.here(caller.address), options["schedule"] ?? "");
        if (found.state === "not") return composeNote(found.text);
        const before = beforeOf(found.schedule);
        if (before === undefined) return inFile(found.schedule);
        if (!saysSomething(options)) {
          return composeNote(
            "The form could not be opened here. Press Edit under `/digest list`, or say what changes, such as `/digest edit most:5`.",
          );
        }
        const written = changed(before.written, options);
        const answer = await understand(caller, written, "", found.schedule);
        return "faults" in answer ? composeFaults(answer) : answer;
      }),
    },
    actions: {
      "digest-save": guarded(save),
      "digest-discard": guarded(async ({ caller }, rest: string) => {
        const draft = await loadDraft(db, caller.address, Number(rest));
        if (draft !== undefined) await deleteDraft(db, Number(rest));
        return inPlace(composeNote("Discarded. Nothing was changed."));
      }),
      "digest-change": guarded(() => Promise.resolve(gone)),
      "digest-edit": guarded(async ({ caller }, rest: string) => {
        const schedule = findByRef(await desk.here(caller.address), rest);
        if (schedule === undefined) return notThere;
        return schedule.made === null ? inFile(schedule) : gone;
      }),
      "digest-add": guarded(({ caller }) => addFromWords(caller, {})),
    },
    openers: {
      "digest add": ({ call }, { options }) =>
        saysSomething(options) ? null : newForm(call.caller),
      "digest edit": (opener, { options }) => {
        if (saysSomething(options)) return null;
        const found = findByName(remembered(opener), options["schedule"] ?? "");
        return found.state === "found" ? editForm(found.schedule) : null;
      },
      "digest-add": ({ call }) => newForm(call.caller),
      "digest-edit": (opener, { rest }) => editForm(findByRef(remembered(opener), rest)),
      "digest-change": (opener, { rest }) =>
        opener.kind === "action" ? draftForm(opener.call, rest) : null,
    },
    submits: {
      digest: (call, rest) => (rest === "new" ? submitNew(call) : change(call, rest)),
    },
  };
}

/** What is decided is not asked any more. */
function inPlace(message: Message): Message {
  return { ...message, inPlace: true };
}

/** What is only called "digest" has no better heading than that. */
function titled(name: string, entry: Draft["entry"]): Draft["entry"] {
  const isPlain = /^(?:digest|each)(?:-\d+)?$/u.test(name);
  return isPlain && entry["title"] === undefined ? { ...entry, title: "Digest" } : entry;
}

function beforeOf(
  schedule: ChannelSchedule | undefined,
): { entry: Draft["entry"]; written: Written } | undefined {
  const entry = schedule?.made?.entry;
  if (schedule === undefined || entry === undefined) return undefined;
  return { entry, written: writtenOf(entry, schedule.rule) };
}

function faultsMessage({ faults }: Extract<ReadWritten, { faults: unknown }>): FormFaults {
  return { faults: Object.fromEntries(Object.entries(faults).filter(([, text]) => text)) };
}

/** Where it was written on one line, all that is wrong is one message. */
function composeFaults({ faults }: FormFaults): Message {
  if (faults["channel"] !== undefined) return composeNote(faults["channel"]);
  const told = Object.entries(faults).map(([name, text]) =>
    name === "when" ? text : `${name}: ${text}`,
  );
  return composeNote(["Nothing is saved.", ...told].join(" "));
}
