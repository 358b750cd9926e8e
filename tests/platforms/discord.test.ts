import { contract } from "./contract.ts";
import { openDiscordRig } from "./discord.rig.ts";

contract("Discord", openDiscordRig);
