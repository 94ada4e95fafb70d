import type { AdvanceLine, ClockState } from "@holdfast/local-cloud/time";
import { CouldNotRun } from "./errors.ts";

/** The clock of the local cloud. */
export interface CloudTime {
  read(): Promise<ClockState>;
  /**
   * Advances the clock and gives how that ended: it got there, or was stopped. Throws CouldNotRun when it can't.
   * @param signal stops it, once all that is due by then is done
   */
  advance(to: Date, tell: (line: AdvanceLine) => void, signal: AbortSignal): Promise<AdvanceLine>;
}

export function cloudTimeAt(endpoint: string): CloudTime {
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${endpoint}/_holdfast/clock${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  return {
    read: async () => (await (await ask("GET", "")).json()) as ClockState,
    async advance(to, tell, signal) {
      const answer = await ask("POST", "/advance", { to: to.toISOString() });
      if (!answer.ok) throw new CouldNotRun(((await answer.json()) as Error).message);
      const stop = () => void ask("POST", "/stop").catch(() => {});
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      let last: AdvanceLine | undefined;
      try {
        for await (const line of linesOf(answer.body!)) {
          last = JSON.parse(line) as AdvanceLine;
          tell(last);
        }
      } catch (cause) {
        throw gone(last, cause);
      } finally {
        signal.removeEventListener("abort", stop);
      }
      if (!last?.ended || last.ended === "failed") throw gone(last);
      return last;
    },
  };
}

const gone = (last: AdvanceLine | undefined, cause?: unknown) =>
  new CouldNotRun(
    `The local cloud ended while its clock was being advanced${last ? `: it had got to ${last.now}` : ""}.`,
    { next: "Start it again (npm start): the clock goes on from where it got to.", cause },
  );

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
