import type { BackupDeps } from "./deps.ts";
import type { BackupEvents } from "./events.ts";
import type { Jobs } from "./jobs.ts";
import type { Lanes } from "./lanes.ts";
import type { Plans } from "./plans.ts";
import type { Points } from "./points.ts";
import type { RegionSettings } from "./regionSettings.ts";
import type { TestingPlans } from "./restoreTesting/plans.ts";
import type { Vaults } from "./vaults.ts";

/** What AWS Backup keeps, and what it works with. */
export interface Rooms extends BackupDeps {
  vaults: Vaults;
  plans: Plans;
  points: Points;
  testingPlans: TestingPlans;
  jobs: Jobs;
  regionSettings: RegionSettings;
  events: BackupEvents;
  lanes: Lanes;
}

/** AWS Backup as a principal of trust policies. */
export const servicePrincipal = "backup.amazonaws.com";
/** https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackupRestoreTesting.html */
export const restoreTestingPrincipal = "restore-testing.backup.amazonaws.com";
