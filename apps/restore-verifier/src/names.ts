import { RESTORE_PREFIX } from "./settings.ts";

/** DynamoDB's limit and alphabet for table names. */
const TABLE_NAME = /^[A-Za-z0-9_.-]{3,255}$/;

/** The name of the table that a run restores a model to. It says whose it is, so that leftovers can be told apart. */
export function restoredTableName(prefix: string, runId: string, model: string): string {
  const name = `${prefix}${runId}-${model}`;
  if (TABLE_NAME.test(name)) return name;
  throw new Error(
    `"${name}" can't be a table's name: start the execution with a name of letters, digits, "-", "_" and "." only.`,
  );
}

/** The run that a restored table belongs to; undefined when it isn't one of ours. Model names have no dash. */
export function runOf(prefix: string, tableName: string): string | undefined {
  if (!prefix.startsWith(RESTORE_PREFIX) || !tableName.startsWith(prefix)) return undefined;
  const [, runId] = /^(.+)-[^-]+$/.exec(tableName.slice(prefix.length)) ?? [];
  return runId;
}
