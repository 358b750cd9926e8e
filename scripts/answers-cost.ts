/** Prints, as JSON, what answering costs. A process of its own: the learners leave a heap that slows all else. */
import { loadData } from "./answers/data.ts";
import { measureSpeed } from "./answers/speed.ts";

const data = loadData();
if (data === undefined) process.exitCode = 2;
else process.stdout.write(JSON.stringify(measureSpeed(data)));
