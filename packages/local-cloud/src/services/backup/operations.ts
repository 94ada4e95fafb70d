import type { Operation } from "./operation.ts";
import { createBackupPlan } from "./operations/createBackupPlan.ts";
import { createBackupSelection } from "./operations/createBackupSelection.ts";
import { createBackupVault } from "./operations/createBackupVault.ts";
import { createLogicallyAirGappedBackupVault } from "./operations/createLogicallyAirGappedBackupVault.ts";
import { createRestoreTestingPlan } from "./operations/createRestoreTestingPlan.ts";
import { createRestoreTestingSelection } from "./operations/createRestoreTestingSelection.ts";
import { deleteBackupPlan } from "./operations/deleteBackupPlan.ts";
import { deleteBackupSelection } from "./operations/deleteBackupSelection.ts";
import { deleteBackupVault } from "./operations/deleteBackupVault.ts";
import { deleteBackupVaultAccessPolicy } from "./operations/deleteBackupVaultAccessPolicy.ts";
import { deleteBackupVaultLockConfiguration } from "./operations/deleteBackupVaultLockConfiguration.ts";
import { deleteBackupVaultNotifications } from "./operations/deleteBackupVaultNotifications.ts";
import { deleteRecoveryPoint } from "./operations/deleteRecoveryPoint.ts";
import { deleteRestoreTestingPlan } from "./operations/deleteRestoreTestingPlan.ts";
import { deleteRestoreTestingSelection } from "./operations/deleteRestoreTestingSelection.ts";
import { describeBackupJob } from "./operations/describeBackupJob.ts";
import { describeBackupVault } from "./operations/describeBackupVault.ts";
import { describeCopyJob } from "./operations/describeCopyJob.ts";
import { describeGlobalSettings } from "./operations/describeGlobalSettings.ts";
import { describeProtectedResource } from "./operations/describeProtectedResource.ts";
import { describeRecoveryPoint } from "./operations/describeRecoveryPoint.ts";
import { describeRegionSettings } from "./operations/describeRegionSettings.ts";
import { describeRestoreJob } from "./operations/describeRestoreJob.ts";
import { disassociateRecoveryPoint } from "./operations/disassociateRecoveryPoint.ts";
import { disassociateRecoveryPointFromParent } from "./operations/disassociateRecoveryPointFromParent.ts";
import { exportBackupPlanTemplate } from "./operations/exportBackupPlanTemplate.ts";
import { getBackupPlan } from "./operations/getBackupPlan.ts";
import { getBackupPlanFromJSON } from "./operations/getBackupPlanFromJSON.ts";
import { getBackupSelection } from "./operations/getBackupSelection.ts";
import { getBackupVaultAccessPolicy } from "./operations/getBackupVaultAccessPolicy.ts";
import { getBackupVaultNotifications } from "./operations/getBackupVaultNotifications.ts";
import { getRecoveryPointRestoreMetadata } from "./operations/getRecoveryPointRestoreMetadata.ts";
import { getRestoreJobMetadata } from "./operations/getRestoreJobMetadata.ts";
import { getRestoreTestingInferredMetadata } from "./operations/getRestoreTestingInferredMetadata.ts";
import { getRestoreTestingPlan } from "./operations/getRestoreTestingPlan.ts";
import { getRestoreTestingSelection } from "./operations/getRestoreTestingSelection.ts";
import { getSupportedResourceTypes } from "./operations/getSupportedResourceTypes.ts";
import { listBackupJobs } from "./operations/listBackupJobs.ts";
import { listBackupPlans } from "./operations/listBackupPlans.ts";
import { listBackupPlanVersions } from "./operations/listBackupPlanVersions.ts";
import { listBackupSelections } from "./operations/listBackupSelections.ts";
import { listBackupVaults } from "./operations/listBackupVaults.ts";
import { listCopyJobs } from "./operations/listCopyJobs.ts";
import { listProtectedResources } from "./operations/listProtectedResources.ts";
import { listProtectedResourcesByBackupVault } from "./operations/listProtectedResourcesByBackupVault.ts";
import { listRecoveryPointsByBackupVault } from "./operations/listRecoveryPointsByBackupVault.ts";
import { listRecoveryPointsByResource } from "./operations/listRecoveryPointsByResource.ts";
import { listRestoreJobs } from "./operations/listRestoreJobs.ts";
import { listRestoreJobsByProtectedResource } from "./operations/listRestoreJobsByProtectedResource.ts";
import { listRestoreTestingPlans } from "./operations/listRestoreTestingPlans.ts";
import { listRestoreTestingSelections } from "./operations/listRestoreTestingSelections.ts";
import { listTags } from "./operations/listTags.ts";
import { putBackupVaultAccessPolicy } from "./operations/putBackupVaultAccessPolicy.ts";
import { putBackupVaultLockConfiguration } from "./operations/putBackupVaultLockConfiguration.ts";
import { putBackupVaultNotifications } from "./operations/putBackupVaultNotifications.ts";
import { putRestoreValidationResult } from "./operations/putRestoreValidationResult.ts";
import { startBackupJob } from "./operations/startBackupJob.ts";
import { startCopyJob } from "./operations/startCopyJob.ts";
import { startRestoreJob } from "./operations/startRestoreJob.ts";
import { stopBackupJob } from "./operations/stopBackupJob.ts";
import { tagResource } from "./operations/tagResource.ts";
import { untagResource } from "./operations/untagResource.ts";
import { updateBackupPlan } from "./operations/updateBackupPlan.ts";
import { updateGlobalSettings } from "./operations/updateGlobalSettings.ts";
import { updateRecoveryPointLifecycle } from "./operations/updateRecoveryPointLifecycle.ts";
import { updateRegionSettings } from "./operations/updateRegionSettings.ts";
import { updateRestoreTestingPlan } from "./operations/updateRestoreTestingPlan.ts";
import { updateRestoreTestingSelection } from "./operations/updateRestoreTestingSelection.ts";

export const operations = {
  CreateBackupPlan: createBackupPlan,
  CreateBackupSelection: createBackupSelection,
  CreateBackupVault: createBackupVault,
  CreateLogicallyAirGappedBackupVault: createLogicallyAirGappedBackupVault,
  CreateRestoreTestingPlan: createRestoreTestingPlan,
  CreateRestoreTestingSelection: createRestoreTestingSelection,
  DeleteBackupPlan: deleteBackupPlan,
  DeleteBackupSelection: deleteBackupSelection,
  DeleteBackupVault: deleteBackupVault,
  DeleteBackupVaultAccessPolicy: deleteBackupVaultAccessPolicy,
  DeleteBackupVaultLockConfiguration: deleteBackupVaultLockConfiguration,
  DeleteBackupVaultNotifications: deleteBackupVaultNotifications,
  DeleteRecoveryPoint: deleteRecoveryPoint,
  DeleteRestoreTestingPlan: deleteRestoreTestingPlan,
  DeleteRestoreTestingSelection: deleteRestoreTestingSelection,
  DescribeBackupJob: describeBackupJob,
  DescribeBackupVault: describeBackupVault,
  DescribeCopyJob: describeCopyJob,
  DescribeGlobalSettings: describeGlobalSettings,
  DescribeProtectedResource: describeProtectedResource,
  DescribeRecoveryPoint: describeRecoveryPoint,
  DescribeRegionSettings: describeRegionSettings,
  DescribeRestoreJob: describeRestoreJob,
  DisassociateRecoveryPoint: disassociateRecoveryPoint,
  DisassociateRecoveryPointFromParent: disassociateRecoveryPointFromParent,
  ExportBackupPlanTemplate: exportBackupPlanTemplate,
  GetBackupPlan: getBackupPlan,
  GetBackupPlanFromJSON: getBackupPlanFromJSON,
  GetBackupSelection: getBackupSelection,
  GetBackupVaultAccessPolicy: getBackupVaultAccessPolicy,
  GetBackupVaultNotifications: getBackupVaultNotifications,
  GetRecoveryPointRestoreMetadata: getRecoveryPointRestoreMetadata,
  GetRestoreJobMetadata: getRestoreJobMetadata,
  GetRestoreTestingInferredMetadata: getRestoreTestingInferredMetadata,
  GetRestoreTestingPlan: getRestoreTestingPlan,
  GetRestoreTestingSelection: getRestoreTestingSelection,
  GetSupportedResourceTypes: getSupportedResourceTypes,
  ListBackupJobs: listBackupJobs,
  ListBackupPlanVersions: listBackupPlanVersions,
  ListBackupPlans: listBackupPlans,
  ListBackupSelections: listBackupSelections,
  ListBackupVaults: listBackupVaults,
  ListCopyJobs: listCopyJobs,
  ListProtectedResources: listProtectedResources,
  ListProtectedResourcesByBackupVault: listProtectedResourcesByBackupVault,
  ListRecoveryPointsByBackupVault: listRecoveryPointsByBackupVault,
  ListRecoveryPointsByResource: listRecoveryPointsByResource,
  ListRestoreJobs: listRestoreJobs,
  ListRestoreJobsByProtectedResource: listRestoreJobsByProtectedResource,
  ListRestoreTestingPlans: listRestoreTestingPlans,
  ListRestoreTestingSelections: listRestoreTestingSelections,
  ListTags: listTags,
  PutBackupVaultAccessPolicy: putBackupVaultAccessPolicy,
  PutBackupVaultLockConfiguration: putBackupVaultLockConfiguration,
  PutBackupVaultNotifications: putBackupVaultNotifications,
  PutRestoreValidationResult: putRestoreValidationResult,
  StartBackupJob: startBackupJob,
  StartCopyJob: startCopyJob,
  StartRestoreJob: startRestoreJob,
  StopBackupJob: stopBackupJob,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateBackupPlan: updateBackupPlan,
  UpdateGlobalSettings: updateGlobalSettings,
  UpdateRecoveryPointLifecycle: updateRecoveryPointLifecycle,
  UpdateRegionSettings: updateRegionSettings,
  UpdateRestoreTestingPlan: updateRestoreTestingPlan,
  UpdateRestoreTestingSelection: updateRestoreTestingSelection,
} as const satisfies Record<string, Operation>;
