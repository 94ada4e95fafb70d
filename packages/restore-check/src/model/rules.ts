import { Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from "graphql";
import { argumentsOf, directive } from "./schema.ts";

/** What the schema says of a stored attribute. */
export interface FieldRule {
  name: string;
  type: TypeRule;
}

export type TypeRule = { required: boolean } & (
  | { kind: "scalar"; name: string }
  | { kind: "enum"; name: string; values: ReadonlySet<string> }
  | { kind: "list"; of: TypeRule }
  | { kind: "object"; name: string; fields: FieldRule[] }
);

/** What the schema says of a model's items, relations aside: those aren't stored. */
export interface ModelRules {
  model: string;
  fields: FieldRule[];
  /** Attributes that name who may change an item: without one, nobody but an administrator can. */
  ownerFields: string[];
}

/**
 * The rules of every `@model` type in a schema, as the Amplify GraphQL transformer reads it.
 * https://docs.amplify.aws/gen1/javascript/build-a-backend/graphqlapi/data-modeling/
 * Throws GraphQLError on a schema that can't be parsed, and an error that names the field on a type it doesn't know.
 */
export function modelRules(schema: string): ModelRules[] {
  const { definitions } = parse(schema);
  const objects = new Map<string, ObjectTypeDefinitionNode>();
  const enums = new Map<string, ReadonlySet<string>>();
  for (const definition of definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) objects.set(definition.name.value, definition);
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION)
      enums.set(definition.name.value, new Set(definition.values?.map(({ name }) => name.value)));
  }
  const isModel = (name: string) => directive(objects.get(name), "model") !== undefined;

  function fieldsOf(
    { name: type, fields = [] }: ObjectTypeDefinitionNode,
    within: readonly string[],
  ): FieldRule[] {
    return fields
      .filter((field) => !isModel(namedType(field.type)))
      .map((field) => ({
        name: field.name.value,
        type: ruleOf(field.type, `${type.value}.${field.name.value}`, within),
      }));
  }

  function ruleOf(type: TypeNode, field: string, within: readonly string[]): TypeRule {
    if (type.kind === Kind.NON_NULL_TYPE) return { ...ruleOf(type.type, field, within), required: true };
    if (type.kind === Kind.LIST_TYPE)
      return { kind: "list", of: ruleOf(type.type, field, within), required: false };
    const name = type.name.value;
    const values = enums.get(name);
    if (values) return { kind: "enum", name, values, required: false };
    const object = objects.get(name);
    if (!object) {
      if (Object.hasOwn(scalars, name)) return { kind: "scalar", name, required: false };
      throw new Error(`The schema's ${field} is of a type that it doesn't have: ${name}.`);
    }
    // A type that holds itself is checked once: its items can't be endless, the rules would be.
    const fields = within.includes(name) ? [] : fieldsOf(object, [...within, name]);
    return { kind: "object", name, fields, required: false };
  }

  return [...objects.values()]
    .filter(({ name }) => isModel(name.value))
    .map((type) => {
      const fields = fieldsOf(type, []);
      const known = new Set(fields.map(({ name }) => name));
      return {
        model: type.name.value,
        fields: [...fields, ...timestamps(type).filter(({ name }) => !known.has(name))],
        ownerFields: ownerFields(type),
      };
    });
}

const awsDateTime: TypeRule = { kind: "scalar", name: "AWSDateTime", required: true };

/** `@model` adds createdAt and updatedAt, under other names or not at all where it says so. */
function timestamps(type: ObjectTypeDefinitionNode): FieldRule[] {
  const { timestamps: given } = argumentsOf(directive(type, "model"));
  if (given === null) return [];
  const { createdAt = "createdAt", updatedAt = "updatedAt" } = (given ?? {}) as Record<string, string | null>;
  return [createdAt, updatedAt].filter((name) => name !== null).map((name) => ({ name, type: awsDateTime }));
}

function ownerFields(type: ObjectTypeDefinitionNode): string[] {
  const { rules = [] } = argumentsOf(directive(type, "auth")) as {
    rules?: { allow?: string; ownerField?: string }[];
  };
  return [
    ...new Set(rules.filter(({ allow }) => allow === "owner").map(({ ownerField = "owner" }) => ownerField)),
  ];
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

type Attribute = Readonly<Record<string, unknown>>;

const text =
  (fits: (value: string) => boolean) =>
  ({ S }: Attribute) =>
    typeof S === "string" && fits(S);
const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(Z|[+-]\d{2}:\d{2}(:\d{2})?)?$/;
const time = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}(:\d{2})?)?$/;
const dateTime =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}(:\d{2})?)$/;
const isInteger = (value: unknown) => typeof value === "string" && /^[+-]?\d+(\.0*)?$/.test(value);
const int32 = 2 ** 31;

/** AppSync's scalars as DynamoDB holds them: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const scalars: Record<string, (attribute: Attribute) => boolean> = {
  ID: text(() => true),
  String: text(() => true),
  Int: ({ N }) => isInteger(N) && Number(N) >= -int32 && Number(N) < int32,
  Float: ({ N }) => typeof N === "string",
  Boolean: ({ BOOL }) => typeof BOOL === "boolean",
  AWSDate: text((value) => date.test(value)),
  AWSTime: text((value) => time.test(value)),
  AWSDateTime: text((value) => dateTime.test(value)),
  AWSTimestamp: ({ N }) => isInteger(N),
  AWSEmail: text((value) => /^[^\s@]+@[^\s@]+$/.test(value)),
  // Stored as text, or as what it says.
  AWSJSON: () => true,
  AWSURL: text((value) => URL.canParse(value)),
  AWSPhone: text((value) => /^\+?[\d\s().-]{3,}$/.test(value)),
  AWSIPAddress: text((value) => /^([\d.]+|[\da-fA-F:.]*:[\da-fA-F:.]*)(\/\d{1,3})?$/.test(value)),
};
