import { parseArgs } from "node:util";
import { torture } from "./torture.ts";

const help = `Kills a local cloud (kill -9) while it backs up and restores, again and again, and looks
each time it is back whether all that it had answered still holds.

npm run torture -w packages/local-cloud -- [--kills 50] [--seed NUMBER]

  --kills  how often; 50 take about five minutes
  --seed   the delays and choices of an earlier run`;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    help: { type: "boolean" },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

if (values.help) say(help);
else {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort(new Error("Stopped.")));
  say(`Seed ${values.seed}.`);
  try {
    const { faults, backups, restores, dataDir } = await torture({
      seed: Number(values.seed),
      kills: Number(values.kills),
      log: say,
      signal: interrupted.signal,
    });
    say(`Backup jobs: ${backups.COMPLETED} COMPLETED, ${backups.FAILED} FAILED by a kill.`);
    say(`Restore jobs: ${restores.COMPLETED} COMPLETED, ${restores.FAILED} FAILED by a kill.`);
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    if (dataDir) process.stderr.write(`The data is left in ${dataDir}.\n`);
    process.exitCode = faults.length > 0 ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
