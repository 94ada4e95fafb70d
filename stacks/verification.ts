import { protectingTag, ruleRuns } from "@holdfast/backup-policy";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { type StackContext, use } from "sst/constructs";
import { Api } from "./api.ts";
import { Backup } from "./backup.ts";
import { policy } from "./policy.ts";
import { stageOf } from "./stage.ts";
import { keepUp, onAbsence, onNotPassed, onStaleProof } from "./verifier/alarms.ts";
import { deletionsKeptDays } from "./verifier/deletions.ts";
import { evidenceBucket, runsBucket } from "./verifier/files.ts";
import { verifierFunction } from "./verifier/function.ts";
import { makeMachine } from "./verifier/machine.ts";
import { permissionsOf } from "./verifier/permissions.ts";
import { rulesToVerify } from "./verifier/rules.ts";
import { testedBy } from "./verifier/tested-by.ts";
import {
  afterBackupsOf,
  onBackup,
  onDeletion,
  onRestoreEnded,
  onRestoreTested,
  onSchedule,
  onWatch,
} from "./verifier/triggers.ts";
import { codeHash, policyHash } from "./verifier/versions.ts";

/** Lambdas that read at once: an account has 1,000 by default, and other work. */
const MOST_SCANS = 100;

/** Restores the backups every day, checks what comes back and records it. */
export function Verification({ app, stack }: StackContext) {
  const { apiArn, graphqlUrl, tables, tableKeyArns } = use(Api);
  const { vault, plan, restoreRole, restorePrefix, restoreTesting, alerts } = use(Backup);
  const { removalPolicy, lasts, pointSlackSeconds, deletionPatienceSeconds } = stageOf(app);
  const machineName = app.logicalPrefixedName("verification");

  const deletions = new Table(stack, "Deletions", {
    partitionKey: { name: "tableName", type: AttributeType.STRING },
    sortKey: { name: "itemKey", type: AttributeType.STRING },
    timeToLiveAttribute: "expiresAt",
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    billingMode: BillingMode.PAY_PER_REQUEST,
    removalPolicy,
  });
  const logGroup = new LogGroup(stack, "Logs", { retention: RetentionDays.THREE_MONTHS, removalPolicy });
  const runs = runsBucket(stack, removalPolicy);
  const evidence = evidenceBucket(stack, { removalPolicy, lasts });
  const tag = protectingTag(policy);
  const environment = {
    GRAPHQL_URL: graphqlUrl,
    TABLES: stack.toJsonString(
      tables.map(({ model, name, mayBeRewritten }) => ({ model, table: name, mayBeRewritten })),
    ),
    VAULT_NAME: vault.backupVaultName,
    BACKUP_PLAN_ID: plan.attrBackupPlanId,
    RULES: JSON.stringify(rulesToVerify(policy)),
    RESTORE_ROLE_ARN: restoreRole.roleArn,
    RESTORE_PREFIX: restorePrefix,
    RPO_HOURS: String(policy.objectives.rpoHours),
    PROOF_STALE_HOURS: String(policy.verification.proofStaleAfterHours),
    ...(tag && { PROTECTING_TAG: JSON.stringify(tag) }),
    NEEDS_ADVANCED_DYNAMODB: String(policy.assumptions.advancedDynamoDb),
    CHECKS: JSON.stringify(policy.verification.checks),
    MOST_UNVERIFIED: String(policy.verification.mostUnverified),
    ...(restoreTesting && { RESTORE_TESTING: stack.toJsonString(testedBy(policy, restoreTesting)) }),
    RTO_MINUTES: String(policy.objectives.rtoMinutes),
    DELETIONS_TABLE: deletions.tableName,
    RUNS_BUCKET: runs.bucketName,
    EVIDENCE_BUCKET: evidence.bucketName,
    POLICY_HASH: policyHash(policy),
    CODE_HASH: codeHash(),
    MOST_SCANS: String(MOST_SCANS),
    POINT_SLACK_SECONDS: String(pointSlackSeconds),
    DELETION_PATIENCE_SECONDS: String(deletionPatienceSeconds),
    DELETIONS_KEPT_DAYS: String(deletionsKeptDays(policy)),
  };
  const permissions = permissionsOf(stack, {
    apiArn,
    deletionsArn: deletions.tableArn,
    readsRestoreTests: restoreTesting !== undefined,
    evidenceBucketArn: evidence.bucketArn,
    machineName,
    restorePrefix,
    restoreRoleArn: restoreRole.roleArn,
    runsBucketArn: runs.bucketArn,
    streamArns: tables.map(({ streamArn }) => streamArn),
    tableArns: tables.map(({ arn }) => arn),
    tableKeyArns,
    vaultArn: vault.backupVaultArn,
  });
  const make = (name: keyof typeof permissions, timeout = 60, memorySize = 256, more = {}) =>
    verifierFunction(stack, {
      name,
      timeout,
      memorySize,
      environment: { ...environment, ...more },
      logGroup,
      permissions: permissions[name],
    });

  const steps = {
    sweep: make("sweep", 300),
    pick: make("pick"),
    findTest: make("findTest"),
    startRestore: make("startRestore"),
    awaitRestore: make("awaitRestore"),
    plan: make("plan"),
    // One virtual processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
    scan: make("scan", 900, 1769),
    joinRelations: make("joinRelations", 900, 1769),
    joinSides: make("joinSides", 900, 1769),
    check: make("check", 900, 1769),
    record: make("record"),
    cleanUp: make("cleanUp", 300),
  };
  const machine = makeMachine(stack, { name: machineName, steps, mostScans: MOST_SCANS, removalPolicy });
  onBackup(stack, make("recordRecoveryPoint"));
  onRestoreEnded(stack, make("restoreEnded"));
  const recordDeletion = make("recordDeletion");
  onDeletion(stack, tables, recordDeletion);
  keepUp(stack, recordDeletion, { lasts, alerts });
  onNotPassed(stack, machine, alerts);
  onWatch(stack, make("watch", 300));
  onAbsence(stack, alerts);
  const { schedule, proofStaleAfterHours: hours } = policy.verification;
  onStaleProof(stack, { tables, logGroup, hours, alerts });
  // AWS restore testing has its own schedule: what it restores starts the verification.
  if (restoreTesting) {
    const machineArn = { STATE_MACHINE_ARN: machine.stateMachineArn };
    onRestoreTested(stack, restoreTesting.planArn, make("startTested", 60, 256, machineArn));
  } else onSchedule(stack, schedule, machine);
  for (const run of ruleRuns(policy)) afterBackupsOf(stack, run, machine);
  stack.addOutputs({ StateMachineArn: machine.stateMachineArn, EvidenceBucket: evidence.bucketName });
}
