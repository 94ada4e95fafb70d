import { AwsError, jsonError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, HttpReply, HttpRequest, Place, Principal, Service } from "../../service.ts";
import { conditionKeys } from "./conditionKeys.ts";
import { operations } from "./operations.ts";
import { isBeingRestored, type SettingsDeps } from "./settings.ts";
import type { ChangeCapture } from "./streams.ts";
import { requireTableKey } from "./tableKey.ts";
import { describeTable } from "./tables.ts";
import { engineMayLack, unsupported } from "./unsupported.ts";

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
      const keys = conditionKeys(operation, input);
      for (const { action, resource } of requiredPermissions("dynamodb", operation, input, deps.place)) {
        deps.authorize(caller, action, resource, keys);
      }
      if (Object.hasOwn(operations, operation)) return json(await operations[operation]!(input, deps));
      if (Object.hasOwn(unsupported, operation)) throw unknown(operation, unsupported[operation]);
      for (const table of tablesOf(input)) {
        if (operation !== "DescribeTable") requireTableKey(deps, caller, table);
        if (operation !== "DescribeTable" && isBeingRestored(table, deps))
          throw new AwsError("ResourceNotFoundException", "Requested resource not found");
      }

      const body = Buffer.from(JSON.stringify(input));
      const reply = await deps.changes.around(operation, input, () => deps.engine.send(operation, body));
      if (isUnknown(reply)) throw unknown(operation, engineMayLack[operation]);
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
  const named = withTableName(input);
  if (Array.isArray(named.TransactItems)) {
    named.TransactItems = named.TransactItems.map((item) =>
      Object.fromEntries(
        Object.entries<any>(Object(item)).map(([kind, part]) => [kind, withTableName(Object(part))]),
      ),
    );
  }
  if (!input.RequestItems) return named;
  const items = Object.entries(input.RequestItems).map(([table, requests]) => [tableName(table), requests]);
  return { ...named, RequestItems: Object.fromEntries(items) };
}

const withTableName = (input: Record<string, any>): Record<string, any> =>
  typeof input.TableName === "string" ? { ...input, TableName: tableName(input.TableName) } : { ...input };

const unknown = (operation: string, instead?: string) =>
  new AwsError(
    "UnknownOperationException",
    `The local DynamoDB has no operation ${operation}${instead ? `: ${instead}` : ""}.`,
  );

/** The tables whose items an operation reads or writes. */
function tablesOf({ TableName, RequestItems, TransactItems }: Record<string, any>): string[] {
  return [
    ...(typeof TableName === "string" ? [TableName] : []),
    ...Object.keys(Object(RequestItems)),
    ...(Array.isArray(TransactItems) ? TransactItems : []).flatMap((item) =>
      Object.values<{ TableName: string }>(Object(item)).map((part) => String(part?.TableName)),
    ),
  ];
}

const isUnknown = ({ status, body }: HttpReply): boolean =>
  status === 400 && String(body).includes("UnknownOperationException");

export const json = (value: unknown): HttpReply => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: JSON.stringify(value),
});

function described(reply: HttpReply, { tables, jobs, restores }: SettingsDeps): HttpReply {
  if (reply.status !== 200) return reply;
  const { Table } = JSON.parse(String(reply.body));
  const { TableName: name } = Table;
  const description = describeTable(Table, tables.settings(name), tables.arn(name));
  return json({
    Table: isBeingRestored(name, { jobs, restores })
      ? { ...description, TableStatus: "CREATING" }
      : description,
  });
}
