/** Modals of the loopback Discord, as a person sees them and fills them in. */
import type { Filled } from "../../src/briefing/form.ts";
import type { Bot } from "../../src/platforms/platform.ts";
import { isBody, listOf, walk } from "../fakes/discord-checks.ts";
import type { Body } from "../fakes/discord-checks.ts";
import type { Interaction } from "../fakes/discord-interactions.ts";
import { shownIn } from "../fakes/discord-modal.ts";
import { resolveMarkdown } from "../fakes/discord-text.ts";
import { openDiscordRig, showMessage } from "./discord.rig.ts";
import type { DiscordRig } from "./discord.rig.ts";
import type { FormRig, ShownForm } from "./form-rig.ts";

function wordsOf(component: Body): readonly string[] {
  const { label, description, content } = component;
  const field = isBody(component["component"]) ? component["component"] : {};
  const options = listOf(field["options"]).map((option) => option["label"]);
  const words = [label, description, field["placeholder"], ...options];
  const text = typeof content === "string" ? [resolveMarkdown(content).text] : [];
  return [...text, ...words.filter((word) => typeof word === "string")];
}

function standsIn(field: Body): readonly [string, Filled[string]] {
  const id = String(field["custom_id"]);
  if (field["type"] === 4) {
    const { value } = field;
    return [id, typeof value === "string" ? value : ""];
  }
  const shown = shownIn(field);
  return id.endsWith("[]") ? [id.slice(0, -2), shown] : [id, shown[0] ?? ""];
}

function showForm({ modal }: Interaction): ShownForm | null {
  if (modal === null) return null;
  const components = listOf(modal["components"]);
  const fields = components.map(({ component }) => component).filter(isBody);
  return {
    text: [String(modal["title"]), ...components.flatMap(wordsOf)].join("\n"),
    filled: Object.fromEntries(fields.map(standsIn)),
  };
}

export async function openDiscordFormRig(bot: Bot): Promise<FormRig & DiscordRig> {
  const rig = await openDiscordRig(bot);
  const { fake } = rig;
  let open: Interaction | null = null;

  async function responded(interaction: Interaction): Promise<Interaction> {
    await fake.world.until(() => interaction.callback !== null, "a first response");
    return interaction;
  }

  /** What stands beside the form leads back into it. */
  async function pressEdit({ seen }: Interaction): Promise<Interaction | null> {
    for (const message of seen) {
      const edit = message.components.flatMap(walk).find(({ label }) => label === "Edit");
      if (edit !== undefined) {
        return responded(fake.press(message.id, String(edit["custom_id"])));
      }
    }
    return null;
  }

  return Object.assign(rig, {
    openForm: async (message: string, button: string) => {
      open = await responded(fake.press(message, `v1:${button}`));
      return showForm(open);
    },
    submit: async (filled: Filled) => {
      if (open?.modal == null) throw new Error("no form is open");
      const opened = open;
      const sent = fake.fillIn(opened, filled);
      rig.repeats(() => fake.fillIn(opened, filled, sent.id));
      await rig.answered(sent);
      open = await pressEdit(sent);
      const told = sent.seen.map((message) => showMessage(message, null).text).join("\n");
      return { told: told === "" ? null : told, form: open === null ? null : showForm(open) };
    },
  });
}
