import { Listr, ListrLogger, ListrLogLevels, PRESET_TIMER, ProcessOutput } from "listr2";

/** A piece of work with a name. It tells how far it is, and may return what to show behind its name when done. */
export interface Step {
  title: string;
  run(tell: (progress: string) => void): Promise<string | undefined>;
}

/** Says which step failed; why, with what to do next, is said once by whoever gets the error. */
class Logger extends ListrLogger {
  override log(...[level, message, options]: Parameters<ListrLogger["log"]>): void {
    super.log(level, message, level === ListrLogLevels.FAILED ? undefined : options);
  }
}

/** Runs steps in order, or all at once, and shows them. The first error ends it. */
export type ShowSteps = (steps: Step[], options?: { concurrent?: boolean }) => Promise<void>;

/** How often a log is told how far a step is, in milliseconds. */
const NOW_AND_THEN = 10_000;

/** On a terminal a living list; elsewhere a plain line for each start and end, and now and then one of how far it is. */
export const terminalSteps =
  (stream: NodeJS.WriteStream, every = NOW_AND_THEN): ShowSteps =>
  async (steps, { concurrent = false } = {}) => {
    const processOutput = new ProcessOutput(stream, stream, { leaveEmptyLine: false });
    const logger = new Logger({ processOutput, useIcons: true });
    const tasks = steps.map(({ title, run }) => ({
      title,
      task: async (_: unknown, task: { title: string; output: string }) => {
        const isLiving = isTerminal(stream);
        let told = performance.now();
        const outcome = await run((progress) => {
          if (!isLiving && performance.now() - told < every) return;
          told = performance.now();
          task.output = progress;
        });
        if (outcome) task.title = `${title}: ${outcome}`;
      },
    }));
    await new Listr<unknown, "default", "simple">(tasks, {
      concurrent,
      // Ctrl-C is the wiring's business: it stops what runs, then leaves.
      registerSignalListeners: false,
      fallbackRenderer: "simple",
      fallbackRendererCondition: () => !isTerminal(stream),
      rendererOptions: { logger, collapseErrors: false, showErrorMessage: false, timer: PRESET_TIMER },
      fallbackRendererOptions: { logger, timer: PRESET_TIMER },
    }).run();
  };

/** Some terminals say they have no columns; a living list would show one letter a line there. */
const isTerminal = (stream: NodeJS.WriteStream): boolean =>
  Boolean(stream.isTTY) && (stream.columns ?? 0) >= 20;

export const silentSteps: ShowSteps = async (steps, { concurrent = false } = {}) => {
  const nobody = () => {};
  if (concurrent) await Promise.all(steps.map(({ run }) => run(nobody)));
  else for (const { run } of steps) await run(nobody);
};
