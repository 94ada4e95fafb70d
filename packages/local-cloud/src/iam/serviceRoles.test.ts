import { describe, expect, it } from "vitest";
import type { ResourceHandler } from "../service.ts";
import { createServiceRoles } from "./serviceRoles.ts";
import { inline, place, roleArn, testIam, trusting } from "./testing.ts";

const stream = "arn:aws:dynamodb:us-east-1:123456789012:table/a/stream/1";
const worker = roleArn("worker");
const trusts = (Service: string) => ({ AssumeRolePolicyDocument: trusting({ Service }) });

/** Deploys resources that work with the role `worker`, as far as its role is concerned. */
async function deployment(workerProperties: Record<string, unknown>) {
  const { iam, role, log } = testIam();
  await role("worker", workerProperties);
  const told: string[] = [];
  const serviceRoles = createServiceRoles({
    place,
    authorize: iam.authorize,
    principalOfRole: iam.principalOfRole,
    log: (message) => told.push(message),
  });
  const handler: ResourceHandler = async ({ physicalId }) => ({
    ref: physicalId,
    attributes: { ApiId: "api" },
  });
  const types = [
    "AWS::Lambda::Function",
    "AWS::Lambda::EventSourceMapping",
    "AWS::StepFunctions::StateMachine",
    "AWS::AppSync::GraphQLApi",
  ];
  const handlers = serviceRoles.checked(Object.fromEntries(types.map((type) => [type, handler])));
  const make = (type: string, physicalId: string, properties: Record<string, unknown>) =>
    handlers[type]!({ logicalId: physicalId, stackName: "app", type, physicalId, properties });
  const used = () =>
    iam
      .permissions()
      .roles.flatMap(({ grants }) => grants)
      .filter(({ times }) => times > 0)
      .map(({ action }) => action);
  return { serviceRoles, make, told, log, used };
}

describe("what AWS refuses at deployment is refused:", () => {
  it("a function whose role doesn't trust Lambda", async () => {
    const { make } = await deployment(trusts("states.amazonaws.com"));

    await expect(
      make("AWS::Lambda::Function", "f", { Runtime: "nodejs24.x", Role: worker }),
    ).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message: expect.stringContaining("The role defined for the function cannot be assumed by Lambda."),
    });
  });

  it("a mapping whose function's role may not read the stream", async () => {
    const reads = (actions: string[]) => ({ ...trusts("lambda.amazonaws.com"), ...inline(actions, stream) });
    const all = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map(
      (action) => `dynamodb:${action}`,
    );
    const map = async (actions: string[]) => {
      const { make } = await deployment(reads(actions));
      await make("AWS::Lambda::Function", "f", { Runtime: "nodejs24.x", Role: worker });
      return make("AWS::Lambda::EventSourceMapping", "m", { FunctionName: "f", EventSourceArn: stream });
    };

    await expect(map(all.slice(1))).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message: expect.stringContaining(
        `Cannot access stream ${stream}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`,
      ),
    });
    expect((await map(all)).ref).toBe("m");
  });

  it("a state machine whose role doesn't trust Step Functions, or may not log", async () => {
    const machine = { RoleArn: worker, LoggingConfiguration: { Level: "ALL" } };
    const make = async (properties: Record<string, unknown>) =>
      (await deployment(properties)).make("AWS::StepFunctions::StateMachine", "m", machine);

    await expect(make(trusts("lambda.amazonaws.com"))).rejects.toThrow(
      "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
    );
    await expect(make(trusts("states.amazonaws.com"))).rejects.toThrow(
      "The state machine IAM Role is not authorized to access the Log Destination",
    );
    expect((await make({ ...trusts("states.amazonaws.com"), ...inline("logs:*", "*") })).ref).toBe("m");
  });
});

describe("what AWS does in a role's name is asked of IAM:", () => {
  const logs = (group: string) => `arn:aws:logs:us-east-1:123456789012:log-group:${group}:*`;
  const write = ["logs:CreateLogStream", "logs:PutLogEvents"];

  it("a function's log, in the group that the template names", async () => {
    const { make, serviceRoles, told, used } = await deployment({
      ...trusts("lambda.amazonaws.com"),
      ...inline(write, logs("own")),
    });
    const LoggingConfig = { LogGroup: "own" };
    await make("AWS::Lambda::Function", "f", { Runtime: "nodejs24.x", Role: worker, LoggingConfig });
    serviceRoles.functionStarts("f", worker);

    expect(used()).toEqual(write);
    expect(told).toEqual([]);
  });

  it("and where the role may not, says once that the log would be lost", async () => {
    const { make, serviceRoles, told } = await deployment({
      ...trusts("lambda.amazonaws.com"),
      ...inline(write, logs("own")),
    });
    await make("AWS::Lambda::Function", "f", { Runtime: "nodejs24.x", Role: worker });
    serviceRoles.functionStarts("f", worker);
    serviceRoles.functionStarts("f", worker);

    expect(told).toEqual([
      expect.stringMatching(
        /^the log of f would be lost in AWS: .*logs:CreateLogStream on resource: .*:log-group:\/aws\/lambda\/f:log-stream:/,
      ),
    ]);
  });

  it("an execution's traces, where they are wanted", async () => {
    const { make, serviceRoles, used } = await deployment({
      ...trusts("states.amazonaws.com"),
      ...inline("xray:PutTraceSegments", "*"),
    });
    await make("AWS::StepFunctions::StateMachine", "quiet", { RoleArn: worker });
    serviceRoles.executionEnds("arn:aws:states:us-east-1:123456789012:stateMachine:quiet");
    expect(used()).toEqual([]);
    await make("AWS::StepFunctions::StateMachine", "m", {
      RoleArn: worker,
      TracingConfiguration: { Enabled: true },
    });
    serviceRoles.executionEnds("arn:aws:states:us-east-1:123456789012:stateMachine:m");
    expect(used()).toEqual(["xray:PutTraceSegments"]);
  });

  it("the log of an API's requests", async () => {
    const { make, serviceRoles, used, told } = await deployment({
      ...trusts("appsync.amazonaws.com"),
      ...inline(write, logs("/aws/appsync/apis/api")),
    });
    serviceRoles.requestIsLogged();
    await make("AWS::AppSync::GraphQLApi", "a", { LogConfig: { CloudWatchLogsRoleArn: worker } });
    serviceRoles.requestIsLogged();

    expect(used()).toEqual(write);
    expect(told).toEqual([]);
  });
});
