import { contractOnce } from "./contract-once.ts";
import { contract } from "./contract.ts";
import { openSlackRig, openSlackRigWith } from "./slack.rig.ts";

contract("Slack in Socket Mode", openSlackRig);
contract("Slack over HTTP", (bot) => openSlackRigWith("http", bot));
contractOnce("Slack in Socket Mode", openSlackRig);
contractOnce("Slack over HTTP", (bot) => openSlackRigWith("http", bot));
