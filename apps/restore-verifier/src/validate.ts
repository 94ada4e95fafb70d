import { DescribeRestoreJobCommand, PutRestoreValidationResultCommand } from "@aws-sdk/client-backup";
import { reasonOf } from "./errors.ts";
import { type RestoreTest, testsOf } from "./restoreTests.ts";
import type { TableResult } from "./run.ts";
import type { Services } from "./services.ts";

/** What AWS Backup was told of a restore test. */
export interface Validation {
  table: string;
  jobId?: string;
  status: "SUCCESSFUL" | "FAILED";
  /** Why AWS didn't take it. */
  refused?: string;
}

/**
 * Tells AWS Backup what came out of a run's restore tests: it deletes the tables then. Whoever reads nothing but its
 * two words must not take for proven what isn't, so INCONCLUSIVE is FAILED, and the message says which. A status can't
 * be changed once it is set; that AWS doesn't take one changes no verdict.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html
 */
export const validate =
  (services: Pick<Services, "backup" | "settings">) =>
  async (test: RestoreTest, runId: string, results: readonly TableResult[]): Promise<Validation[]> => {
    const validations: Validation[] = [];
    let jobs: Awaited<ReturnType<ReturnType<typeof testsOf>>>;
    try {
      jobs = await testsOf(services)(test);
    } catch (error) {
      return [{ table: "all tables", status: "FAILED", refused: reasonOf(error) }];
    }
    for (const { table, verdict } of results) {
      const job = jobs.get(services.settings.tableArn(table));
      // What wasn't restored can't be validated, and AWS knows.
      if (job?.Status !== "COMPLETED") continue;
      const status = verdict === "PASSED" ? "SUCCESSFUL" : "FAILED";
      const message = `${verdict}: Holdfast's evidence has the findings of run ${runId}.`;
      const refused = await tell(services, job.RestoreJobId!, status, message);
      validations.push({ table, jobId: job.RestoreJobId!, status, ...(refused && { refused }) });
    }
    return validations;
  };

async function tell(
  { backup }: Pick<Services, "backup">,
  RestoreJobId: string,
  status: Validation["status"],
  message: string,
): Promise<string | undefined> {
  const input = { RestoreJobId, ValidationStatus: status, ValidationStatusMessage: message };
  try {
    await backup.send(new PutRestoreValidationResultCommand(input));
    return undefined;
  } catch (error) {
    // An attempt that died after telling.
    if (await isTold({ backup }, RestoreJobId, message)) return undefined;
    return reasonOf(error);
  }
}

async function isTold({ backup }: Pick<Services, "backup">, RestoreJobId: string, message: string) {
  try {
    const job = await backup.send(new DescribeRestoreJobCommand({ RestoreJobId }));
    return job.ValidationStatusMessage === message;
  } catch {
    return false;
  }
}
