import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { AmplifyAppSyncSimulator } from "@aws-amplify/amplify-appsync-simulator";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readAssembly } from "../src/assembly/assembly.ts";
import { deploy } from "../src/deploy.ts";
import type { ResourceHandler } from "../src/service.ts";
import { appSyncResources } from "../src/services/appsync/apis.ts";
import { simulatorConfig } from "../src/services/appsync/simulator.ts";

/** AppSync's simulator as it comes, on a port of its own, over the same resolvers and a dynalite just like the cloud's. */
const [assemblyFolder, dataDir] = process.argv.slice(2) as [string, string];
await mkdir(dataDir, { recursive: true });
const thread = new Worker(new URL("./dynaliteServer.ts", import.meta.url), {
  workerData: { folder: join(dataDir, "dynamodb") },
  resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 },
});
const port = await new Promise<number>((resolve) => thread.once("message", resolve));
const endpoint = `http://127.0.0.1:${port}`;
const [region, accountId] = ["us-east-1", "123456789012"];
const credentials = { accessKeyId: "local", secretAccessKey: "local", sessionToken: "local" };
const dynamodb = new DynamoDBClient({ endpoint, region, credentials });

const makeTable: ResourceHandler = async ({ properties, physicalId }) => {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = properties;
  const TableName = properties.TableName ?? physicalId;
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema,
      AttributeDefinitions,
      BillingMode: "PAY_PER_REQUEST",
      GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }: any) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    }),
  );
  const isActive = async () =>
    (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus === "ACTIVE";
  while (!(await isActive())) await delay(10);
  return { ref: TableName, attributes: anything(TableName) };
};

const anything = (name: string) =>
  new Proxy<Record<string, string>>({}, { get: (_, attribute) => `${name}.${String(attribute)}` });
const place = { accountId, region, partition: "aws" } as const;
const assembly = await readAssembly(assemblyFolder);
const { apis, resources } = appSyncResources({ assembly, place, endpoint });
const known: Record<string, ResourceHandler> = { ...resources, "AWS::DynamoDB::Table": makeTable };
const ignore: ResourceHandler = async ({ physicalId }) => ({
  ref: physicalId,
  attributes: anything(physicalId),
});
const handlers = new Proxy(known, { get: (all, type) => all[String(type)] ?? ignore, has: () => true });
await deploy({ assembly, place, standIns: {}, handlers });

const [api] = apis.values();
const config = simulatorConfig(api!, {
  clock: { now: () => new Date() },
  region,
  accountId,
  dynamoDbAs: () => async () => ({ status: 500 }),
  invokeFunction: async () => {
    throw new Error("There are no functions here.");
  },
});
// Its DynamoDB is at an address, as the simulator asks for it.
const dataSources = api!.dataSources.map(({ name, type, tableName }) =>
  type === "AMAZON_DYNAMODB"
    ? { name, type, config: { endpoint, region, credentials, tableName } }
    : { name, type: "NONE" },
) as typeof config.dataSources;
const simulator = new AmplifyAppSyncSimulator({ port: 0, wsPort: 0 });
await simulator.start();
simulator.init({ ...config, dataSources });
process.on("disconnect", () => process.exit());
process.send!(`${simulator.url}/graphql`.replace(/(\/graphql)+$/, "/graphql"));
