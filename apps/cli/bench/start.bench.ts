import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startLocalCloud } from "@holdfast/local-cloud";
import { median, promise, row, say, secondsOf } from "../../../packages/local-cloud/bench/figures.ts";

const items = 20_000;
const rounds = 5;
const root = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
try {
  const assembly = join(root, "assembly");
  const synth = join(import.meta.dirname, "../../../stacks/synth.ts");
  await promisify(execFile)(process.execPath, [synth, "--stage", "local", "--out", assembly]);
  const dataDir = join(root, "data");
  const start = () => startLocalCloud({ assembly, dataDir });

  const first = await start();
  const { endpoint, region, credentials } = first;
  const { table } = JSON.parse(first.outputs.Api!.Tables!).find(
    ({ model }: { model: string }) => model === "Item",
  );
  const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
  for (let from = 0; from < items; from += 25) {
    const requests = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: { id: { S: `i-${from + index}` }, categoryID: { S: `c-${index}` } } },
    }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
  await first.stop();

  say(`Start of the app's stacks with ${items} items there, to the first answer; ${rounds} starts.\n`);
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let cloud: Awaited<ReturnType<typeof start>> | undefined;
    seconds.push(
      await secondsOf(async () => {
        cloud = await start();
        const client = new CloudFormationClient({
          endpoint: cloud.endpoint,
          region,
          credentials: cloud.credentials,
        });
        await client.send(new DescribeStacksCommand({}));
      }),
    );
    await cloud?.stop();
  }
  row("seconds, median", median(seconds).toFixed(2));
  row("seconds, longest", Math.max(...seconds).toFixed(2));
  promise("the first answer within 10 s", Math.max(...seconds) < 10, `${Math.max(...seconds).toFixed(1)} s`);
} finally {
  await rm(root, { recursive: true, force: true });
}
