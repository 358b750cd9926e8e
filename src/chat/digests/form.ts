/** The dialog in which a schedule is written. Pure. */
import type { Choice, Field, Filled, Form } from "../../briefing/form.ts";
import { approvalChoices, emptyChoices, formChoices } from "./command.ts";
import { nothingPicked, type Picked, pickers, wordsOfPicked } from "./pickers.ts";
import { commas, fieldNames, nothingWritten, type Written } from "./entry.ts";

const mostTopics = 25;

export interface FormOptions {
  /** What comes back with it: "digest:new". */
  id: string;
  title: string;
  written: Written;
  /** Of the archive, the most frequent first. */
  topics: readonly string[];
  /** The same as its words for when. */
  picked: Picked;
  /** Where it can be chosen. */
  channel?: { value: string; required: boolean };
}

/** In the order of weight: Discord shows the first five. */
export function scheduleForm(options: FormOptions): Form {
  const { id, title, written, picked, topics, channel } = options;
  const chosen = commas(written.topics);
  const offered = [...new Set([...chosen, ...topics])].slice(0, mostTopics);
  const choices: readonly Choice[] = offered.map((topic) => ({ label: topic, value: topic }));
  const text = (name: keyof Written, label: string, hint: string, placeholder = ""): Field => ({
    type: "text",
    name,
    label,
    hint,
    placeholder,
    required: false,
    isLong: false,
    value: written[name],
    most: name === "include" || name === "exclude" ? 1_000 : 100,
  });
  return {
    id,
    title,
    intro: "",
    submit: "Review",
    fields: [
      ...(channel === undefined ? [] : [channelField(channel)]),
      text("when", "When", "In words, a time zone too if you like.", "weekdays 9am"),
      ...pickers(picked),
      offered.length === 0
        ? text("topics", "Topics", "With commas between them; empty for all.")
        : {
            type: "choices",
            name: "topics",
            label: "Topics",
            hint: "None chosen: all.",
            required: false,
            choices,
            values: chosen,
          },
      {
        type: "choice",
        name: "form",
        label: "What is posted",
        hint: "A post for each needs no time: it comes as soon as it is ready.",
        required: true,
        searches: false,
        choices: formChoices,
        value: written.form === "" ? "digest" : written.form,
      },
      text("timezone", "Time zone", "Such as Europe/London; empty for yours."),
      text("title", "Heading of the digest", ""),
      text("include", "Only with", "Words; or author=…, source=…, topic=…, /pattern/."),
      text("exclude", "Without", "Words; or author=…, source=…, topic=…, /pattern/."),
      text("most", "At most so many in one digest", "The others come in the next."),
      text("per-topic", "At most so many of a topic", "2 for each; or ai=2, law=1."),
      text("quiet", "Quiet hours", "Nothing is posted then, but at their end.", "22:00-07:00"),
      {
        type: "choice",
        name: "empty",
        label: "Nothing new",
        hint: "What a digest does then.",
        required: true,
        searches: false,
        choices: emptyChoices,
        value: written.empty || "silent",
      },
      {
        type: "choice",
        name: "approval",
        label: "Approval",
        hint: "Somebody is shown each digest before its time.",
        required: true,
        searches: false,
        choices: approvalChoices,
        value: written.approval || "none",
      },
      text("approver", "Approver", "A person's id; empty for whoever made it."),
      text("ask", "Asked so long before", "Empty for an hour.", "30m"),
    ],
  };
}

function channelField(channel: { value: string; required: boolean }): Field {
  const hint = "One that you manage, and that I am in.";
  return { type: "channel", name: "channel", label: "Channel", hint, isSpare: true, ...channel };
}

/** What was not shown keeps its value. Of words and choices for when, those that were changed count, and words before choices. */
export function readFilled(
  filled: Filled,
  before: Written = nothingWritten,
  pickedBefore = nothingPicked,
): Written {
  const values = fieldNames.map((name) => {
    const value = filled[name];
    if (value === undefined) return [name, before[name]] as const;
    return [name, typeof value === "string" ? value.trim() : value.join(", ")] as const;
  });
  const written = { ...nothingWritten, ...Object.fromEntries(values) };
  const picked = wordsOfPicked(filled, pickedBefore);
  return picked === null || written.when !== before.when ? written : { ...written, when: picked };
}
