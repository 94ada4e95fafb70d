import { AwsError, jsonError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, HttpReply, HttpRequest, Place, Principal, Service } from "../../service.ts";
import { type SettingsDeps, settingsOperations } from "./settings.ts";
import type { ChangeCapture } from "./streams.ts";
import { describeTable } from "./tables.ts";

interface DynamoDbDeps extends SettingsDeps {
  changes: ChangeCapture;
  authorize: Authorize;
  place: Place;
}

export const tableName = (nameOrArn: string): string => nameOrArn.split("/")[1] ?? nameOrArn;

/** DynamoDB: items are the engine's; table settings, streams and permissions are kept here. */
export function createDynamoDb(deps: DynamoDbDeps): Service {
  return {
    formatError: jsonError,
    async handle(request: HttpRequest, caller: Principal): Promise<HttpReply> {
      const operation = request.headers["x-amz-target"]?.split(".")[1] ?? "";
      const input = withTableNames(parse(request.body));
      for (const { action, resource } of requiredPermissions("dynamodb", operation, input, deps.place)) {
        deps.authorize(caller, action, resource);
      }
      const own = settingsOperations[operation];
      if (own) return json(await own(input, deps));

      const body = Buffer.from(JSON.stringify(input));
      const reply = await deps.changes.around(operation, input, () => deps.engine.send(operation, body));
      if (isUnknown(reply)) {
        throw new AwsError("UnknownOperationException", `The local DynamoDB has no operation ${operation}.`);
      }
      return operation === "DescribeTable" ? described(reply, deps) : reply;
    },
  };
}

function parse(body: Buffer): Record<string, any> {
  try {
    return Object(JSON.parse(body.toString("utf8") || "{}"));
  } catch {
    throw new AwsError("SerializationException", "The request's body isn't JSON.");
  }
}

/** The engine knows tables by name only; AWS takes ARNs too. */
function withTableNames(input: Record<string, any>): Record<string, any> {
  const named =
    typeof input.TableName === "string" ? { ...input, TableName: tableName(input.TableName) } : input;
  if (!input.RequestItems) return named;
  const items = Object.entries(input.RequestItems).map(([table, requests]) => [tableName(table), requests]);
  return { ...named, RequestItems: Object.fromEntries(items) };
}

const isUnknown = ({ status, body }: HttpReply): boolean =>
  status === 400 && String(body).includes("UnknownOperationException");

export const json = (value: unknown): HttpReply => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: JSON.stringify(value),
});

function described(reply: HttpReply, { tables, jobs }: SettingsDeps): HttpReply {
  if (reply.status !== 200) return reply;
  const { Table } = JSON.parse(String(reply.body));
  const { TableName: name } = Table;
  const description = describeTable(Table, tables.settings(name), tables.arn(name));
  return json({ Table: jobs.isRestoring(name) ? { ...description, TableStatus: "CREATING" } : description });
}
