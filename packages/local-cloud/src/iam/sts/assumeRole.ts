import { AwsError } from "../../errors.ts";
import type { Principal } from "../../service.ts";
import { element } from "../../xml.ts";
import type { AssumedRole } from "../assumeRole.ts";
import { requireGrammar } from "../grammar/grammar.ts";
import { type NamedPolicy, parseDocument } from "../policy.ts";
import type { StsDeps, StsOperation } from "./operation.ts";
import { readSessionTags } from "./sessionTags.ts";
import { optionalInteger, requiredText } from "./validate.ts";

const SESSION_NAME = { least: 2, most: 64, pattern: String.raw`[\w+=,.@-]*` };
const SOURCE_IDENTITY = { least: 2, most: 64, pattern: String.raw`[\w+=,.@-]*` };
const UNSUPPORTED = /^ProvidedContexts\b/;
const MOST_POLICY = 2048;
const MOST_POLICY_ARNS = 10;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole: StsOperation = (deps) => (caller, input) => {
  const unsupported = [...input.keys()].find((name) => UNSUPPORTED.test(name));
  if (unsupported)
    throw new AwsError("NotImplemented", `The local STS doesn't know AssumeRole's ${unsupported}.`);
  const durationSeconds = optionalInteger(input, "DurationSeconds", { least: 900, most: 43_200 });
  const externalId = input.get("ExternalId");
  const assumed = deps.assumeRole(caller, {
    roleArn: requiredText(input, "RoleArn", { least: 20, most: 2048 }),
    sessionName: requiredText(input, "RoleSessionName", SESSION_NAME),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(externalId === null ? {} : { externalId }),
    sessionPolicies: sessionPolicies(input, deps),
    mfa: secondFactor(caller, input, deps),
    ...readSessionTags(input),
    ...(input.has("SourceIdentity")
      ? { sourceIdentity: requiredText(input, "SourceIdentity", SOURCE_IDENTITY) }
      : {}),
  });
  return toXml(assumed);
};

function toXml({ session, credentials }: AssumedRole): string {
  const user =
    element("AssumedRoleId", `${session.roleId}:${session.sessionName}`) + element("Arn", session.arn);
  const keys =
    element("AccessKeyId", credentials.accessKeyId) +
    element("SecretAccessKey", credentials.secretAccessKey) +
    element("SessionToken", credentials.sessionToken) +
    element("Expiration", credentials.expiration.toISOString());
  const source = session.sourceIdentity ? element("SourceIdentity", session.sourceIdentity) : "";
  return `<AssumedRoleUser>${user}</AssumedRoleUser><Credentials>${keys}</Credentials>${source}`;
}

function sessionPolicies(input: URLSearchParams, { roles }: StsDeps): NamedPolicy[] {
  const inline = input.has("Policy") ? requiredText(input, "Policy", { least: 1, most: MOST_POLICY }) : null;
  const arns = [...input].flatMap(([name, value]) =>
    /^PolicyArns\.member\.\d+\.arn$/.test(name) ? [value] : [],
  );
  if (arns.length > MOST_POLICY_ARNS)
    throw new AwsError(
      "ValidationError",
      `1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to ${MOST_POLICY_ARNS}`,
    );
  const policies = [
    ...(inline === null ? [] : [{ name: "Policy", document: parseDocument("Policy", inline) }]),
    ...arns.map((arn) => {
      const policy = roles.managedPolicy(arn);
      if (!policy) throw new AwsError("ValidationError", `PolicyArns names ${arn}, which is not known here.`);
      return policy;
    }),
  ];
  for (const policy of policies) requireGrammar("session", policy);
  return policies;
}

function secondFactor(caller: Principal, input: URLSearchParams, { credentials }: StsDeps): boolean {
  const [serialNumber, code] = [input.get("SerialNumber"), input.get("TokenCode")];
  if (serialNumber === null && code === null) return false;
  const { mfa } = credentials;
  const isOwn = caller.arn.endsWith(":user/administrator") && serialNumber === mfa.serialNumber;
  if (isOwn && mfa.isValid(code ?? "")) return true;
  throw new AwsError(
    "AccessDenied",
    "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
    {
      status: 403,
    },
  );
}
