import { contractForms } from "./contract-forms.ts";
import { contractOnce } from "./contract-once.ts";
import { contract } from "./contract.ts";
import { openSlackFormRig } from "./slack-form.rig.ts";
import { openSlackRig, openSlackRigWith } from "./slack.rig.ts";

contract("Slack in Socket Mode", openSlackRig);
contract("Slack over HTTP", (bot) => openSlackRigWith("http", bot));
contractOnce("Slack in Socket Mode", openSlackRig);
contractOnce("Slack over HTTP", (bot) => openSlackRigWith("http", bot));
contractForms("Slack in Socket Mode", (bot) => openSlackFormRig("socket", bot));
contractForms("Slack over HTTP", (bot) => openSlackFormRig("http", bot));
