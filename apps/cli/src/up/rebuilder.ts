import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { CouldNotRun } from "../errors.ts";

export interface Rebuild {
  /** The assembly that there is. */
  from: string;
  /** Where the new one goes. */
  to: string;
  /** The files of the sources that came, went or changed since. */
  changed: string[];
}

export interface Rebuilder {
  /**
   * Makes the assembly that a synthesis would make where only the code of functions has changed; false where that
   * can't be said. Throws CouldNotRun for code that can't be bundled.
   */
  rebuild(asked: Rebuild): Promise<boolean>;
  stop(): Promise<void>;
}

type Answer = { made: boolean } | { error: string };

/** Bundles functions in a process of its own, which is started with the first and stays: the next one is quick. */
export function createRebuilder(root: string): Rebuilder {
  let child: ChildProcess | undefined;
  let stopped = false;

  function start(): ChildProcess {
    const started = fork(join(root, "stacks/rebuild.ts"), [], {
      cwd: root,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const forget = () => {
      if (child === started) child = undefined;
    };
    started.once("exit", forget);
    started.once("error", forget);
    return started;
  }

  return {
    async rebuild(asked) {
      if (stopped) return false;
      child ??= start();
      const current = child;
      const ended = new AbortController();
      const { signal } = ended;
      const answer = once(current, "message", { signal }).then(([message]) => message as Answer);
      const gone = once(current, "exit", { signal });
      current.send(asked, () => {});
      // Without it, or when it can't be started, there is still the synthesis.
      const none = (): Answer => ({ made: false });
      const result = await Promise.race([answer.catch(none), gone.then(none, none)]);
      ended.abort();
      if ("error" in result) throw new CouldNotRun(`The functions can't be bundled:\n${result.error}`);
      return result.made;
    },
    async stop() {
      stopped = true;
      if (!child) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}
