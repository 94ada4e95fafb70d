import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackupClient } from "@aws-sdk/client-backup";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { startLocalCloud } from "@holdfast/local-cloud";

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** What the local administrator's MFA device shows. */
interface MfaCode {
  serialNumber?: string;
  code?: string;
}

const byTheAccount = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: "sts:AssumeRole",
};

/** Roles of people and pipelines that may do anything by their own policies. */
const team = {
  Resources: Object.fromEntries(
    ["Developer", "Deploy"].map((name) => [
      name,
      {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: name,
          AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [byTheAccount] },
          ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        },
      },
    ]),
  ),
};

/**
 * The stacks of the stage `local`, running on this machine, and clients of whoever calls them. The roles that only
 * AWS Backup takes on can be taken on by the account as well: to see what they allow.
 *
 * @param verifies whether the verifier's rules are on; a test of backups alone is quicker without
 */
export async function localCloud(synthesized: string, { verifies = true } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-enforcement-"));
  const assembly = join(folder, "assembly");
  await cp(synthesized, assembly, { recursive: true });
  await addStack(assembly, "local-holdfast-Team", team);
  await edit(join(assembly, "local-holdfast-Backup.template.json"), ({ Resources }) => {
    for (const [id, { Type, Properties }] of Object.entries<Resource>(Resources)) {
      if (Type === "AWS::IAM::Role" && /^(Backup|Restore)Role/.test(id)) {
        Properties.AssumeRolePolicyDocument.Statement.push(byTheAccount);
      }
    }
  });
  if (!verifies) {
    await edit(join(assembly, "local-holdfast-Verification.template.json"), ({ Resources }) => {
      for (const { Type, Properties } of Object.values<Resource>(Resources))
        if (Type === "AWS::Events::Rule") Properties.State = "DISABLED";
    });
  }
  const logs: string[] = [];
  const cloud = await startLocalCloud({
    assembly,
    dataDir: join(folder, "data"),
    log: ({ message }) => logs.push(message),
  });
  const { endpoint, region, credentials, outputs, warnings, clock, faults } = cloud;
  const clients = (as: Credentials) => {
    const config = { endpoint, region, credentials: as, maxAttempts: 2 };
    return {
      backup: new BackupClient(config),
      dynamodb: new DynamoDBClient(config),
      kms: new KMSClient(config),
    };
  };
  const sts = new STSClient({ endpoint, region, credentials });
  return {
    outputs,
    warnings,
    clock,
    faults,
    logs,
    administrator: clients(credentials),
    /** Clients of a role that the administrator takes on, with a second factor or without. */
    async as(role: string, { mfa = false } = {}) {
      const device = mfa ? await fetch(`${endpoint}/_holdfast/mfa`) : undefined;
      const shown = ((await device?.json()) ?? {}) as MfaCode;
      const { Credentials: session } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: role.startsWith("arn:") ? role : `arn:aws:iam::123456789012:role/${role}`,
          RoleSessionName: "test",
          SerialNumber: shown.serialNumber,
          TokenCode: shown.code,
        }),
      );
      return clients({
        accessKeyId: session!.AccessKeyId!,
        secretAccessKey: session!.SecretAccessKey!,
        sessionToken: session!.SessionToken!,
      });
    },
    async stop() {
      await cloud.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is CloudFormation's
type Json = Record<string, any>;
type Resource = { Type: string; Properties: Json };

async function addStack(assembly: string, stackName: string, template: object): Promise<void> {
  const templateFile = `${stackName}.template.json`;
  await writeFile(join(assembly, templateFile), JSON.stringify(template));
  await edit(join(assembly, "manifest.json"), ({ artifacts }) => {
    artifacts[stackName] = { type: "aws:cloudformation:stack", properties: { templateFile, stackName } };
  });
}

async function edit(file: string, change: (content: Json) => void): Promise<void> {
  const content = JSON.parse(await readFile(file, "utf8"));
  change(content);
  await writeFile(file, JSON.stringify(content));
}
