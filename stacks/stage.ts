import { RemovalPolicy } from "aws-cdk-lib";

export interface Stage {
  name: string;
  /** Whether what it holds matters when the stage is removed. */
  lasts: boolean;
  /** What becomes of vaults, keys, tables and users when their stack is deleted. */
  removalPolicy: RemovalPolicy;
  /** Whether anybody may sign up, or only those an operator invites. */
  selfSignUp: boolean;
  /** Signing in by sending the password instead of proving it (SRP): for pools that know nothing else. */
  passwordAuth: boolean;
  /** How far the items of a recovery point may be from its dates. */
  pointSlackSeconds: number;
  /** How long a deletion may take to be recorded, before what was deleted is held against a restore. */
  deletionPatienceSeconds: number;
  /** The customer-managed key that tables are encrypted with; absent: DynamoDB's own. */
  tableKeyArn?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html */
const DYNAMODB_SLACK_SECONDS = 60;

const stages: Record<string, Partial<Stage>> = {
  prod: { lasts: true },
  // The local user pool doesn't speak SRP. A local backup is of instants between its job's beginning and completion.
  local: { passwordAuth: true, pointSlackSeconds: 0, deletionPatienceSeconds: 15 },
};

/** The one place that asks which stage it is. */
export function stageOf({ stage: name }: { stage: string }): Stage {
  const {
    lasts = false,
    selfSignUp = true,
    passwordAuth = false,
    pointSlackSeconds = DYNAMODB_SLACK_SECONDS,
    deletionPatienceSeconds = 120,
  } = stages[name] ?? {};
  const removalPolicy = lasts ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  const tableKeyArn = keyArn(process.env.TABLE_KEY_ARN);
  return {
    name,
    lasts,
    removalPolicy,
    selfSignUp,
    passwordAuth,
    pointSlackSeconds,
    deletionPatienceSeconds,
    tableKeyArn,
  };
}

/** A key is of an account, and accounts aren't in the code: whoever deploys says it. */
function keyArn(text: string | undefined): string | undefined {
  if (!text || /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/.test(text)) return text || undefined;
  throw new Error(
    `TABLE_KEY_ARN is "${text}": give the ARN of a KMS key, arn:aws:kms:REGION:ACCOUNT:key/ID.`,
  );
}
