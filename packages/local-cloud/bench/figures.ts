import { parseArgs } from "node:util";

/** What `npm run bench` passes on. `--full`: the sizes of the promise, which take minutes. */
export const { values: options } = parseArgs({ options: { full: { type: "boolean", default: false } } });

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Seconds that a run takes. */
export async function secondsOf(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return (performance.now() - begin) / 1000;
}

/** Runs each once a round, in turn, so that a busy moment of the machine meets all alike; gives the medians. */
export async function compare<Name extends string>(
  rounds: number,
  runs: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const taken = Object.fromEntries(Object.keys(runs).map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(runs) as Name[]) taken[name].push(await runs[name]());
  }
  return Object.fromEntries(
    Object.entries<number[]>(taken).map(([name, all]) => [name, median(all)]),
  ) as Record<Name, number>;
}

export const say = (line = "") => process.stdout.write(`${line}\n`);

/** One line of a table: a name, then figures. */
export const row = (name: string, ...cells: (string | number)[]) =>
  say(`${name.padEnd(46)}${cells.map((cell) => String(cell).padStart(14)).join("")}`);

export const thousands = (count: number) => Math.round(count).toLocaleString("en");

/** Prints a promise and what came of it; a broken one makes the process fail. */
export function promise(what: string, holds: boolean, measured: string): void {
  say(`${holds ? "holds" : "MISSED"}: ${what} (measured: ${measured})`);
  if (!holds) process.exitCode = 1;
}
