import { AwsError, jsonError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, HttpReply, Place, Service } from "../../service.ts";
import { type CognitoEngine, engineContext } from "./engine.ts";
import type { Lockout } from "./lockout.ts";
import { passwordProblem } from "./passwordPolicy.ts";
import type { Sessions } from "./sessions.ts";

interface CognitoDeps {
  engine: CognitoEngine;
  authorize: Authorize;
  place: Place;
  sessions: Sessions;
  lockout: Lockout;
}

/** Cognito user pools: cognito-local answers, after what it leaves out has been checked. */
export function createCognito({ engine, authorize, place, sessions, lockout }: CognitoDeps): Service {
  /** Signs in, where that is what is asked: a password that is wrong too often locks its user. */
  async function answered(operation: string, input: any): Promise<unknown> {
    if (operation === "GetTokensFromRefreshToken") return call(engine, "InitiateAuth", asRefresh(input));
    const username = input.AuthFlow?.endsWith("USER_PASSWORD_AUTH") && input.AuthParameters?.USERNAME;
    if (!username) return call(engine, operation, input);
    const user = `${(await poolOf(engine, input))?.options.Id} ${username}`;
    lockout.check(user);
    try {
      const answer = await call(engine, operation, input);
      lockout.succeeded(user);
      return answer;
    } catch (error) {
      if ((error as Error).name === "NotAuthorizedException") lockout.failed(user);
      throw error;
    }
  }

  return {
    formatError: jsonError,
    async handle(request, caller): Promise<HttpReply> {
      const operation = request.headers["x-amz-target"]?.split(".")[1] ?? "";
      const input = JSON.parse(request.body.toString("utf8") || "{}");
      if (needsSignature(operation)) {
        for (const { action, resource } of requiredPermissions("cognito-idp", operation, input, place)) {
          authorize(caller, action, resource);
        }
      }
      await checkAllowed(engine, operation, input);
      sessions.check(input);
      await checkAlias(engine, operation, input);
      await checkPassword(engine, input);
      const answer = await answered(operation, await withoutAlias(engine, input));
      return {
        status: 200,
        headers: { "content-type": "application/x-amz-json-1.1" },
        body: JSON.stringify(sessions.minted(answer, input), epochSeconds),
      };
    },
  };
}

/**
 * What aws-amplify renews tokens by. Without refresh token rotation it gives what InitiateAuth does: access and id tokens.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
const asRefresh = ({ RefreshToken, ClientId, ClientMetadata }: any) => ({
  ClientId,
  ClientMetadata,
  AuthFlow: "REFRESH_TOKEN_AUTH",
  AuthParameters: { REFRESH_TOKEN: RefreshToken },
});

const publicOperations = new Set([
  "AssociateSoftwareToken",
  "ChangePassword",
  "ConfirmForgotPassword",
  "ConfirmSignUp",
  "DeleteUser",
  "DeleteUserAttributes",
  "ForgotPassword",
  "GetTokensFromRefreshToken",
  "GetUser",
  "GetUserAttributeVerificationCode",
  "GlobalSignOut",
  "InitiateAuth",
  "ResendConfirmationCode",
  "RespondToAuthChallenge",
  "RevokeToken",
  "SetUserMFAPreference",
  "SignUp",
  "UpdateUserAttributes",
  "VerifySoftwareToken",
  "VerifyUserAttribute",
]);

/** Whether an operation wants IAM credentials; the others are for browsers, with a client id or a token. */
export const needsSignature = (operation: string): boolean => !publicOperations.has(operation);

async function call(engine: CognitoEngine, operation: string, input: any): Promise<unknown> {
  try {
    return await (engine.operations[operation] ?? ((given) => engine.call(operation, given)))(input);
  } catch (error) {
    const { code, message, name } = error as Error & { code?: string };
    if (name === "UnsupportedError" || !code) {
      throw new AwsError("UnsupportedOperationException", `Local Cognito has no ${operation}: ${message}`);
    }
    const discreet = await isDiscreet(engine, input.ClientId);
    const kept = secrecy[operation]?.[code];
    if (kept && (discreet || code !== "UserNotFoundException")) return kept();
    throw new AwsError(code, message);
  }
}

const wrongCredentials = (): never => {
  throw new AwsError("NotAuthorizedException", "Incorrect username or password.");
};
const wrongCode = (): never => {
  throw new AwsError("CodeMismatchException", "Invalid verification code provided, please try again.");
};

/**
 * What AWS answers in place of an error that would tell a stranger which users there are.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
const signIn = {
  InvalidPasswordException: wrongCredentials,
  NotAuthorizedException: wrongCredentials,
  UserNotFoundException: wrongCredentials,
};
const secrecy: Record<string, Record<string, () => unknown>> = {
  InitiateAuth: signIn,
  AdminInitiateAuth: signIn,
  RespondToAuthChallenge: {
    InvalidPasswordException: wrongCredentials,
    UserNotFoundException: wrongCredentials,
  },
  ForgotPassword: {
    UserNotFoundException: () => ({
      CodeDeliveryDetails: { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "u***@e***" },
    }),
  },
  ConfirmForgotPassword: { UserNotFoundException: wrongCode },
};

async function isDiscreet(engine: CognitoEngine, clientId: string | undefined): Promise<boolean> {
  const client = clientId && (await engine.pools.getAppClient(engineContext, clientId));
  return client ? client.PreventUserExistenceErrors === "ENABLED" : false;
}

async function poolOf(engine: CognitoEngine, input: any) {
  try {
    if (input.UserPoolId) return await engine.pools.getUserPool(engineContext, input.UserPoolId);
    if (input.ClientId) return await engine.pools.getUserPoolForClientId(engineContext, input.ClientId);
  } catch {
    // The operation itself refuses an unknown pool or client, in AWS's words.
  }
  return undefined;
}

/** Older names of flows, by those that clients allow them by. */
const flowNames: Record<string, string> = {
  REFRESH_TOKEN: "REFRESH_TOKEN_AUTH",
  ADMIN_NO_SRP_AUTH: "ADMIN_USER_PASSWORD_AUTH",
};

async function checkAllowed(engine: CognitoEngine, operation: string, input: any): Promise<void> {
  const pool = await poolOf(engine, input);
  if (operation === "SignUp" && pool?.options.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
    throw new AwsError("NotAuthorizedException", "SignUp is not permitted for this user pool");
  }
  const flows =
    /^(Admin)?InitiateAuth$/.test(operation) &&
    (await engine.pools.getAppClient(engineContext, input.ClientId))?.ExplicitAuthFlows;
  const flow = flowNames[input.AuthFlow] ?? input.AuthFlow;
  if (flows && !flows.includes(`ALLOW_${flow}`)) {
    throw new AwsError("InvalidParameterException", `${input.AuthFlow} flow not enabled for this client`);
  }
}

/** Two confirmed users can't sign in by the same e-mail address. */
async function checkAlias(engine: CognitoEngine, operation: string, input: any): Promise<void> {
  if (operation !== "ConfirmSignUp") return;
  const pool = await poolOf(engine, input);
  if (!pool?.options.AliasAttributes?.includes("email")) return;
  const users = await pool.listUsers(engineContext);
  const email = emailOf(users.find(({ Username }) => Username === input.Username));
  const taken = users.some(
    (user) => user.Username !== input.Username && user.UserStatus === "CONFIRMED" && emailOf(user) === email,
  );
  if (email && taken) throw new AwsError("AliasExistsException", "An account with the email already exists.");
}

const emailOf = (user: { Attributes: readonly { Name: string; Value?: string }[] } | undefined) =>
  user?.Attributes.find(({ Name }) => Name === "email")?.Value;

async function checkPassword(engine: CognitoEngine, input: any): Promise<void> {
  const password = input.Password ?? input.ProposedPassword ?? input.TemporaryPassword;
  if (typeof password !== "string") return;
  const pool = await poolOf(engine, input);
  const problem = pool && passwordProblem(password, pool.options.Policies?.PasswordPolicy ?? {});
  if (problem)
    throw new AwsError("InvalidPasswordException", `Password did not conform with policy: ${problem}`);
}

/** Where the pool lets users sign in by an e-mail alias, the engine still wants their username. */
async function withoutAlias(engine: CognitoEngine, input: any): Promise<unknown> {
  const given = input.AuthParameters?.USERNAME ?? input.Username;
  if (typeof given !== "string" || !given.includes("@")) return input;
  const pool = await poolOf(engine, input);
  if (!pool?.options.AliasAttributes?.includes("email")) return input;
  const user = (await pool.listUsers(engineContext)).find((one) => emailOf(one) === given);
  if (!user) return input;
  return input.AuthParameters
    ? { ...input, AuthParameters: { ...input.AuthParameters, USERNAME: user.Username } }
    : { ...input, Username: user.Username };
}

function epochSeconds(this: any, key: string, value: unknown): unknown {
  return this[key] instanceof Date ? Math.floor(this[key].getTime() / 1000) : value;
}
