import { AwsError, restJsonError } from "../../errors.ts";
import type { HttpRequest, Service } from "../../service.ts";
import { invalidParameter } from "./errors.ts";
import type { Call, Operation } from "./operation.ts";
import { unsupported } from "./unsupported.ts";

interface Route {
  name: string;
  operation: Operation;
  segments: string[];
}

/**
 * AWS Backup's wire protocol, restJson1. A slash at the end of a path is optional: versions of AWS's own API model
 * differ in it.
 */
export function backupService(operations: Record<string, Operation>, call: Omit<Call, "caller">): Service {
  const routes = Object.entries(operations).map(([name, operation]) => ({
    name,
    operation,
    segments: segmentsOf(operation.path),
  }));
  return {
    async handle(request, caller) {
      const { name, operation, members } = match(routes, request);
      const answer = await operation.run(members, { ...call, caller } as Call, name);
      return {
        status: operation.status ?? 200,
        headers: { "content-type": "application/json" },
        body: answer === undefined ? undefined : JSON.stringify(answer),
      };
    },
    formatError: restJsonError,
    operationOf: ({ method, path }) => routes.find((route) => isFor(route, method, segmentsOf(path)))?.name,
  };
}

function unknownOperation(method: string, given: string[]): AwsError {
  const name = Object.entries(unsupported).find(([, route]) => {
    const [verb, path = ""] = route.split(" ");
    const segments = segmentsOf(path.split("?")[0]!);
    return verb === method && segments.length === given.length && capture(segments, given);
  })?.[0];
  return new AwsError(
    "UnknownOperationException",
    name
      ? `backup:${name} isn't supported by the local cloud's AWS Backup.`
      : `${method} /${given.join("/")} isn't an operation of AWS Backup.`,
    { status: 404 },
  );
}

const segmentsOf = (path: string) => path.replace(/^\//, "").replace(/\/$/, "").split("/");

const isFor = ({ operation, segments }: Route, method: string, given: string[]): boolean =>
  operation.method === method &&
  segments.length === given.length &&
  segments.every((segment, index) => segment.startsWith("{") || segment === given[index]);

function match(routes: Route[], { method, path, query, body }: HttpRequest) {
  const given = segmentsOf(path);
  for (const { name, operation, segments } of routes) {
    if (operation.method !== method || segments.length !== given.length) continue;
    const captured = capture(segments, given);
    if (!captured) continue;
    const members: Record<string, unknown> = { ...parseBody(body) };
    for (const [parameter, member] of Object.entries(operation.query ?? {})) {
      members[member] = query.get(parameter) ?? undefined;
    }
    return { name, operation, members: { ...members, ...captured } };
  }
  throw unknownOperation(method, given);
}

function capture(segments: string[], given: string[]): Record<string, string> | undefined {
  const captured: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const member = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (member) captured[member] = decode(given[index]!);
    else if (segment !== given[index]) return undefined;
  }
  return captured;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidParameter(`The path has a part that isn't percent-encoded as it should be: ${segment}`);
  }
}

function parseBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const parsed = JSON.parse(body.toString());
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Falls through to the refusal.
  }
  throw new AwsError("SerializationException", "The request's body isn't a JSON object.");
}
