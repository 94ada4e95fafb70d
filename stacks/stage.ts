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
}

const stages: Record<string, Partial<Stage>> = {
  prod: { lasts: true },
  // The local user pool doesn't speak SRP.
  local: { passwordAuth: true },
};

/** The one place that asks which stage it is. */
export function stageOf({ stage: name }: { stage: string }): Stage {
  const { lasts = false, selfSignUp = true, passwordAuth = false } = stages[name] ?? {};
  const removalPolicy = lasts ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  return { name, lasts, removalPolicy, selfSignUp, passwordAuth };
}
