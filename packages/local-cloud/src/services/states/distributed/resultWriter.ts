import type { ObjectStore } from "../../s3/objectStore.ts";
import { StatesError } from "../asl/errors.ts";
import type { Json, JsonObject } from "../asl/json.ts";
import type { Execution, MapRun } from "../execution.ts";
import type { Visit } from "../run/run.ts";

interface WriterConfig {
  Transformation?: "NONE" | "COMPACT" | "FLATTEN";
  OutputType?: "JSON" | "JSONL";
}

/**
 * What a Distributed Map leaves: its child workflows' results, or where in S3 they are.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export async function mapResult(
  visit: Visit,
  mapRun: MapRun,
  children: AsyncIterable<Execution>,
  input: Json,
  objects: ObjectStore,
): Promise<Json> {
  const writer = visit.state.ResultWriter as JsonObject | undefined;
  const config = (writer?.WriterConfig ?? {}) as WriterConfig;
  if (!writer?.Resource) return collected(children, { Transformation: "COMPACT", ...config });
  const template = writer.Parameters ?? writer.Arguments ?? {};
  const { Bucket, Prefix } = (await visit.flow.filled("ResultWriter", template, input)) as JsonObject;
  const folder = [Prefix, mapRun.arn.split(":").at(-1)].filter(Boolean).join("/");
  try {
    const Key = await write(objects, String(Bucket), folder, mapRun, children, config);
    return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket: Bucket!, Key } };
  } catch (error) {
    throw new StatesError("States.ResultWriterFailed", (error as Error).message);
  }
}

async function collected(children: AsyncIterable<Execution>, config: WriterConfig): Promise<Json[]> {
  const results: Json[] = [];
  for await (const child of children) results.push(...transformed(child, config));
  return results;
}

async function write(
  objects: ObjectStore,
  bucket: string,
  folder: string,
  mapRun: MapRun,
  children: AsyncIterable<Execution>,
  { Transformation = "NONE", OutputType = "JSON" }: WriterConfig,
): Promise<string> {
  const results: Record<string, Json[]> = { SUCCEEDED: [], FAILED: [], PENDING: [] };
  for await (const child of children) {
    const kind = child.status === "SUCCEEDED" ? "SUCCEEDED" : "FAILED";
    results[kind]!.push(...transformed(child, { Transformation }));
  }
  const files: Record<string, Json[]> = {};
  for (const [kind, all] of Object.entries(results)) {
    files[kind] = [];
    if (all.length === 0) continue;
    const key = `${folder}/${kind}_0.${OutputType.toLowerCase()}`;
    const body =
      OutputType === "JSONL" ? all.map((one) => `${JSON.stringify(one)}\n`).join("") : JSON.stringify(all);
    await objects.put(bucket, key, body);
    files[kind].push({ Key: key, Size: Buffer.byteLength(body) });
  }
  const manifest = `${folder}/manifest.json`;
  await objects.put(
    bucket,
    manifest,
    JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRun.arn, ResultFiles: files }),
  );
  return manifest;
}

/** A child workflow that failed is always told of as a whole. */
function transformed(child: Execution, { Transformation }: WriterConfig): Json[] {
  if (child.status !== "SUCCEEDED" || Transformation === "NONE") return [described(child)];
  const output = JSON.parse(child.output!) as Json;
  return Transformation === "FLATTEN" && Array.isArray(output) ? output : [output];
}

const described = (child: Execution): JsonObject => ({
  ExecutionArn: child.arn,
  Input: child.input,
  InputDetails: { Included: true },
  Name: child.name,
  ...(child.output === undefined ? {} : { Output: child.output, OutputDetails: { Included: true } }),
  ...(child.error === undefined ? {} : { Error: child.error }),
  ...(child.cause === undefined ? {} : { Cause: child.cause }),
  RedriveCount: 0,
  RedriveStatus: "NOT_REDRIVABLE",
  StartDate: new Date(child.startDate * 1000).toISOString(),
  StateMachineArn: child.machineArn,
  Status: child.status,
  ...(child.stopDate === undefined ? {} : { StopDate: new Date(child.stopDate * 1000).toISOString() }),
});
