import { AwsError } from "../../errors.ts";
import type { PolicyDocument } from "../policy.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = { inlineOfRole: 10_240, managed: 6144, trust: 2048, managedOfRole: 10 };

/** IAM doesn't count white space, but for what is inside a text. */
export function sizeOf(document: PolicyDocument): number {
  const value = typeof document === "string" ? JSON.parse(document) : document;
  return JSON.stringify(value).length;
}

// Sentences: https://github.com/kubeflow/kubeflow/issues/6687, https://github.com/LBHackney-IT/Data-Platform/pull/2116,
// https://github.com/aws-amplify/amplify-backend/issues/2615,
// https://github.com/ministryofjustice/cloud-platform-environments/pull/14118
export function requireTrustSize(document: PolicyDocument): void {
  if (sizeOf(document) > MOST.trust) throw exceeded(`Cannot exceed quota for ACLSizePerRole: ${MOST.trust}`);
}

export function requireManagedSize(document: PolicyDocument): void {
  if (sizeOf(document) > MOST.managed) throw exceeded(`Cannot exceed quota for PolicySize: ${MOST.managed}`);
}

/** @param documents all inline policies of the role */
export function requireInlineSize(role: string, documents: PolicyDocument[]): void {
  const size = documents.reduce<number>((sum, document) => sum + sizeOf(document), 0);
  if (size > MOST.inlineOfRole)
    throw exceeded(`Maximum policy size of ${MOST.inlineOfRole} bytes exceeded for role ${role}`);
}

export function requireManagedCount(managed: number): void {
  if (managed > MOST.managedOfRole)
    throw exceeded(`Cannot exceed quota for PoliciesPerRole: ${MOST.managedOfRole}`);
}

const exceeded = (message: string) => new AwsError("LimitExceeded", message, { status: 409 });
