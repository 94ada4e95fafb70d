import { recoveryPoints, useOfTableKeys } from "@holdfast/backup-policy/cdk";
import { ArnFormat, type Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";

interface Resources {
  apiArn: string;
  deletionsArn: string;
  evidenceBucketArn: string;
  machineName: string;
  /** Whether AWS restore testing restores, too. */
  readsRestoreTests: boolean;
  restorePrefix: string;
  restoreRoleArn: string;
  runsBucketArn: string;
  streamArns: string[];
  tableArns: string[];
  /** The customer's keys that they are encrypted with, and what is restored of them. */
  tableKeyArns: string[];
  vaultArn: string;
}

/** What each of the verifier's functions may do: the calls it makes, on what it makes them on. */
export function permissionsOf(stack: Stack, resources: Resources) {
  const {
    apiArn,
    deletionsArn,
    evidenceBucketArn,
    machineName,
    readsRestoreTests,
    restorePrefix,
    restoreRoleArn,
    runsBucketArn,
    streamArns,
    vaultArn,
  } = resources;
  const live = resources.tableArns;
  const restored = [
    stack.formatArn({ service: "dynamodb", resource: "table", resourceName: `${restorePrefix}*` }),
  ];
  // Restore testing's tables have AWS's own prefix. They are read; nobody but AWS deletes them.
  const readable = readsRestoreTests
    ? [stack.formatArn({ service: "dynamodb", resource: "table", resourceName: "awsbackup-restore-test-*" })]
    : restored;
  const machine = stack.formatArn({
    service: "states",
    resource: "stateMachine",
    resourceName: machineName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const executions = stack.formatArn({
    service: "states",
    resource: "execution",
    resourceName: `${machineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const deletesRestored = allow(["dynamodb:DeleteTable", "dynamodb:DescribeTable"], restored);
  const opensTables = useOfTableKeys(stack, resources.tableKeyArns);
  const runs = [`${runsBucketArn}/runs/*`];
  const readsFiles = allow(["s3:GetObject"], runs);
  // Without it S3 answers AccessDenied where an object isn't there, and a run asks for many that may not be yet.
  const lists = allow(["s3:ListBucket"], [runsBucketArn]);
  const usesFiles = [readsFiles, allow(["s3:PutObject"], runs), lists];
  // Nothing may delete or change an entry: the bucket's lock keeps what is there, and an entry is only put where none is.
  const addsEvidence = [
    allow(["s3:GetObject", "s3:PutObject"], [`${evidenceBucketArn}/evidence/*`]),
    allow(["s3:ListBucket"], [evidenceBucketArn]),
  ];
  // Neither knows a resource-level permission: a task's token stands for itself.
  const tellsOfRestores = allow(["backup:DescribeRestoreJob", "states:SendTaskSuccess"], ["*"]);
  // Who waits for a restore puts a note there, and who hears of its end reads it.
  const awaited = [`${runsBucketArn}/runs/awaited/*`];
  // Restore jobs are no resources of IAM.
  const findsRestoreTests = allow(["backup:ListRestoreJobs"], ["*"]);
  return {
    sweep: [
      // Listing tables knows no resource-level permission.
      allow(["dynamodb:ListTables"], ["*"]),
      allow(["states:DescribeExecution"], [executions]),
      deletesRestored,
    ],
    findTest: readsRestoreTests
      ? [
          findsRestoreTests,
          allow(["backup:DescribeRecoveryPoint"], recoveryPoints(stack)),
          allow(["backup:ListRecoveryPointsByBackupVault"], [vaultArn]),
        ]
      : [],
    startTested: [findsRestoreTests, allow(["states:StartExecution"], [machine])],
    pick: [allow(["backup:ListRecoveryPointsByBackupVault"], [vaultArn])],
    startRestore: [
      allow(["backup:StartRestoreJob"], recoveryPoints(stack)),
      allow(["iam:PassRole"], [restoreRoleArn], {
        StringEquals: { "iam:PassedToService": "backup.amazonaws.com" },
      }),
      allow(["dynamodb:DescribeTable"], live),
      // A table may be encrypted with any key of the account; this reads what kind of key it is.
      allow(["kms:DescribeKey"], [stack.formatArn({ service: "kms", resource: "key", resourceName: "*" })]),
    ],
    awaitRestore: [tellsOfRestores, allow(["s3:PutObject"], awaited)],
    restoreEnded: [tellsOfRestores, allow(["s3:GetObject"], awaited), lists],
    plan: [allow(["dynamodb:DescribeTable"], [...live, ...readable]), ...usesFiles],
    scan: [allow(["dynamodb:Scan"], [...live, ...readable]), ...opensTables, ...usesFiles],
    joinRelations: usesFiles,
    joinSides: usesFiles,
    check: [
      allow(["dynamodb:BatchGetItem"], [...live, ...readable]),
      allow(
        ["dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"],
        live,
      ),
      ...opensTables,
      allow(["dynamodb:BatchGetItem"], [deletionsArn]),
      graphql(apiArn, ["Query/fields/verificationsByTable"]),
      ...usesFiles,
    ],
    record: [
      graphql(apiArn, ["Mutation/fields/createVerification", "Query/fields/getVerification"]),
      ...usesFiles,
      ...addsEvidence,
    ],
    cleanUp: [
      deletesRestored,
      ...usesFiles,
      ...addsEvidence,
      ...(readsRestoreTests
        ? [
            findsRestoreTests,
            allow(["backup:DescribeRestoreJob", "backup:PutRestoreValidationResult"], ["*"]),
          ]
        : []),
    ],
    watch: [
      graphql(apiArn, ["Query/fields/verificationsByTable"]),
      allow(["backup:ListRecoveryPointsByBackupVault"], [vaultArn]),
      allow(["dynamodb:DescribeTable"], restored),
      allow(["dynamodb:ListTagsOfResource"], live),
      // Neither knows a resource-level permission.
      allow(["backup:DescribeRegionSettings", "dynamodb:ListTables"], ["*"]),
    ],
    recordDeletion: [
      allow(["dynamodb:BatchWriteItem"], [deletionsArn]),
      allow(
        [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
        streamArns,
      ),
      // A stream is encrypted as its table is.
      ...opensTables,
    ],
    recordRecoveryPoint: [
      graphql(apiArn, ["Mutation/fields/createProtectedTable", "Mutation/fields/updateProtectedTable"]),
    ],
  } as const satisfies Record<string, PolicyStatement[]>;
}

function allow(actions: string[], resources: string[], conditions?: Record<string, Record<string, string>>) {
  return new PolicyStatement({ actions, resources, conditions });
}

function graphql(apiArn: string, fields: string[]) {
  return allow(
    ["appsync:GraphQL"],
    fields.map((field) => `${apiArn}/types/${field}`),
  );
}
