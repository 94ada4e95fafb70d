import { type CheckName, checkNames } from "@holdfast/restore-check";
import * as v from "valibot";
import { parse } from "./parse.ts";

/** The fixed beginning of every restored table's name: IAM lets the verifier delete tables by it, and no others. */
export const RESTORE_PREFIX = "awsbackup-restore-test-holdfast-";

const Tables = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      model: v.pipe(v.string(), v.regex(/^\w+$/)),
      table: v.string(),
      mayBeEmpty: v.optional(v.boolean(), false),
      mayBeRewritten: v.optional(v.boolean(), false),
    }),
  ),
  v.minLength(1),
);

const Minutes = v.pipe(v.number(), v.minValue(0));

const Rules = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      name: v.string(),
      /** When its jobs are due: cron, in the time zone. */
      schedule: v.string(),
      timeZone: v.string(),
      startWindowMinutes: Minutes,
      completionWindowMinutes: Minutes,
      /** How old its newest complete point may get. */
      oldestMinutes: Minutes,
      /** Of a rule with runs of its own: how long after a backup it, or a later one, is proven. */
      provenWithinMinutes: v.optional(Minutes),
    }),
  ),
);

const Checks = v.pipe(v.string(), v.parseJson(), v.array(v.picklist(checkNames)), v.minLength(1));

const Hours = v.pipe(v.number(), v.minValue(1));
const RestoreTesting = v.object({
  planArn: v.string(),
  /** Cron, in UTC. */
  schedule: v.string(),
  /** Restores begin at any time within it. */
  startWindowHours: Hours,
  /** What was restored is there for so long. */
  validationWindowHours: Hours,
  /** A recovery point that is picked may be so old. */
  pointHours: Hours,
});
export type RestoreTesting = v.InferOutput<typeof RestoreTesting>;

const Amount = v.pipe(v.string(), v.toNumber(), v.minValue(0));

export type PolicyRule = v.InferOutput<typeof Rules>[number];
export type ProtectedTable = v.InferOutput<typeof Tables>[number];

/** What the stack tells the functions. Each is read when it is asked for: not every function is told everything. */
export interface Settings {
  tables: ProtectedTable[];
  vaultName: string;
  /** The plan that the policy's rules are in. */
  backupPlanId: string;
  rules: PolicyRule[];
  restoreRoleArn: string;
  /** How AWS restore testing is set up; absent where the policy verifies by restores of its own. */
  restoreTesting?: RestoreTesting;
  /** The verification's own. */
  stateMachineArn: string;
  rpoHours: number;
  rtoMinutes: number;
  /** How old a table's last proof may get. */
  proofStaleHours: number;
  /** The tag by which the policy selects tables; absent when it selects otherwise. */
  protectingTag?: { key: string; value: string };
  needsAdvancedDynamoDb: boolean;
  runsBucket: string;
  evidenceBucket: string;
  /** SHA-256 of the policy, and of the verifier's own sources. */
  policyHash: string;
  codeHash: string;
  /** Those that run, each required for PASSED. */
  checks: CheckName[];
  /** How much of a restore may go unverified, from 0 to 1. */
  mostUnverified: number;
  /** Read units a second that a verification may take of a live table. */
  liveReadUnits: number;
  /** So many scans run at once. */
  mostScans: number;
  /** A table that isn't small is read in so many segments at least. */
  fewestSegments: number;
  deletionsTable: string;
  /** How long a deletion stays recorded: longer than a recovery point that a run is about may be old. */
  deletionsKeptDays: number;
  graphqlUrl: string;
  restorePrefix: string;
  /** How far a recovery point's items may be from its dates: a minute, says DynamoDB. See `windowOf`. */
  pointSlackSeconds: number;
  /** The ARN of a table beside the functions: no call is needed to know it. */
  tableArn(table: string): string;
  /** How far the clocks of those who date items may be from AWS's. */
  clockSlackSeconds: number;
  /** How long a deletion may take to be recorded. */
  deletionPatienceSeconds: number;
}

export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const read = <S extends v.GenericSchema>(name: string, schema: S) =>
    parse(schema, env[name], `The environment variable ${name}`);
  return {
    get tables() {
      return read("TABLES", Tables);
    },
    get vaultName() {
      return read("VAULT_NAME", v.string());
    },
    get backupPlanId() {
      return read("BACKUP_PLAN_ID", v.string());
    },
    get rules() {
      return read("RULES", Rules);
    },
    get restoreRoleArn() {
      return read("RESTORE_ROLE_ARN", v.string());
    },
    get restoreTesting() {
      return read("RESTORE_TESTING", v.optional(v.pipe(v.string(), v.parseJson(), RestoreTesting)));
    },
    get stateMachineArn() {
      return read("STATE_MACHINE_ARN", v.string());
    },
    get rpoHours() {
      return read("RPO_HOURS", Amount);
    },
    get rtoMinutes() {
      return read("RTO_MINUTES", Amount);
    },
    get proofStaleHours() {
      return read("PROOF_STALE_HOURS", Amount);
    },
    get protectingTag() {
      const tag = v.pipe(v.string(), v.parseJson(), v.object({ key: v.string(), value: v.string() }));
      return read("PROTECTING_TAG", v.optional(tag));
    },
    get needsAdvancedDynamoDb() {
      return read("NEEDS_ADVANCED_DYNAMODB", v.picklist(["true", "false"])) === "true";
    },
    get runsBucket() {
      return read("RUNS_BUCKET", v.string());
    },
    get evidenceBucket() {
      return read("EVIDENCE_BUCKET", v.string());
    },
    get policyHash() {
      return read("POLICY_HASH", v.string());
    },
    get codeHash() {
      return read("CODE_HASH", v.string());
    },
    get checks() {
      return read("CHECKS", Checks);
    },
    get mostUnverified() {
      return read("MOST_UNVERIFIED", v.pipe(Amount, v.maxValue(1)));
    },
    get liveReadUnits() {
      return read("LIVE_READ_UNITS", v.optional(v.pipe(Amount, v.minValue(1)), "3000"));
    },
    get mostScans() {
      return read("MOST_SCANS", v.optional(v.pipe(Amount, v.minValue(1)), "100"));
    },
    get fewestSegments() {
      return read("FEWEST_SEGMENTS", v.optional(v.pipe(Amount, v.minValue(1)), "4"));
    },
    get deletionsTable() {
      return read("DELETIONS_TABLE", v.string());
    },
    get deletionsKeptDays() {
      return read("DELETIONS_KEPT_DAYS", v.pipe(Amount, v.minValue(1)));
    },
    get graphqlUrl() {
      return read("GRAPHQL_URL", v.pipe(v.string(), v.url()));
    },
    get restorePrefix() {
      return read(
        "RESTORE_PREFIX",
        v.optional(v.pipe(v.string(), v.startsWith(RESTORE_PREFIX)), RESTORE_PREFIX),
      );
    },
    get pointSlackSeconds() {
      return read("POINT_SLACK_SECONDS", v.optional(Amount, "60"));
    },
    tableArn(table) {
      const [, partition, , , account] = this.restoreRoleArn.split(":");
      return `arn:${partition}:dynamodb:${read("AWS_REGION", v.string())}:${account}:table/${table}`;
    },
    get deletionPatienceSeconds() {
      return read("DELETION_PATIENCE_SECONDS", v.optional(Amount, "120"));
    },
    get clockSlackSeconds() {
      return read("CLOCK_SLACK_SECONDS", v.optional(Amount, "2"));
    },
  };
}
