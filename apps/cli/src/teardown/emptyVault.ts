import {
  type BackupClient,
  DeleteBackupVaultCommand,
  DeleteBackupVaultLockConfigurationCommand,
  DeleteRecoveryPointCommand,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { type Clock, pauses } from "../clock.ts";
import { CouldNotRun, Interrupted } from "../errors.ts";
import { pointsIn } from "./inventory.ts";

interface Services {
  /** AWS Backup as BackupAdmin. */
  backup: BackupClient;
  clock: Clock;
  signal: AbortSignal;
}

type Tell = (progress: string) => void;

/** Points may be read by a restore, and AWS deletes in its own time: so long without progress is enough. */
const PATIENCE_MS = 5 * 60_000;
const AT_A_TIME = 5;

export const takeLockOff = ({ backup }: Pick<Services, "backup">, BackupVaultName: string) =>
  backup.send(new DeleteBackupVaultLockConfigurationCommand({ BackupVaultName }));

/**
 * Deletes every recovery point, then the vault; returns how many points went. What was deleted when it is
 * interrupted stays deleted, so that running it again goes on.
 */
export async function deleteVault(services: Services, BackupVaultName: string, tell: Tell): Promise<number> {
  const { backup, clock } = services;
  let deleted = 0;
  const giveUpAt = clock.now().getTime() + PATIENCE_MS;
  for (const pause of pauses()) {
    deleted += await deletePoints(services, BackupVaultName, tell);
    tell("deleting the vault");
    const problem = await backup.send(new DeleteBackupVaultCommand({ BackupVaultName })).then(
      () => undefined,
      (error) => error,
    );
    if (!problem) break;
    // AWS sees the last points for a while after they are gone, and those that a job is making.
    if (problem.name !== "InvalidRequestException" || clock.now().getTime() > giveUpAt) throw problem;
    await wait(services, pause, deleted);
  }
  return deleted;
}

async function deletePoints(services: Services, vault: string, tell: Tell): Promise<number> {
  const { backup, clock } = services;
  const asked = new Set<string>();
  let fewest = Number.POSITIVE_INFINITY;
  let progressAt = clock.now().getTime();
  for (const pause of pauses()) {
    const points = await pointsIn({ backup }, vault);
    if (points.length === 0) break;
    if (points.length < fewest) progressAt = clock.now().getTime();
    fewest = Math.min(fewest, points.length);
    if (clock.now().getTime() - progressAt > PATIENCE_MS) throw stuck(points);
    for (const some of chunks(points.filter(({ RecoveryPointArn = "" }) => !asked.has(RecoveryPointArn)))) {
      if (services.signal.aborted) break;
      const done = await Promise.all(some.map((point) => ask(backup, vault, point)));
      for (const arn of done) if (arn) asked.add(arn);
      tell(`${asked.size} recovery points deleted, ${Math.max(0, points.length - asked.size)} to go`);
    }
    await wait(services, pause, asked.size);
  }
  return asked.size;
}

function* chunks<T>(all: T[]): Generator<T[]> {
  for (let start = 0; start < all.length; start += AT_A_TIME) yield all.slice(start, start + AT_A_TIME);
}

/** Asks AWS to delete a point; undefined for one that something else works on now. */
async function ask(
  backup: BackupClient,
  BackupVaultName: string,
  { RecoveryPointArn = "" }: RecoveryPointByBackupVault,
): Promise<string | undefined> {
  try {
    await backup.send(new DeleteRecoveryPointCommand({ BackupVaultName, RecoveryPointArn }));
  } catch (error) {
    const { name } = error as Error;
    if (name === "InvalidResourceStateException") return undefined;
    if (name !== "ResourceNotFoundException") throw error;
  }
  return RecoveryPointArn;
}

async function wait({ clock, signal }: Services, pause: number, deleted: number): Promise<void> {
  if (!signal.aborted) {
    await clock.sleep(pause, signal).catch((error) => {
      if (!signal.aborted) throw error;
    });
  }
  if (!signal.aborted) return;
  throw new Interrupted(`Stopped. ${deleted} recovery points are deleted for good; run it again to go on.`);
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteRecoveryPoint.html: what AWS may not delete goes EXPIRED. */
function stuck(points: RecoveryPointByBackupVault[]): CouldNotRun {
  const each = points
    .slice(0, 5)
    .map(({ RecoveryPointArn, Status, StatusMessage }) =>
      [`- ${RecoveryPointArn}: ${Status}`, StatusMessage].filter(Boolean).join(", "),
    );
  return new CouldNotRun(
    [`${points.length} recovery points are still there after five minutes:`, ...each].join("\n"),
    {
      next: "DELETING: run it again later. EXPIRED: the role that made them is gone or lacks permissions; make it again. Else a restore or a copy reads them.",
    },
  );
}
