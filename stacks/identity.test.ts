import { readFileSync } from "node:fs";
import { expect, inject, it } from "vitest";
import { ofType } from "./testing/assembly.ts";

// A name that changes here is a resource that CloudFormation replaces: data lost, or left behind.
const identity = {
  stacks: [
    "prod-holdfast-Api",
    "prod-holdfast-Auth",
    "prod-holdfast-Backup",
    "prod-holdfast-Verification",
    "prod-holdfast-Web",
  ],
  "AWS::Backup::BackupVault": ["prod-holdfast-Backup/ProtectedVaultA43E8860"],
  "AWS::KMS::Key": ["prod-holdfast-Backup/ProtectedKey7C4019BF", "prod-holdfast-Backup/AlertsKey9D05DB5E"],
  "AWS::Cognito::UserPool": ["prod-holdfast-Auth/Users0A0EEA89"],
  "AWS::DynamoDB::Table": [
    "prod-holdfast-Verification/Deletions2D6AF151",
    "prodholdfastApiCategory18EB7E56/CategoryTableFB847B93",
    "prodholdfastApiItemCD92380E/ItemTable276B2AC8",
    "prodholdfastApiProtectedTableE0156A85/ProtectedTableTable524E71FC",
    "prodholdfastApiVerification547F5B4A/VerificationTableF9AA0134",
  ],
};

it("keeps the names of the stacks", () => {
  const manifest = JSON.parse(readFileSync(`${inject("assemblies").prod}/manifest.json`, "utf8"));
  const stacks = Object.entries<{ type: string }>(manifest.artifacts)
    .filter(([, { type }]) => type === "aws:cloudformation:stack")
    .map(([name]) => name);
  expect(stacks.toSorted()).toEqual(identity.stacks);
});

it.each(Object.entries(identity).filter(([type]) => type.startsWith("AWS::")))(
  "keeps each %s",
  (type, ids) => {
    expect(ofType(type).map(([where]) => where)).toEqual(ids);
  },
);
