import { AwsError } from "../errors.ts";
import type { Authorize, Place, Principal, ResourceHandler, ResourceRequest } from "../service.ts";
import { arnOf } from "./actions/mapping.ts";

export interface ServiceRoles {
  /** The handlers, each after what AWS checks of the role that it is to work with. */
  checked(handlers: Record<string, ResourceHandler>): Record<string, ResourceHandler>;
  /** A function's new environment opens a log stream with the function's role. */
  functionStarts(functionName: string, roleArn: string): void;
  /** An execution is traced with the machine's role, where the template wants that. */
  executionEnds(machineArn: string): void;
  /** AppSync logs requests with the role that the template gives it for that. */
  requestIsLogged(): void;
}

interface Deps {
  place: Place;
  authorize: Authorize;
  principalOfRole(roleArn: string, service: string, sourceArn?: string): Principal;
  log(message: string): void;
}

/** None of these knows a resource. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const LOG_DELIVERY = [
  "CreateLogDelivery",
  "GetLogDelivery",
  "UpdateLogDelivery",
  "DeleteLogDelivery",
  "ListLogDeliveries",
  "PutResourcePolicy",
  "DescribeResourcePolicies",
  "DescribeLogGroups",
];
/** https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html */
const TRACING = ["PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets"];
/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
const STREAM = ["GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"];

/**
 * What AWS's services do in the name of a role and nothing here does for real: logs, traces, and the checks of roles
 * at deployment. It is asked of IAM all the same, so that a role that is refused there is refused here.
 */
export function createServiceRoles({ place, authorize, principalOfRole, log }: Deps): ServiceRoles {
  const logGroups = new Map<string, string>();
  const functionRoles = new Map<string, string>();
  const traced = new Map<string, string>();
  const lost = new Set<string>();
  let requestLog: { roleArn: string; group: string; apiArn: string } | undefined;

  /** Where AWS goes on without: said once, as every call would say it. */
  function orLost(
    roleArn: string,
    [service, sourceArn]: [service: string, sourceArn?: string],
    what: string,
    ask: (role: Principal) => void,
  ): void {
    try {
      ask(principalOfRole(roleArn, service, sourceArn));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (lost.has(`${roleArn} ${what}`)) return;
      lost.add(`${roleArn} ${what}`);
      log(`${what} would be lost in AWS: ${error.message}`);
    }
  }

  // The resource is as AWS's own denials name it: https://github.com/aws-solutions/aws-crr-monitor/issues/8
  function writeLogs(role: Principal, group: string, stream: string): void {
    const { partition, region, accountId } = place;
    const arn = `arn:${partition}:logs:${region}:${accountId}:log-group:${group}:log-stream:${stream}`;
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) authorize(role, action, arn);
  }

  const checks: Record<string, (resource: ResourceRequest) => void> = {
    "AWS::Lambda::Function"({ properties, physicalId }) {
      const name: string = properties.FunctionName ?? physicalId.slice(-64);
      logGroups.set(name, properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`);
      if (!String(properties.Runtime).startsWith("nodejs")) return;
      unless(
        () => principalOfRole(properties.Role, "lambda.amazonaws.com"),
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.",
      );
    },
    "AWS::Lambda::EventSourceMapping"({ properties }) {
      const stream: string = properties.EventSourceArn;
      const reader = functionRoles.get(String(properties.FunctionName).split(":").at(-1)!);
      if (!reader) return;
      unless(
        () => {
          const role = principalOfRole(reader, "lambda.amazonaws.com");
          for (const action of STREAM) authorize(role, `dynamodb:${action}`, stream);
        },
        "InvalidParameterValueException",
        `Cannot access stream ${stream}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`,
      );
    },
    "AWS::StepFunctions::StateMachine"({ properties, physicalId }) {
      const { RoleArn, LoggingConfiguration, TracingConfiguration } = properties;
      const name: string = properties.StateMachineName ?? physicalId.slice(-80);
      const role = unless(
        () =>
          principalOfRole(RoleArn, "states.amazonaws.com", arnOf(place, "states", `stateMachine:${name}`)),
        "AccessDeniedException",
        "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
      );
      if (LoggingConfiguration && LoggingConfiguration.Level !== "OFF")
        unless(
          () => {
            for (const action of LOG_DELIVERY) authorize(role, `logs:${action}`, "*");
          },
          "AccessDeniedException",
          "The state machine IAM Role is not authorized to access the Log Destination",
        );
      if (TracingConfiguration?.Enabled) traced.set(name, RoleArn);
    },
    "AWS::AppSync::GraphQLApi"({ properties }) {
      const roleArn = properties.LogConfig?.CloudWatchLogsRoleArn;
      requestLog = roleArn && { roleArn, group: "", apiArn: "" };
    },
  };
  return {
    checked: (handlers) =>
      Object.fromEntries(
        Object.entries(handlers).map(([type, handler]) => {
          const check = checks[type];
          if (!check) return [type, handler];
          const after: ResourceHandler = async (resource) => {
            check(resource);
            const result = await handler(resource);
            if (type === "AWS::Lambda::Function") functionRoles.set(result.ref, resource.properties.Role);
            // Its log group is named after the API's id.
            if (type === "AWS::AppSync::GraphQLApi" && requestLog) {
              const id = `apis/${result.attributes?.ApiId}`;
              Object.assign(requestLog, { group: `/aws/appsync/${id}`, apiArn: arnOf(place, "appsync", id) });
            }
            return result;
          };
          return [type, after];
        }),
      ),
    functionStarts: (name, roleArn) =>
      orLost(roleArn, ["lambda.amazonaws.com"], `the log of ${name}`, (role) =>
        writeLogs(role, logGroups.get(name) ?? `/aws/lambda/${name}`, "[$LATEST]"),
      ),
    executionEnds(machineArn) {
      const roleArn = traced.get(machineArn.split(":").at(-1)!);
      if (roleArn === undefined) return;
      orLost(roleArn, ["states.amazonaws.com", machineArn], `traces of ${machineArn}`, (role) => {
        for (const action of TRACING) authorize(role, `xray:${action}`, "*");
      });
    },
    requestIsLogged() {
      if (!requestLog) return;
      const { roleArn, group, apiArn } = requestLog;
      orLost(roleArn, ["appsync.amazonaws.com", apiArn], "the log of the API's requests", (role) =>
        writeLogs(role, group, "requests"),
      );
    },
  };
}

function unless<T>(ask: () => T, code: string, message: string): T {
  try {
    return ask();
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    throw new AwsError(code, `${message} ${cause.message}`);
  }
}
