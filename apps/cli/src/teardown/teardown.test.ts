import { byTag, daily, days, definePolicy, hours, toAccount, toRegion } from "@holdfast/backup-policy";
import { describe, expect, it } from "vitest";
import { run } from "../program.ts";
import { type Answers, fakeClock, fakeCloud, fakeWorld } from "../testing.ts";
import type { World } from "../world.ts";

const GB = 2 ** 30;
const admin = "arn:aws:iam::123456789012:role/vault-BackupAdmin";
const key = "arn:aws:kms:us-east-1:123456789012:key/key-1";
const windows = { startWindow: hours(1), completionWindow: hours(2) };
const policy = definePolicy({
  vault: { name: "holdfast", backupAdmin: { principals: ["account"] } },
  protect: [byTag("backup", "on")],
  rules: { daily: daily({ at: "05:00", keep: days(35), ...windows }) },
  assumptions: { advancedDynamoDb: true },
  objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays: 30 },
  verification: { schedule: "cron(15 8 * * ? *)", proofStaleAfterHours: 48 },
  prices: { on: "2026-11-01", source: "our contract", warmPerGbMonth: 2, coldPerGbMonth: 1, keyPerMonth: 3 },
});
const denial = {
  Effect: "Deny",
  Principal: "*",
  Action: ["backup:DeleteRecoveryPoint", "backup:DeleteBackupVault"],
  Condition: { ArnNotEquals: { "aws:PrincipalArn": admin } },
};

interface Point {
  RecoveryPointArn: string;
  [member: string]: unknown;
}

const point = (id: string, changes: object = {}): Point => ({
  RecoveryPointArn: `arn:point:${id}`,
  ResourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/Item-1",
  BackupSizeInBytes: GB,
  Status: "COMPLETED",
  CalculatedLifecycle: { DeleteAt: new Date("2027-01-01T00:00:00Z") },
  ...changes,
});

const fault = (name: string, message = name) => Object.assign(new Error(message), { name, $metadata: {} });

/** A stage with a vault that holds these points, kept by answers that a test can change. */
function setUp(points: Point[], changes: Answers = {}, worldChanges: Partial<World> = {}) {
  const vault = { BackupVaultName: "vault", BackupVaultArn: "arn:vault", EncryptionKeyArn: key };
  const state = { points, vaults: [vault as object] };
  const { cloud, asked } = fakeCloud({
    GetTemplate: () => ({
      TemplateBody: JSON.stringify({
        Resources: { Vault: { DeletionPolicy: "Retain" }, Key: {}, Role: { DeletionPolicy: "Retain" } },
      }),
    }),
    DescribeStackResources: () => ({
      StackResources: [
        { LogicalResourceId: "Vault", PhysicalResourceId: "vault", ResourceType: "AWS::Backup::BackupVault" },
        { LogicalResourceId: "Key", PhysicalResourceId: "key-1", ResourceType: "AWS::KMS::Key" },
        {
          LogicalResourceId: "Role",
          PhysicalResourceId: "vault-BackupAdmin",
          ResourceType: "AWS::IAM::Role",
        },
      ],
    }),
    ListBackupVaults: () => ({ BackupVaultList: state.vaults }),
    ListRecoveryPointsByBackupVault: () => ({ RecoveryPoints: state.points }),
    DescribeKey: () => ({ KeyMetadata: { Arn: key, KeyId: "key-1", KeyManager: "CUSTOMER" } }),
    DescribeTable: () => ({ Table: { DeletionProtectionEnabled: true, TableSizeBytes: GB } }),
    DescribeContinuousBackups: () => ({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 7 },
      },
    }),
    GetBackupVaultAccessPolicy: () => ({ Policy: JSON.stringify({ Statement: [denial] }) }),
    GetCallerIdentity: () => ({ Arn: "arn:aws:iam::123456789012:user/jane" }),
    AssumeRole: () => ({
      Credentials: { AccessKeyId: "id", SecretAccessKey: "secret", SessionToken: "token" },
    }),
    DeleteRecoveryPoint: ({ RecoveryPointArn }) => {
      state.points = state.points.filter((one) => one.RecoveryPointArn !== RecoveryPointArn);
    },
    DeleteBackupVault: () => {
      if (state.points.length > 0) throw fault("InvalidRequestException");
      state.vaults = [];
    },
    DeleteBackupVaultLockConfiguration: () => ({}),
    ...changes,
  });
  const clock = fakeClock("2026-11-22T12:00:00Z");
  cloud.now = async () => clock.now();
  const all = fakeWorld(cloud, { clock, readPolicy: async () => ({ policy }), ...worldChanges });
  const names = () => asked.map(({ name }) => name);
  return { state, asked, names, vault, clock, ...all };
}

const deletion = [
  "teardown",
  "--delete",
  "--yes",
  "vault",
  "--mfa-serial",
  "arn:mfa",
  "--mfa-code",
  "123456",
];

describe("teardown", () => {
  it("names the buckets, user pools and log groups that stay, and for how long objects are locked", async () => {
    const stacks: Record<string, Record<string, { type: string; kept?: boolean; lock?: object }>> = {
      Auth: { users: { type: "AWS::Cognito::UserPool", kept: true } },
      Api: { logs: { type: "AWS::Logs::LogGroup" } },
      Verification: {
        runs: { type: "AWS::S3::Bucket", kept: true },
        evidence: { type: "AWS::S3::Bucket", kept: true, lock: { Mode: "GOVERNANCE", Days: 400 } },
        trial: { type: "AWS::S3::Bucket", lock: { Mode: "COMPLIANCE", Years: 7 } },
      },
    };
    const of = (StackName: string) => Object.entries(stacks[StackName.split("-").at(-1)!] ?? {});
    const { world, printed } = setUp([], {
      GetTemplate: ({ StackName }) => ({
        TemplateBody: JSON.stringify({
          Resources: Object.fromEntries(
            of(StackName as string).map(([id, { kept, lock }]) => [
              id,
              {
                DeletionPolicy: kept ? "RetainExceptOnCreate" : "Delete",
                Properties: lock && { ObjectLockConfiguration: { Rule: { DefaultRetention: lock } } },
              },
            ]),
          ),
        }),
      }),
      DescribeStackResources: ({ StackName }) => ({
        StackResources: of(StackName as string).map(([id, { type }]) => ({
          LogicalResourceId: id,
          PhysicalResourceId: `my-${id}`,
          ResourceType: type,
        })),
      }),
    });

    expect(await run(["teardown"], world)).toBe(0);
    const text = printed.join("\n");
    expect(text).toMatch(/^User pool +my-users +its stack keeps it \(DeletionPolicy\) +by what is in it$/m);
    expect(text).toMatch(/^Bucket +my-runs +its stack keeps it \(DeletionPolicy\) +by/m);
    expect(text).toMatch(
      /^Bucket +my-evidence +its stack keeps it .*; each object is locked for 400 days \(gov/m,
    );
    expect(text).toMatch(
      /^Bucket +my-trial +its stack would delete it, and can't while .* 7 years \(compliance/m,
    );
    expect(text).not.toContain("my-logs");
    expect(text).toContain("aws s3api delete-bucket --bucket my-evidence");
  });

  it("shows what stays, why, and what it costs with the policy's prices, and changes nothing", async () => {
    const cold = { MoveToColdStorageAt: new Date("2026-10-01"), DeleteAt: new Date("2027-06-30T00:00:00Z") };
    const { world, printed, names } = setUp([point("a"), point("b", { CalculatedLifecycle: cold })]);

    expect(await run(["teardown"], world)).toBe(0);
    const text = printed.join("\n");
    expect(text).toMatch(
      /^Vault +vault +its stack keeps it.*; AWS Backup deletes empty vaults only +\$0.00$/m,
    );
    expect(text).toMatch(/^Recovery points +2, 2.1 GB +the last expires 2027-06-30; .* +\$3.00$/m);
    expect(text).toMatch(/^Key +key-1 +its stack would delete it, and no recovery point .* +\$3.00$/m);
    expect(text).toMatch(
      /^Role +vault-BackupAdmin +its stack keeps it.*; it may delete what stays +\$0.00$/m,
    );
    expect(text).toContain("aws iam delete-role --role-name vault-BackupAdmin");
    expect(text).toMatch(
      /^Table +Item, 1.1 GB +deletion protection is on; continuous recovery, 7 days +\$0.45$/m,
    );
    expect(text).toContain("In all $7.35 a month, with the prices of 2026-11-01 from our contract.");
    expect(text).toContain("npx holdfast teardown --delete --mfa-code $(npx holdfast mfa)");
    expect(names().filter((name) => /^(Delete|Assume)/.test(name))).toEqual([]);
  });

  it("gives all of it as JSON", async () => {
    const { world, printed } = setUp([point("a", { CalculatedLifecycle: undefined })]);

    expect(await run(["teardown", "--json"], world)).toBe(0);
    expect(JSON.parse(printed.join())).toMatchObject({
      vaultName: "vault",
      vault: { name: "vault", points: 1, fate: "kept" },
      points: [{ table: "Item-1", count: 1, warmBytes: GB, coldBytes: 0, perMonth: 2 }],
      key: { fate: "deleted", perMonth: 3 },
      tables: [{ model: "Category" }, { model: "Item", isProtected: true, goesBackDays: 7 }, {}],
    });
  });

  it("knows of a vault whose stacks are gone by its name", async () => {
    const DescribeStacks = () => {
      throw Object.assign(new Error("Stack with id x does not exist"), { name: "ValidationError" });
    };
    const gone = setUp([point("a")], { DescribeStacks });

    expect(await run(["teardown", "--vault", "vault"], gone.world)).toBe(0);
    expect(gone.printed.join("\n")).toMatch(/^Vault +vault +no stack has it any more/m);

    expect(await run(["teardown"], gone.world)).toBe(2);
    expect(gone.warned.join()).toContain("name the vault that it left: --vault test-holdfast");
  });

  it("tells where the policy's copies are, and how to look there", async () => {
    const { world, printed } = setUp(
      [],
      {},
      {
        readPolicy: async () => ({
          policy: {
            ...policy,
            assumptions: { advancedDynamoDb: true, sameOrganization: true },
            rules: {
              daily: {
                ...policy.rules.daily!,
                copies: [
                  toRegion("eu-west-1", { keep: days(35) }),
                  toAccount("210987654321", { region: "eu-west-1", vault: "far", keep: days(35) }),
                ],
              },
            },
          },
        }),
      },
    );

    expect(await run(["teardown", "--stage", "test"], world)).toBe(0);
    expect(printed.join("\n")).toContain(
      "AWS_REGION=eu-west-1 npx holdfast teardown --stage test --vault vault",
    );
    expect(printed.join("\n")).toContain("210987654321 eu-west-1 far");
  });

  it("leaves out keys of AWS", async () => {
    const { world, printed } = setUp([], { DescribeKey: () => ({ KeyMetadata: { KeyManager: "AWS" } }) });

    await run(["teardown", "--json"], world);
    expect(JSON.parse(printed.join())).not.toHaveProperty("key");
  });
});

describe("teardown --delete", () => {
  it("becomes BackupAdmin with a second factor, empties the vault and deletes it", async () => {
    const points = Array.from({ length: 12 }, (_, i) => point(String(i)));
    const { world, printed, asked, state } = setUp(points);

    expect(await run(deletion, world)).toBe(0);
    expect(asked.find(({ name }) => name === "AssumeRole")?.input).toMatchObject({
      RoleArn: admin,
      SerialNumber: "arn:mfa",
      TokenCode: "123456",
    });
    expect(asked.find(({ name }) => name === "backupAs")?.input).toMatchObject({ sessionToken: "token" });
    expect(state).toEqual({ points: [], vaults: [] });
    expect(printed.join("\n")).toContain("The vault vault and its 12 recovery points are deleted.");
    expect(printed.join("\n")).toContain(`aws kms schedule-key-deletion --key-id ${key}`);
  });

  it("asks for the vault's name, and deletes nothing when another is typed or nobody is there", async () => {
    for (const typed of ["volt", undefined]) {
      const { world, names, warned } = setUp([point("a")], {}, { ask: async () => typed });
      const args = deletion.filter((word) => word !== "--yes" && word !== "vault");

      expect(await run(args, world)).toBe(2);
      expect(warned.join()).toContain("Nothing is deleted");
      expect(names().filter((name) => name.startsWith("Delete"))).toEqual([]);
    }
  });

  it("needs the second factor before it asks for anything", async () => {
    const { world, warned } = setUp([point("a")]);

    expect(await run(["teardown", "--delete", "--yes", "vault"], world)).toBe(2);
    expect(warned.join()).toContain("Add --mfa-serial with your device");
  });

  it("needs none from who is BackupAdmin already", async () => {
    const Arn = "arn:aws:sts::123456789012:assumed-role/vault-BackupAdmin/jane";
    const { world, names } = setUp([point("a")], { GetCallerIdentity: () => ({ Arn }) });

    expect(await run(["teardown", "--delete", "--yes", "vault"], world)).toBe(0);
    expect(names()).not.toContain("AssumeRole");
  });

  it("says why the role can't be assumed", async () => {
    const { world, warned } = setUp([point("a")], {
      AssumeRole: () => {
        throw fault("AccessDenied", "invalid MFA one time pass code");
      },
    });

    expect(await run(deletion, world)).toBe(2);
    expect(warned.join()).toContain("vault-BackupAdmin can't be assumed: invalid MFA one time pass code");
  });

  it("does nothing when the vault is gone", async () => {
    const { world, state, names } = setUp([]);
    state.vaults = [];

    expect(await run(deletion, world)).toBe(0);
    expect(names()).not.toContain("AssumeRole");
  });

  it("takes off a lock that can be taken off", async () => {
    const { world, state, vault, names } = setUp([point("a")]);
    state.vaults = [{ ...vault, Locked: true, LockDate: new Date("2026-11-23") }];

    expect(await run(deletion, world)).toBe(0);
    const deletions = names().filter((name) => name.startsWith("Delete"));
    expect(deletions).toEqual([
      "DeleteBackupVaultLockConfiguration",
      "DeleteRecoveryPoint",
      "DeleteBackupVault",
    ]);
  });

  it("says until when a compliance lock keeps it from deleting", async () => {
    const last = { CalculatedLifecycle: { DeleteAt: new Date("2027-08-01T05:00:00Z") } };
    const { world, state, vault, names, warned, printed } = setUp([point("a"), point("b", last)]);
    state.vaults = [{ ...vault, Locked: true, LockDate: new Date("2026-11-20") }];
    const until =
      "Since 2026-11-20 its lock can't be taken off, by AWS neither. The last recovery point expires 2027-08-01 05:00 UTC";

    expect(await run(["teardown"], world)).toBe(0);
    expect(printed.join("\n")).toContain(until);
    expect(printed.join("\n")).not.toContain("teardown --delete");
    expect(await run(deletion, world)).toBe(2);
    expect(warned.join()).toContain("it is under a compliance lock");
    expect(warned.join()).toContain(until);
    expect(names()).not.toContain("AssumeRole");
  });

  it("says of points that never expire that a compliance lock keeps them for ever", async () => {
    const { world, state, vault, warned } = setUp([point("a", { CalculatedLifecycle: undefined })]);
    state.vaults = [{ ...vault, Locked: true, LockDate: new Date("2026-11-20") }];

    expect(await run(deletion, world)).toBe(2);
    expect(warned.join()).toContain("can never be deleted");
  });

  it("deletes an empty vault whatever its lock", async () => {
    const { world, state, vault } = setUp([]);
    state.vaults = [{ ...vault, Locked: true, LockDate: new Date("2026-11-20") }];

    expect(await run(deletion, world)).toBe(0);
    expect(state.vaults).toEqual([]);
  });

  it("waits for a point that is being restored", async () => {
    const it = setUp([point("a"), point("b")], {
      DeleteRecoveryPoint: ({ RecoveryPointArn }) => {
        const restoring = it.clock.now() < new Date("2026-11-22T12:03:00Z");
        if (RecoveryPointArn === "arn:point:b" && restoring) throw fault("InvalidResourceStateException");
        it.state.points = it.state.points.filter((one) => one.RecoveryPointArn !== RecoveryPointArn);
      },
    });

    expect(await run(deletion, it.world)).toBe(0);
    expect(it.state.vaults).toEqual([]);
  });

  it("waits until AWS sees that the vault is empty", async () => {
    let refusals = 3;
    const it = setUp([point("a")], {
      DeleteBackupVault: () => {
        refusals -= 1;
        if (refusals >= 0) throw fault("InvalidRequestException");
      },
    });

    expect(await run(deletion, it.world)).toBe(0);
    expect(refusals).toBe(-1);
  });

  it("gives up on points that AWS doesn't delete, and says which", async () => {
    const expired = point("a", { Status: "EXPIRED", StatusMessage: "the role is gone" });
    const { world, warned } = setUp([expired], { DeleteRecoveryPoint: () => ({}) });

    expect(await run(deletion, world)).toBe(2);
    expect(warned.join()).toContain("- arn:point:a: EXPIRED, the role is gone");
  });

  it("says how many are deleted when it is interrupted, and goes on when it is run again", async () => {
    const interruption = new AbortController();
    const points = Array.from({ length: 12 }, (_, i) => point(String(i)));
    const it = setUp(points, {
      DeleteRecoveryPoint: ({ RecoveryPointArn }) => {
        it.state.points = it.state.points.filter((one) => one.RecoveryPointArn !== RecoveryPointArn);
        interruption.abort();
      },
    });

    expect(await run(deletion, { ...it.world, signal: interruption.signal })).toBe(130);
    expect(it.warned.join()).toContain("Stopped. 5 recovery points are deleted for good");
    expect(it.state.points).toHaveLength(7);
    expect(await run(deletion, it.world)).toBe(0);
    expect(it.state).toEqual({ points: [], vaults: [] });
  });

  it("says that the session is over, and that another goes on", async () => {
    const { world, warned } = setUp([point("a")], {
      DeleteRecoveryPoint: () => {
        throw fault("ExpiredTokenException");
      },
    });

    expect(await run(deletion, world)).toBe(2);
    expect(warned.join()).toContain("it goes on where it stopped");
  });
});

describe("the role that deletes", () => {
  it("is asked for when the vault has no policy", async () => {
    const { world, warned } = setUp([], {
      GetBackupVaultAccessPolicy: () => {
        throw fault("ResourceNotFoundException");
      },
    });
    expect(await run(deletion, world)).toBe(2);
    expect(warned.join()).toContain("Name the role with --role");
  });

  it("is the one given when the vault's policy names none", async () => {
    const none = { GetBackupVaultAccessPolicy: () => ({ Policy: '{"Statement":{"Effect":"Allow"}}' }) };
    const refused = setUp([], none);
    const given = setUp([], none);

    expect(await run(deletion, refused.world)).toBe(2);
    expect(refused.warned.join()).toContain("Name the role with --role");
    expect(await run([...deletion, "--role", "arn:role/other"], given.world)).toBe(0);
  });
});
