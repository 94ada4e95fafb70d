import { AccountRecovery, CfnUserPoolGroup, UserPool } from "aws-cdk-lib/aws-cognito";
import type { StackContext } from "sst/constructs";
import { stageOf } from "./stage.ts";

/** Who may use the app: sign-in by username or e-mail. */
export function Auth({ app, stack }: StackContext) {
  const { lasts, passwordAuth, removalPolicy, selfSignUp } = stageOf(app);
  const userPool = new UserPool(stack, "Users", {
    selfSignUpEnabled: selfSignUp,
    signInAliases: { username: true, email: true },
    autoVerify: { email: true },
    standardAttributes: { email: { required: true, mutable: true } },
    passwordPolicy: {
      minLength: 10,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: false,
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    deletionProtection: lasts,
    removalPolicy,
  });
  new CfnUserPoolGroup(stack, "Operators", {
    groupName: "operators",
    description: "Looks after backups and verification",
    userPoolId: userPool.userPoolId,
  });
  const webClient = userPool.addClient("Web", {
    authFlows: { userSrp: true, userPassword: passwordAuth },
    disableOAuth: true,
    generateSecret: false,
    preventUserExistenceErrors: true,
  });
  stack.addOutputs({ UserPoolId: userPool.userPoolId, UserPoolClientId: webClient.userPoolClientId });
  return { userPool, webClient };
}
