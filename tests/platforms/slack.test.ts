import { contract } from "./contract.ts";
import { openSlackRig, openSlackRigWith } from "./slack.rig.ts";

contract("Slack in Socket Mode", openSlackRig);
contract("Slack over HTTP", (bot) => openSlackRigWith("http", bot));
