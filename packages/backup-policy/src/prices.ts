/**
 * What AWS asks for DynamoDB in AWS Backup in us-east-1, in US dollars: a GB is 2^30 bytes. AWS's prices change
 * and differ by Region; a policy overrides any of them with `prices`. Those of cold storage and of copies are
 * from secondary sources.
 */
export const PRICES = {
  /** When they were looked up. */
  on: "2026-11-22",
  source: "https://aws.amazon.com/backup/pricing/",
  warmPerGbMonth: 0.1,
  /** At least 90 days are charged, also for what is deleted sooner. */
  coldPerGbMonth: 0.03,
  /** DynamoDB's point-in-time recovery, of the table's size. */
  continuousPerGbMonth: 0.2,
  restoreWarmPerGb: 0.15,
  restoreColdPerGb: 0.2,
  /** Data that a copy moves to another Region; it differs by pair of Regions. */
  copyPerGb: 0.04,
  /** Each recovery point that AWS restore testing restores, besides the restore itself. */
  restoreTest: 1.5,
  /** A table of the standard class itself, on DynamoDB's bill: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  tablePerGbMonth: 0.25,
  /** A customer's KMS key. */
  keyPerMonth: 1,
} as const;
