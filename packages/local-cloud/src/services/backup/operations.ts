import type { Operation } from "./operation.ts";
import {
  deleteBackupVaultAccessPolicy,
  getBackupVaultAccessPolicy,
  putBackupVaultAccessPolicy,
} from "./operations/backupVaultAccessPolicy.ts";
import { deleteBackupVault } from "./operations/deleteBackupVault.ts";
import { deleteBackupVaultLockConfiguration } from "./operations/deleteBackupVaultLockConfiguration.ts";
import { deleteRecoveryPoint } from "./operations/deleteRecoveryPoint.ts";
import { describeBackupJob } from "./operations/describeBackupJob.ts";
import { describeBackupVault } from "./operations/describeBackupVault.ts";
import { describeProtectedResource } from "./operations/describeProtectedResource.ts";
import { describeRecoveryPoint } from "./operations/describeRecoveryPoint.ts";
import { describeRegionSettings } from "./operations/describeRegionSettings.ts";
import { describeRestoreJob } from "./operations/describeRestoreJob.ts";
import { getBackupPlan } from "./operations/getBackupPlan.ts";
import { getBackupSelection } from "./operations/getBackupSelection.ts";
import { getRecoveryPointRestoreMetadata } from "./operations/getRecoveryPointRestoreMetadata.ts";
import { getRestoreJobMetadata } from "./operations/getRestoreJobMetadata.ts";
import { getSupportedResourceTypes } from "./operations/getSupportedResourceTypes.ts";
import { listBackupJobs } from "./operations/listBackupJobs.ts";
import { listBackupPlans } from "./operations/listBackupPlans.ts";
import { listBackupSelections } from "./operations/listBackupSelections.ts";
import { listBackupVaults } from "./operations/listBackupVaults.ts";
import { listProtectedResources } from "./operations/listProtectedResources.ts";
import { listRecoveryPointsByBackupVault } from "./operations/listRecoveryPointsByBackupVault.ts";
import { listRecoveryPointsByResource } from "./operations/listRecoveryPointsByResource.ts";
import { listRestoreJobs } from "./operations/listRestoreJobs.ts";
import { listTags } from "./operations/listTags.ts";
import { putRestoreValidationResult } from "./operations/putRestoreValidationResult.ts";
import { startBackupJob } from "./operations/startBackupJob.ts";
import { startRestoreJob } from "./operations/startRestoreJob.ts";
import { stopBackupJob } from "./operations/stopBackupJob.ts";

export const operations = {
  DeleteBackupVault: deleteBackupVault,
  DeleteBackupVaultAccessPolicy: deleteBackupVaultAccessPolicy,
  DeleteBackupVaultLockConfiguration: deleteBackupVaultLockConfiguration,
  DeleteRecoveryPoint: deleteRecoveryPoint,
  DescribeBackupJob: describeBackupJob,
  DescribeBackupVault: describeBackupVault,
  DescribeProtectedResource: describeProtectedResource,
  DescribeRecoveryPoint: describeRecoveryPoint,
  DescribeRegionSettings: describeRegionSettings,
  DescribeRestoreJob: describeRestoreJob,
  GetBackupPlan: getBackupPlan,
  GetBackupSelection: getBackupSelection,
  GetBackupVaultAccessPolicy: getBackupVaultAccessPolicy,
  GetRecoveryPointRestoreMetadata: getRecoveryPointRestoreMetadata,
  GetRestoreJobMetadata: getRestoreJobMetadata,
  GetSupportedResourceTypes: getSupportedResourceTypes,
  ListBackupJobs: listBackupJobs,
  ListBackupPlans: listBackupPlans,
  ListBackupSelections: listBackupSelections,
  ListBackupVaults: listBackupVaults,
  ListProtectedResources: listProtectedResources,
  ListRecoveryPointsByBackupVault: listRecoveryPointsByBackupVault,
  ListRecoveryPointsByResource: listRecoveryPointsByResource,
  ListRestoreJobs: listRestoreJobs,
  ListTags: listTags,
  PutBackupVaultAccessPolicy: putBackupVaultAccessPolicy,
  PutRestoreValidationResult: putRestoreValidationResult,
  StartBackupJob: startBackupJob,
  StartRestoreJob: startRestoreJob,
  StopBackupJob: stopBackupJob,
} as const satisfies Record<string, Operation>;
