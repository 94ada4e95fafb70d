import { join } from "node:path";
import type { Due } from "../../clock.ts";
import type { ResourceHandler, ResourceRemover, Service } from "../../service.ts";
import { createBackupJobs } from "./backupJobs.ts";
import { createCopyJobs } from "./copyJobs.ts";
import { settleInterrupted } from "./crash.ts";
import type { BackupDeps } from "./deps.ts";
import { createEvents } from "./events.ts";
import { Interruption } from "./interruption.ts";
import { createJobs } from "./jobs.ts";
import { createLanes } from "./lanes.ts";
import { withNotifications } from "./notifications.ts";
import { operations } from "./operations.ts";
import { createPlans } from "./plans.ts";
import { createPointLife } from "./pointLife.ts";
import { createPoints } from "./points.ts";
import { createRegionSettings } from "./regionSettings.ts";
import { airGappedVault } from "./resources/airGappedVault.ts";
import { backupPlan } from "./resources/plan.ts";
import { backupSelection } from "./resources/selection.ts";
import { testingPlan } from "./resources/testingPlan.ts";
import { testingRemovers } from "./resources/testingRemovers.ts";
import { testingSelection } from "./resources/testingSelection.ts";
import { backupVault } from "./resources/vault.ts";
import { createRestoreJobs } from "./restoreJobs.ts";
import { createCleanUp } from "./restoreTesting/cleanUp.ts";
import { createTestingPlans } from "./restoreTesting/plans.ts";
import { createTestSchedule } from "./restoreTesting/schedule.ts";
import type { Rooms } from "./rooms.ts";
import { backupService } from "./router.ts";
import { createSchedule } from "./schedule.ts";
import { isCold, upcoming } from "./upcoming.ts";
import { createVaults } from "./vaults.ts";

export interface Backup {
  service: Service;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  /** The access policy, JSON, that governs a vault or a recovery point by its ARN. */
  resourcePolicy(arn: string): string | undefined;
  /** Whether a table is being backed up: AWS doesn't delete it then. */
  isBackingUp(tableName: string): boolean;
  /** Whether a table is being filled by a restore: DynamoDB calls it CREATING then. */
  isRestoring(tableName: string): boolean;
  /** What lifecycles bring next. */
  upcoming(): Due[];
  /** The ARNs of the points in cold storage. */
  cold(): string[];
  /** Removes what a crash left of restored tables, then follows the plans' schedules. */
  start(): Promise<void>;
  /** Fails the jobs under way, waits until they have cleaned up, and leaves no timer. */
  stop(): Promise<void>;
}

/** So many jobs move data at a time; others wait, as they do in AWS. */
const jobsAtATime = 4;

/**
 * AWS Backup for DynamoDB tables: recovery points in `<dataDir>/backup`.
 * Throws, naming the file, when what it has to read there is damaged.
 */
export function createBackup(deps: BackupDeps): Backup {
  const rooms = openRooms(deps);
  const { lanes, plans, points, vaults } = rooms;
  const copyJobs = createCopyJobs(rooms);
  const backupJobs = createBackupJobs(rooms, copyJobs.afterBackup);
  const cleanUp = createCleanUp(rooms, backupJobs.isRunning);
  const restores = createRestoreJobs(rooms, (job) => {
    cleanUp.changed(job);
    testSchedule.ended();
  });
  const testSchedule = createTestSchedule(rooms, restores);
  const restoreJobs = {
    ...restores,
    isReading: (arn: string) => restores.isReading(arn) || copyJobs.isReading(arn),
  };
  const schedule = createSchedule(rooms, { backups: backupJobs, restores: restoreJobs });
  const pointLife = createPointLife(rooms, restoreJobs);
  return {
    service: backupService(operations, {
      ...rooms,
      backupJobs,
      copyJobs,
      restoreJobs,
      planChanged: schedule.planChanged,
      testingPlanChanged: testSchedule.planChanged,
      cleanUp,
    }),
    resources: {
      "AWS::Backup::BackupVault": backupVault(rooms),
      "AWS::Backup::LogicallyAirGappedBackupVault": airGappedVault(rooms),
      "AWS::Backup::BackupPlan": backupPlan(rooms, schedule.planChanged),
      "AWS::Backup::BackupSelection": backupSelection(rooms),
      "AWS::Backup::RestoreTestingPlan": testingPlan(rooms, testSchedule.planChanged),
      "AWS::Backup::RestoreTestingSelection": testingSelection(rooms),
    },
    removers: {
      async "AWS::Backup::BackupPlan"({ physicalId }) {
        const plan = plans.find(physicalId);
        if (!plan) return;
        const deleted = { ...plan, deletionDate: deps.clock.now().toISOString() };
        plans.save(deleted);
        schedule.planChanged(deleted);
      },
      "AWS::Backup::BackupSelection": async ({ physicalId }) => plans.removeSelection(physicalId),
      ...testingRemovers(rooms, testSchedule.planChanged),
    },
    resourcePolicy(arn) {
      const vaultName = points.find(arn)?.vaultName;
      return vaults.list().find((vault) => vault.arn === arn || vault.name === vaultName)?.policy;
    },
    isBackingUp: backupJobs.isRunning,
    isRestoring: restoreJobs.isTarget,
    upcoming: () => upcoming(points, deps.clock.now()),
    cold: () =>
      points
        .list()
        .filter((point) => isCold(point))
        .map(({ arn }) => arn),
    async start() {
      await restoreJobs.clearUnfinished();
      pointLife.start();
      cleanUp.start();
      testSchedule.start();
      schedule.start();
    },
    async stop() {
      testSchedule.stop();
      await schedule.stop();
      await pointLife.stop();
      const reason = new Interruption("shutdown", "The local cloud was stopped while the job was under way.");
      backupJobs.interrupt(reason);
      copyJobs.interrupt(reason);
      restoreJobs.interrupt(reason);
      await lanes.idle();
      await cleanUp.stop();
    },
  };
}

function openRooms(deps: BackupDeps): Rooms {
  const folder = join(deps.dataDir, "backup");
  const vaults = createVaults(join(folder, "vaults"));
  const points = createPoints(join(folder, "vaults"), vaults);
  const jobs = createJobs(folder, deps.clock);
  settleInterrupted(jobs, points, deps.clock.now());
  const { place, notify } = deps;
  return {
    ...deps,
    vaults,
    points,
    jobs,
    plans: createPlans(folder),
    testingPlans: createTestingPlans(folder),
    regionSettings: createRegionSettings(folder),
    events: withNotifications(createEvents(deps, vaults), vaults, place.accountId, notify),
    lanes: createLanes(jobsAtATime),
  };
}
