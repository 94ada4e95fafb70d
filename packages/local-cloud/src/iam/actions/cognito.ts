import { arnOf, type Mapping } from "./mapping.ts";

// For these Cognito asks for a client id, a session or the user's access token, and never IAM.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
const WITHOUT_IAM = new Set([
  "AssociateSoftwareToken",
  "ChangePassword",
  "CompleteWebAuthnRegistration",
  "ConfirmDevice",
  "ConfirmForgotPassword",
  "ConfirmSignUp",
  "DeleteUser",
  "DeleteUserAttributes",
  "DeleteWebAuthnCredential",
  "ForgetDevice",
  "ForgotPassword",
  "GetDevice",
  "GetTokensFromRefreshToken",
  "GetUser",
  "GetUserAttributeVerificationCode",
  "GetUserAuthFactors",
  "GlobalSignOut",
  "InitiateAuth",
  "ListDevices",
  "ListWebAuthnCredentials",
  "ResendConfirmationCode",
  "RespondToAuthChallenge",
  "RevokeToken",
  "SetUserMFAPreference",
  "SetUserSettings",
  "SignUp",
  "StartWebAuthnRegistration",
  "UpdateDeviceStatus",
  "UpdateUserAttributes",
  "VerifySoftwareToken",
  "VerifyUserAttribute",
]);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html */
export const cognito: Mapping = (operation, input, place) => {
  if (WITHOUT_IAM.has(operation)) return [];
  const resource =
    typeof input.UserPoolId === "string"
      ? arnOf(place, "cognito-idp", `userpool/${input.UserPoolId}`)
      : (input.ResourceArn ?? "*");
  return [{ action: `cognito-idp:${operation}`, resource }];
};
