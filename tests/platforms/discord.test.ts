import { contractOnce } from "./contract-once.ts";
import { contract } from "./contract.ts";
import { openDiscordRig } from "./discord.rig.ts";

contract("Discord", openDiscordRig);
contractOnce("Discord", openDiscordRig);
