import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { BackupClient } from "@aws-sdk/client-backup";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { schema } from "@holdfast/data-model";
import { type ModelRules, type Reference, references, seedLength } from "@holdfast/restore-check";
import { SignatureV4 } from "@smithy/signature-v4";
import { type GraphQl, graphql } from "./graphql.ts";
import { type ReadPage, rawScan } from "./rawScan.ts";
import { rulesIn } from "./rulesIn.ts";
import { readSettings, type Settings } from "./settings.ts";
import { type Store, s3Store } from "./store.ts";

/** All that the operations depend on. Each picks what it needs. */
export interface Services {
  backup: Pick<BackupClient, "send">;
  dynamodb: Pick<DynamoDBClient, "send">;
  kms: Pick<KMSClient, "send">;
  stepFunctions: Pick<SFNClient, "send">;
  graphql: GraphQl;
  /** What the schema says of a model's items. Throws when it has no such model. */
  rulesOf: (model: string) => ModelRules;
  /** What a model's items refer to. */
  referencesOf: (model: string) => Reference[];
  settings: Settings;
  clock: Clock;
  /** What the steps of a run hand on. */
  store: Store;
  /** What is kept of all runs. */
  evidence: Store;
  readPage: ReadPage;
  newId: () => string;
  /** 32 random bytes that key a run's hashes. */
  newSeed: () => Uint8Array;
  /** Counts something, as a metric. */
  count: (metric: string, value: number) => void;
  /** Writes a line of JSON to the log; metrics are counted by such lines. */
  log: (line: Record<string, unknown>) => void;
}

export interface Clock {
  now(): Date;
  sleep(seconds: number): Promise<void>;
}

let made: Services | undefined;

/** The real ones, made once per Lambda instance. */
export function services(): Services {
  made ??= make();
  return made;
}

function make(): Services {
  const settings = readSettings(process.env);
  const s3 = new S3Client();
  // Scans of busy tables are throttled now and then: it's worth trying for longer than the SDK does by itself.
  const dynamodb = new DynamoDBClient({ maxAttempts: 8 });
  const { credentials, region, sha256 } = dynamodb.config;
  return {
    backup: new BackupClient(),
    dynamodb,
    kms: new KMSClient(),
    stepFunctions: new SFNClient(),
    graphql: graphql({
      signer: new SignatureV4({ service: "appsync", credentials, region, sha256 }),
      settings,
      fetch,
    }),
    settings,
    store: s3Store(s3, () => settings.runsBucket),
    evidence: s3Store(s3, () => settings.evidenceBucket),
    readPage: rawScan(),
    newId: randomUUID,
    rulesOf: rulesIn(schema),
    referencesOf: (model) => references(schema).filter(({ from }) => from === model),
    newSeed: () => randomBytes(seedLength),
    count: countIn(new Metrics({ namespace: "Holdfast", serviceName: "verifier" })),
    // Past the console, which puts a time and a level before the line.
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
    clock: { now: () => new Date(), sleep: (seconds) => setTimeout(seconds * 1000) },
  };
}

/** Each in a line of its own, as CloudWatch reads metrics out of a log: a function that dies has counted what it said. */
const countIn =
  (metrics: Metrics): Services["count"] =>
  (metric, value) => {
    metrics.addMetric(metric, MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  };
