import { afterEach, beforeEach, expect, it } from "vitest";
import { createIam } from "../../../iam/iam.ts";
import { root } from "../../kms/testing.ts";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  makeTable,
  place,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const vaultArn = `arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName}`;
const put = (Policy: string) => call(world, "PutBackupVaultAccessPolicy", { BackupVaultName, Policy });
const policy = (statement: Record<string, unknown>) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "backup:*", Resource: "*", ...statement }],
  });
const noDeleting = policy({ Effect: "Deny", Action: "backup:Delete*" });

it("governs the vault and the recovery points in it, and nothing else", async () => {
  await makeTable(world, "Category");
  const { RecoveryPointArn } = await backUp(world, "Category");
  expect(world.backup.resourcePolicy(RecoveryPointArn!)).toBeUndefined();
  await put(noDeleting);
  expect(world.backup.resourcePolicy(vaultArn)).toBe(noDeleting);
  expect(world.backup.resourcePolicy(RecoveryPointArn!)).toBe(noDeleting);
  expect(world.backup.resourcePolicy(world.tables.arn("Category"))).toBeUndefined();
});

it("keeps a point from being deleted when it denies that", async () => {
  await makeTable(world, "Category");
  const { RecoveryPointArn } = await backUp(world, "Category");
  await put(noDeleting);
  const { authorize } = createIam({
    dataDir: world.dataDir,
    place,
    clock: { now: () => world.now },
    resourcePolicy: (arn) => world.backup.resourcePolicy(arn),
    log: () => {},
  });
  await world.restart({ authorize, principalOfRole: () => root });
  await expect(
    call(world, "DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn }),
  ).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining("with an explicit deny in a resource-based policy"),
  });
  expect(await call(world, "DescribeRecoveryPoint", { BackupVaultName, RecoveryPointArn })).toMatchObject({
    Status: "COMPLETED",
  });
});

it.each([
  [
    "another account copy into the vault",
    { Principal: { AWS: "210987654321" }, Action: "backup:CopyIntoBackupVault" },
  ],
  ["the account itself do anything", { Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
  ["whom a condition names do anything", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }],
])("takes a policy that lets %s", async (_, statement) => {
  await put(policy(statement));
});

it.each([
  ["no JSON", "{", "the document is not a JSON object"],
  ["no policy", "{}", "it has no Statement"],
  ["an effect that isn't one", policy({ Effect: "Maybe" }), 'Effect is "Maybe"; it must be Allow or Deny'],
  [
    "no principal",
    policy({ Principal: undefined }),
    "Missing required field Principal. Policy, statement 1.",
  ],
  ["everyone", policy({}), "cross-account sharing restrictions"],
  ["another account", policy({ Principal: { AWS: "210987654321" } }), "cross-account sharing restrictions"],
])("refuses %s", async (_, given, message) => {
  await expect(put(given)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});
