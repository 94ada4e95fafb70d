import type { EventEmitter } from "node:events";
import {
  AmplifyAppSyncSimulator,
  type AmplifyAppSyncSimulatorConfig,
  addDataLoader,
  RESOLVER_KIND,
  removeDataLoader,
} from "@aws-amplify/amplify-appsync-simulator";
import { DynamoDBDataLoader } from "@aws-amplify/amplify-appsync-simulator/lib/data-loader/dynamo-db/index.js";
import { transformUtils } from "@aws-amplify/amplify-appsync-simulator/lib/velocity/util/transform/index.js";
import type { Clock } from "../../service.ts";
import { inProcess, type Send } from "../dynamodb/sdk.ts";
import type { Api, ApiDataSource } from "./apis.ts";
import { limits } from "./limits.ts";
import { limitTemplates } from "./templateSize.ts";
import { tellTime } from "./templateTime.ts";

export interface SimulatorDeps {
  clock: Clock;
  region: string;
  accountId: string;
  /** DynamoDB for a role: a data source acts with the role the template gives it. */
  dynamoDbAs(roleArn: string): Send;
  invokeFunction(functionArn: string, payload: unknown, roleArn: string): Promise<unknown>;
}

const operations = {
  GetItem: "getItem",
  PutItem: "putItem",
  UpdateItem: "updateItem",
  DeleteItem: "deleteItem",
  Query: "query",
  Scan: "scan",
} as const;

/** The simulator's own loader prints every refused write with the item in it; this one only passes errors on. */
class QuietDynamoDbLoader extends (DynamoDBDataLoader as any) {
  async load(payload: { operation: string }): Promise<unknown> {
    const method = operations[payload.operation as keyof typeof operations];
    if (!method) throw new Error(`The local AppSync has no DynamoDB operation ${payload.operation}`);
    try {
      return await (this as any)[method](payload);
    } catch (error) {
      (error as any).extensions = { errorType: `DynamoDB:${(error as Error).name}` };
      throw error;
    }
  }
}
const dynamoDb = "AMAZON_DYNAMODB" as Parameters<typeof addDataLoader>[0];
removeDataLoader(dynamoDb);
addDataLoader(dynamoDb, QuietDynamoDbLoader as any);

/**
 * The simulator forgets a condition's values, so that no write with such a condition succeeds. A value that the
 * expression doesn't use has to go: DynamoDB refuses it.
 */
const transform = transformUtils as Record<
  "toDynamoDBConditionExpression" | "toDynamoDBFilterExpression",
  (condition: unknown) => string
>;
transform.toDynamoDBConditionExpression = (condition) => {
  const whole = JSON.parse(transform.toDynamoDBFilterExpression(condition));
  const isUsed = ([name]: [string, unknown]) => new RegExp(`${name}\\b`).test(whole.expression);
  const expressionValues = Object.fromEntries(Object.entries(whole.expressionValues ?? {}).filter(isUsed));
  return JSON.stringify({ ...whole, expressionValues });
};

/** AWS's own AppSync simulator, told what the synthesized API is. It listens nowhere: the front door hands it requests. */
export function createSimulator(api: Api, deps: SimulatorDeps): AmplifyAppSyncSimulator {
  const simulator = new AmplifyAppSyncSimulator({ port: 0, wsPort: 0 });
  tellTime(simulator, deps.clock);
  // A listener for each subscription there is.
  (simulator.pubsub as unknown as { ee: EventEmitter }).ee.setMaxListeners(0);
  limitTemplates(simulator, limits.templateBytes);
  simulator.init(simulatorConfig(api, deps));
  return simulator;
}

export function simulatorConfig(api: Api, deps: SimulatorDeps): AmplifyAppSyncSimulatorConfig {
  const [defaultType, ...additional] = api.authenticationTypes.map((authenticationType) => ({
    authenticationType,
  }));
  const mappingTemplates = new Map<string, string>();
  const located = (
    id: string,
    { requestTemplate, responseTemplate }: { requestTemplate: string; responseTemplate: string },
  ) => {
    mappingTemplates.set(`${id}.req.vtl`, requestTemplate).set(`${id}.res.vtl`, responseTemplate);
    return {
      requestMappingTemplateLocation: `${id}.req.vtl`,
      responseMappingTemplateLocation: `${id}.res.vtl`,
    };
  };
  const functions = api.functions.map((fn) => ({
    name: fn.id,
    dataSourceName: fn.dataSourceName,
    ...located(fn.id, fn),
  }));
  const resolvers = api.resolvers.map((resolver) => ({
    kind: resolver.functions ? RESOLVER_KIND.PIPELINE : RESOLVER_KIND.UNIT,
    typeName: resolver.typeName,
    fieldName: resolver.fieldName,
    dataSourceName: resolver.dataSourceName,
    functions: resolver.functions,
    ...located(`${resolver.typeName}.${resolver.fieldName}`, resolver),
  }));
  return {
    schema: { content: api.schema, path: "schema.graphql" },
    functions,
    resolvers: resolvers as AmplifyAppSyncSimulatorConfig["resolvers"],
    dataSources: api.dataSources.map((source) =>
      dataSource(source, deps),
    ) as AmplifyAppSyncSimulatorConfig["dataSources"],
    mappingTemplates: [...mappingTemplates].map(([path, content]) => ({ path, content })),
    appSync: {
      name: api.name,
      accountId: deps.accountId,
      defaultAuthenticationType: defaultType as any,
      additionalAuthenticationProviders: additional as any,
    },
  };
}

function dataSource(source: ApiDataSource, deps: SimulatorDeps) {
  const { name, type, roleArn = "" } = source;
  if (type === "AMAZON_DYNAMODB") {
    const { tableName } = source;
    return { name, type, config: { ...inProcess(deps.region, deps.dynamoDbAs(roleArn)), tableName } };
  }
  if (type === "AWS_LAMBDA") {
    return {
      name,
      type,
      invoke: (payload: unknown) => deps.invokeFunction(source.functionArn ?? "", payload, roleArn),
    };
  }
  return { name, type: "NONE" };
}
