/** What is measured runs in a process of its own, told what to do and asked for the result by messages. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Child {
  /** Sends one message and resolves with the next one that comes back. */
  ask(message: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** `script`: a file of this folder. */
export function startChild(script: string, nodeOptions: readonly string[] = []): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcess = fork(path, { execArgv: [...nodeOptions], serialization: "advanced" });
  const ended = once(child, "exit");
  return {
    async ask(message) {
      const answer = once(child, "message");
      child.send(message);
      const dead = ended.then(([code]: readonly unknown[]) => {
        throw new Error(`${script} ended with code ${String(code)}.`);
      });
      const [got]: readonly unknown[] = await Promise.race([answer, dead]);
      dead.catch(() => undefined);
      return got;
    },
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** In the child: answers every message with what `run` makes of it; a failure ends the process. */
export function answerParent(run: (message: unknown) => Promise<unknown>): void {
  process.on("message", (message) => {
    void run(message).then((answer) => process.send?.(answer));
  });
}
