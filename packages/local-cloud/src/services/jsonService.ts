import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import { AwsError, jsonError } from "../errors.ts";
import { requiredPermissions } from "../iam/actions/registry.ts";
import type { Authorize, HttpReply, Place, Principal, Service } from "../service.ts";

export interface JsonCall {
  caller: Principal;
}

/** One operation of a service that speaks AWS JSON: what it takes, and what it does with it. */
export interface JsonOperation<Deps> {
  input: v.GenericSchema;
  run(input: any, deps: Deps & JsonCall): object | Promise<object>;
}

/** Makes a service's operations: what each takes and does. `Deps` is what all of them get. */
export const jsonOperations =
  <Deps>() =>
  <Schema extends v.GenericSchema>(
    input: Schema,
    run: (input: v.InferOutput<Schema>, deps: Deps & JsonCall) => object | Promise<object>,
  ): JsonOperation<Deps> => ({ input, run });

interface JsonServiceOptions<Deps> {
  /** The name that its actions begin with. */
  service: string;
  version: "1.0" | "1.1";
  operations: Record<string, JsonOperation<Deps>>;
  deps: Deps & { authorize: Authorize; place: Place };
  /** What AWS calls an input that isn't as it has to be. */
  invalidCode: string;
  /** The names of its errors in the older query protocol, which clients are still told: code by name. */
  queryErrors?: Record<string, string>;
}

/** A service that speaks AWS JSON: every call is authorized, then its input is checked. */
export function jsonService<Deps>(options: JsonServiceOptions<Deps>): Service {
  const { service, version, operations, deps } = options;
  return {
    async handle({ headers, body }, caller) {
      const name = headers["x-amz-target"]?.split(".")[1] ?? "";
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      const input = parse(headers["content-encoding"] === "gzip" ? gunzipSync(body) : body);
      for (const { action, resource } of requiredPermissions(service, name, input, deps.place))
        deps.authorize(caller, action, resource);
      if (!operation) {
        throw new AwsError("UnknownOperationException", `The local ${service} has no operation ${name}.`);
      }
      const parsed = v.safeParse(operation.input, input);
      if (!parsed.success) throw new AwsError(options.invalidCode, wordsOf(parsed.issues));
      const answer = await operation.run(parsed.output, { ...deps, caller });
      return {
        status: 200,
        headers: { "content-type": `application/x-amz-json-${version}` },
        body: JSON.stringify(answer),
      };
    },
    formatError: (error) => withQueryError(jsonError(error), error, options.queryErrors),
  };
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#awsquerycompatible-trait */
function withQueryError(
  reply: HttpReply,
  { code, status }: AwsError,
  names: Record<string, string> | undefined,
): HttpReply {
  if (!names) return reply;
  const fault = status < 500 ? "Sender" : "Receiver";
  return {
    ...reply,
    headers: { ...reply.headers, "x-amzn-query-error": `${names[code] ?? code};${fault}` },
  };
}

const wordsOf = (issues: v.BaseIssue<unknown>[]): string =>
  issues.map((issue) => `${v.getDotPath(issue) ?? "The input"}: ${issue.message}`).join("; ");

function parse(body: Buffer): Record<string, any> {
  return Object(JSON.parse(body.toString("utf8") || "{}"));
}
