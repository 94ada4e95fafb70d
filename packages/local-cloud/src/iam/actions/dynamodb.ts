import type { Place } from "../../service.ts";
import { arnOf, distinct, type Input, isArn, type Mapping, type Permission } from "./mapping.ts";
import { partiqlPermission } from "./partiql.ts";

const TRANSACTED = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  Get: "GetItem",
  ConditionCheck: "ConditionCheckItem",
} as const;

const table = (place: Place, nameOrArn: string) =>
  arnOf(place, "dynamodb", nameOrArn, (name) => `table/${name}`);

const exceptions: Record<string, (input: Input, place: Place) => Permission[]> = {
  BatchGetItem: (input, place) => eachTable("BatchGetItem", input, place),
  BatchWriteItem: (input, place) => eachTable("BatchWriteItem", input, place),
  TransactGetItems: transacted,
  TransactWriteItems: transacted,
  Query: onIndex("Query"),
  Scan: onIndex("Scan"),
  // Tagging at creation is a permission of its own.
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html
  CreateTable: (input, place) => [
    ...byName("CreateTable", input, place),
    ...(input.Tags?.length ? byName("TagResource", input, place) : []),
  ],
  RestoreTableFromBackup: (input, place) => [
    { action: "dynamodb:RestoreTableFromBackup", resource: String(input.BackupArn) },
    { action: "dynamodb:RestoreTableFromBackup", resource: table(place, String(input.TargetTableName)) },
  ],
  RestoreTableToPointInTime: (input, place) =>
    [input.SourceTableArn ?? input.SourceTableName, input.TargetTableName].map((name) => ({
      action: "dynamodb:RestoreTableToPointInTime",
      resource: table(place, String(name)),
    })),
  ExecuteStatement: (input, place) => [
    partiqlPermission(String(input.Statement), (name) => table(place, name)),
  ],
  BatchExecuteStatement: (input, place) => statements(input.Statements, place),
  ExecuteTransaction: (input, place) => statements(input.TransactStatements, place),
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamodb: Mapping = (operation, input, place) =>
  distinct(exceptions[operation]?.(input, place) ?? byName(operation, input, place));

function byName(operation: string, input: Input, place: Place): Permission[] {
  return [{ action: `dynamodb:${operation}`, resource: resourceOf(input, place) }];
}

function resourceOf(input: Input, place: Place): string {
  const arn = [input.ResourceArn, input.BackupArn, input.StreamArn, input.ExportArn, input.ImportArn].find(
    isArn,
  );
  if (arn) return arn;
  // An iterator says whose it is: the stream's ARN, then `|` and its position.
  if (isArn(input.ShardIterator)) return input.ShardIterator.split("|")[0] ?? "*";
  const name = input.TableName ?? input.TableArn ?? input.TableCreationParameters?.TableName;
  return typeof name === "string" ? table(place, name) : "*";
}

function onIndex(operation: string) {
  return (input: Input, place: Place): Permission[] => {
    const resource = table(place, String(input.TableName));
    const index = input.IndexName === undefined ? "" : `/index/${input.IndexName}`;
    return [{ action: `dynamodb:${operation}`, resource: `${resource}${index}` }];
  };
}

function eachTable(operation: string, input: Input, place: Place): Permission[] {
  return Object.keys(input.RequestItems ?? {}).map((name) => ({
    action: `dynamodb:${operation}`,
    resource: table(place, name),
  }));
}

function transacted(input: Input, place: Place): Permission[] {
  return (input.TransactItems ?? []).flatMap((item: Input) =>
    Object.entries(TRANSACTED).flatMap(([member, operation]) =>
      item[member]
        ? [{ action: `dynamodb:${operation}`, resource: table(place, String(item[member].TableName)) }]
        : [],
    ),
  );
}

function statements(list: Input[] | undefined, place: Place): Permission[] {
  return (list ?? []).map(({ Statement }) =>
    partiqlPermission(String(Statement), (name) => table(place, name)),
  );
}
