import { contractForms } from "./contract-forms.ts";
import { contractOnce } from "./contract-once.ts";
import { contract } from "./contract.ts";
import { openDiscordFormRig } from "./discord-form.rig.ts";
import { openDiscordRig } from "./discord.rig.ts";

contract("Discord", openDiscordRig);
contractOnce("Discord", openDiscordRig);
contractForms("Discord", openDiscordFormRig);
