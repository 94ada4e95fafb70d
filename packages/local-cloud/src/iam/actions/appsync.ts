import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import { AwsError } from "../../errors.ts";
import { arnOf, distinct, type Mapping } from "./mapping.ts";

const TYPES = { query: "Query", mutation: "Mutation", subscription: "Subscription" } as const;

/**
 * `GraphQL` is a request to an API: `{ apiId, query, operationName }`; each of its top-level fields is a resource.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-iam-authorization
 */
export const appsync: Mapping = (operation, input, place) => {
  if (operation !== "GraphQL") return [{ action: `appsync:${operation}`, resource: "*" }];
  const document = parseQuery(input.query);
  return distinct(
    operationsOf(document, input.operationName).flatMap((node) =>
      topFields(node.selectionSet, document).map((field) => ({
        action: "appsync:GraphQL",
        resource: arnOf(
          place,
          "appsync",
          `apis/${input.apiId}/types/${TYPES[node.operation]}/fields/${field}`,
        ),
      })),
    ),
  );
};

function parseQuery(query: unknown): DocumentNode {
  try {
    return parse(String(query), { noLocation: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError("MalformedHttpRequestException", `Unable to parse GraphQL query: ${why}`);
  }
}

// Without a name, or with one that fits none, every operation counts: never fewer permissions than the run needs.
function operationsOf({ definitions }: DocumentNode, name: unknown): OperationDefinitionNode[] {
  const all = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const named = all.filter((node) => node.name?.value === name);
  return named.length > 0 ? named : all;
}

function topFields(set: SelectionSetNode, document: DocumentNode, seen = new Set<string>()): string[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return fieldName(node);
    if (node.kind === Kind.INLINE_FRAGMENT) return topFields(node.selectionSet, document, seen);
    const name = node.name.value;
    if (seen.has(name)) return [];
    seen.add(name);
    const fragment = document.definitions.find(
      (item): item is FragmentDefinitionNode =>
        item.kind === Kind.FRAGMENT_DEFINITION && item.name.value === name,
    );
    return fragment ? topFields(fragment.selectionSet, document, seen) : [];
  });
}

const fieldName = ({ name }: FieldNode) => (name.value === "__typename" ? [] : [name.value]);
