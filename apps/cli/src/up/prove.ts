import { backupTables, backupTarget, type Services } from "../backup.ts";
import { tablesOf } from "../cloud.ts";
import { CouldNotRun } from "../errors.ts";
import { plannedKeepDays } from "../keepDays.ts";
import { pointsOf } from "../points.ts";
import { silentSteps } from "../steps.ts";
import type { Table } from "../tables.ts";
import { type Run, verify } from "../verify.ts";

/** The verdicts of the first runs together, in the order of the tables. */
export type FirstRun = Pick<Run, "passed" | "seconds" | "results" | "kept">;

type Tell = (progress: string) => void;

/** Tables that have no rows, so that nothing can be proven of them, until others were backed up and verified. */
const filledByOthers = new Set(["Verification", "ProtectedTable"]);

/** Backs up and verifies every table; nothing when some table has a verdict already. */
export async function proveFirst(services: Services, tell: Tell): Promise<FirstRun | undefined> {
  const tables = await tablesOf(services.cloud);
  const verifications = tables.find(({ model }) => model === "Verification");
  const points = await Promise.all(tables.map((table) => pointsOf(services.cloud, table, verifications)));
  if (points.flat().some(({ verdict }) => verdict)) return undefined;
  const prove = proveTables(services, tell);
  const first = await prove(tables.filter(({ model }) => !filledByOthers.has(model)));
  const second = await prove(tables.filter(({ model }) => filledByOthers.has(model)));
  const results = [...first.results, ...second.results];
  return {
    passed: first.passed && second.passed,
    seconds: first.seconds + second.seconds,
    results: tables.flatMap(({ table }) => results.filter((result) => result.table === table)),
    kept: [...first.kept, ...second.kept],
  };
}

const proveTables =
  (services: Services, tell: Tell) =>
  async (tables: Table[]): Promise<Run> => {
    const names = tables.map(({ model }) => model).join(", ");
    tell(`backing up ${names}`);
    const target = await backupTarget(services.cloud, await plannedKeepDays(services.cloud));
    const backups = await backupTables({ ...services, showSteps: silentSteps })(tables, target);
    const failed = backups.find(({ state }) => state !== "COMPLETED");
    if (failed)
      throw new CouldNotRun(
        `The first backup of ${failed.model} ended as ${failed.state}: ${failed.message}`,
      );
    return verify(services)({ tables }, (progress) => tell(`restoring and checking ${names}: ${progress}`));
  };
