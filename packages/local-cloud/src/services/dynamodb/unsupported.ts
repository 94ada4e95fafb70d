const awsBackup =
  "use AWS Backup (StartBackupJob, StartRestoreJob), or DynamoDB's point-in-time recovery (RestoreTableToPointInTime)";
const oneRegion = "the local cloud is one region and has no global tables";
const noS3Transfer = "tables aren't exported to S3 or imported from there";
const noKinesis = "the local cloud has no Kinesis";
const noPolicies = "tables and streams have no resource policies here: write identity policies";
const noBulk = "the local cloud has no bulk operations: use BatchWriteItem";
const noPartiQl =
  "the DynamoDB that is built in has no PartiQL: use GetItem, Query and the others, or --dynamodb";
const noTransactions =
  "the DynamoDB that is built in has no transactions: use conditional writes, or --dynamodb with a server that has them";

/** What DynamoDB has and the local cloud hasn't, and what to do instead. */
export const unsupported: Record<string, string> = {
  CreateBackup: awsBackup,
  DeleteBackup: awsBackup,
  DescribeBackup: awsBackup,
  ListBackups: awsBackup,
  RestoreTableFromBackup: awsBackup,
  CreateGlobalTable: oneRegion,
  DescribeGlobalTable: oneRegion,
  DescribeGlobalTableSettings: oneRegion,
  DescribeTableReplicaAutoScaling: oneRegion,
  ListGlobalTables: oneRegion,
  UpdateGlobalTable: oneRegion,
  UpdateGlobalTableSettings: oneRegion,
  UpdateTableReplicaAutoScaling: oneRegion,
  DescribeExport: noS3Transfer,
  DescribeImport: noS3Transfer,
  ExportTableToPointInTime: noS3Transfer,
  ImportTable: noS3Transfer,
  ListExports: noS3Transfer,
  ListImports: noS3Transfer,
  DescribeKinesisStreamingDestination: noKinesis,
  DisableKinesisStreamingDestination: noKinesis,
  EnableKinesisStreamingDestination: noKinesis,
  UpdateKinesisStreamingDestination: noKinesis,
  DeleteResourcePolicy: noPolicies,
  GetResourcePolicy: noPolicies,
  PutResourcePolicy: noPolicies,
  CancelBulkOperation: noBulk,
  DescribeBulkOperation: noBulk,
  ListBulkOperations: noBulk,
  StartBulkPutItems: noBulk,
  SearchVectors: "the local cloud has no vector search",
  DescribeContributorInsights: "there are no contributor insights here",
  ListContributorInsights: "there are no contributor insights here",
  UpdateContributorInsights: "there are no contributor insights here",
  DescribeEndpoints: "the local cloud's endpoint is the one and only",
  DescribeLimits: "the local cloud has no quotas",
};

/** What an engine may have and the one that is built in hasn't. */
export const engineMayLack: Record<string, string> = {
  BatchExecuteStatement: noPartiQl,
  ExecuteStatement: noPartiQl,
  ExecuteTransaction: noPartiQl,
  TransactGetItems: noTransactions,
  TransactWriteItems: noTransactions,
};
