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
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html */
const DYNAMODB_SLACK_SECONDS = 60;

const stages: Record<string, Partial<Stage>> = {
  prod: { lasts: true },
  // The local user pool doesn't speak SRP. A local backup is of instants between its job's beginning and completion.
  local: { passwordAuth: true, pointSlackSeconds: 0 },
};

/** The one place that asks which stage it is. */
export function stageOf({ stage: name }: { stage: string }): Stage {
  const {
    lasts = false,
    selfSignUp = true,
    passwordAuth = false,
    pointSlackSeconds = DYNAMODB_SLACK_SECONDS,
  } = stages[name] ?? {};
  const removalPolicy = lasts ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  return { name, lasts, removalPolicy, selfSignUp, passwordAuth, pointSlackSeconds };
}
