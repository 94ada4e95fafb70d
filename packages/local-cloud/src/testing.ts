import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Template } from "./assembly/assembly.ts";
import { type CloudClock, createClock } from "./clock.ts";
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from "./localCloud.ts";
import { stableUuid } from "./stableId.ts";

/** Writes an assembly as `cdk synth` would: templates by stack id, assets (folders of files, or one file) by hash. */
export async function writeAssembly(
  folder: string,
  stacks: Record<string, Template>,
  assets: Record<string, Record<string, string>> = {},
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const artifacts: Record<string, unknown> = {};
  for (const [id, template] of Object.entries(stacks)) {
    await writeFile(join(folder, `${id}.template.json`), JSON.stringify(template));
    artifacts[id] = {
      type: "aws:cloudformation:stack",
      properties: { templateFile: `${id}.template.json`, stackName: `test-app-${id}` },
    };
  }
  const files: Record<string, unknown> = {};
  for (const [hash, content] of Object.entries(assets)) {
    await mkdir(join(folder, `asset.${hash}`));
    for (const [name, text] of Object.entries(content))
      await writeFile(join(folder, `asset.${hash}`, name), text);
    files[hash] = { source: { path: `asset.${hash}`, packaging: "zip" } };
  }
  await writeFile(join(folder, "test.assets.json"), JSON.stringify({ files }));
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ version: "36.0.0", artifacts }));
  return folder;
}

export interface TestCloud {
  cloud: LocalCloud;
  /** What any AWS SDK client takes to talk to the local cloud as its administrator. */
  client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  dataDir: string;
  logs: string[];
  /** Stops the cloud and starts it again on the same data, as `meanwhile` leaves it. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** A local cloud of its own on a free port and in a folder of its own. */
export async function startTestCloud(
  stacks: Record<string, Template>,
  assets: Record<string, Record<string, string>> = {},
  options: Partial<LocalCloudOptions> = {},
): Promise<TestCloud> {
  const root = await mkdtemp(join(tmpdir(), "holdfast-test-"));
  const logs: string[] = [];
  const settings = {
    assembly: await writeAssembly(join(root, "assembly"), stacks, assets),
    dataDir: join(root, "data"),
    log: ({ service, message }: { service: string; message: string }) => logs.push(`${service}: ${message}`),
    ...options,
  };
  const test: TestCloud = {
    ...connect(await startLocalCloud(settings)),
    dataDir: settings.dataDir,
    logs,
    async restart(meanwhile) {
      await test.cloud.stop();
      await meanwhile?.();
      Object.assign(test, connect(await startLocalCloud(settings)));
    },
    async stop() {
      await test.cloud.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
  return test;
}

const connect = (cloud: LocalCloud) => ({
  cloud,
  client: { endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.credentials },
});

/** A role that a service may take on, with one policy. */
export const role = (service: string, statements: unknown[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
    },
    Policies:
      statements.length === 0
        ? []
        : [{ PolicyName: "Test", PolicyDocument: { Version: "2012-10-17", Statement: statements } }],
  },
});

/** A clock that keeps nothing, on a machine whose time is `machineNow`. */
export const testClock = (machineNow: () => number = Date.now): CloudClock =>
  createClock({ value: { aheadMs: 0 }, save() {} }, machineNow);

/** The ARN that a key of a stack is going to have. */
export const keyArnOf = (stackName: string, logicalId: string): string =>
  `arn:aws:kms:us-east-1:123456789012:key/${stableUuid(`${stackName}/${logicalId}`)}`;
