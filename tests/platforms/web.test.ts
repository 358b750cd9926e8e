import { contractForms } from "./contract-forms.ts";
import { contractOnce } from "./contract-once.ts";
import { contract } from "./contract.ts";
import { openWebRig } from "./web.rig.ts";

contract("the local chat", openWebRig);
contractOnce("the local chat", openWebRig);
contractForms("the local chat", openWebRig);
