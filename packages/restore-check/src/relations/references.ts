import { Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from "graphql";
import { argumentsOf, directive } from "../model/schema.ts";

/** Items of one model that name an item of another by its key. */
export interface Reference {
  from: string;
  to: string;
  /** Attributes of the naming item that are the key of the named one, by the key's attributes. */
  key: Readonly<Record<string, string>>;
}

/**
 * Every relation of a schema, once: those of `@belongsTo`, `@hasOne` and `@hasMany`.
 * https://docs.amplify.aws/gen1/javascript/build-a-backend/graphqlapi/data-modeling/#setup-relationships-between-models
 * Throws on one whose attributes can't be told, naming the field.
 */
export function references(schema: string): Reference[] {
  const types = parse(schema).definitions.filter(
    (definition): definition is ObjectTypeDefinitionNode => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
  const models = new Map(
    types.filter((type) => directive(type, "model")).map((type) => [type.name.value, type]),
  );
  const found = types
    .filter(({ name }) => models.has(name.value))
    .flatMap((type) => (type.fields ?? []).flatMap((field) => referenceOf(type, field, models) ?? []));
  return [...new Map(found.map((reference) => [JSON.stringify(reference), reference])).values()];
}

type Field = NonNullable<ObjectTypeDefinitionNode["fields"]>[number];
type Models = ReadonlyMap<string, ObjectTypeDefinitionNode>;

function referenceOf(type: ObjectTypeDefinitionNode, field: Field, models: Models): Reference | undefined {
  const other = models.get(namedType(field.type));
  const relation = relations.find((name) => directive(field, name));
  if (!other || !relation) return undefined;
  const given = argumentsOf(directive(field, relation)) as Given;
  const [here, there] = [type.name.value, other.name.value];
  const where = `${here}.${field.name.value}`;
  if (relation === "hasMany")
    return reference(there, here, namedBy(given, type, field, other), models, where);
  if (relation === "hasOne") {
    // Newer schemas name the attributes of the other model, older ones those of this one.
    if (given.references) return reference(there, here, given.references, models, where);
    return reference(here, there, given.fields ?? [implicit(here, field)], models, where);
  }
  const names = given.references ?? given.fields ?? opposite(type, other);
  return names && reference(here, there, names, models, where);
}

const relations = ["belongsTo", "hasMany", "hasOne"] as const;

interface Given {
  fields?: string[];
  references?: string[];
  indexName?: string;
}

function reference(from: string, to: string, names: string[], models: Models, where: string): Reference {
  const key = keyOf(models.get(to)!);
  // Amplify stores several sort keys as one attribute, joined by "#".
  if (key.length > 2) throw new Error(`The relation ${where} can't be checked: ${to} has several sort keys.`);
  if (names.length !== key.length) {
    throw new Error(
      `The relation ${where} names ${to} by ${names.join(", ") || "nothing"}, and its key is ${key.join(", ")}.`,
    );
  }
  return { from, to, key: Object.fromEntries(key.map((attribute, index) => [attribute, names[index]!])) };
}

/** The attributes by which the many name the one: given, or those of the index that finds them. */
function namedBy(
  { references: names, indexName }: Given,
  one: ObjectTypeDefinitionNode,
  field: Field,
  many: ObjectTypeDefinitionNode,
): string[] {
  if (names) return names;
  if (!indexName) return [implicit(one.name.value, field)];
  const indexed = many.fields?.find(
    (candidate) => argumentsOf(directive(candidate, "index")).name === indexName,
  );
  if (!indexed)
    throw new Error(
      `The relation ${one.name.value}.${field.name.value} names an index that isn't there: ${indexName}.`,
    );
  const sortKeys = (argumentsOf(directive(indexed, "index")).sortKeyFields as string[] | undefined) ?? [];
  return [indexed.name.value, ...sortKeys].slice(0, keyOf(one).length);
}

/** `@belongsTo` without fields is the other side of the other model's relation to this one. */
function opposite(type: ObjectTypeDefinitionNode, other: ObjectTypeDefinitionNode): string[] | undefined {
  const field = other.fields?.find(
    (one) =>
      namedType(one.type) === type.name.value && (directive(one, "hasMany") || directive(one, "hasOne")),
  );
  return field && directive(field, "hasMany") ? [implicit(other.name.value, field)] : undefined;
}

/** The attribute that Amplify adds for a relation without fields: `postCommentsId` for Post.comments. */
function implicit(model: string, { name }: Field): string {
  const field = name.value;
  return `${model[0]!.toLowerCase()}${model.slice(1)}${field[0]!.toUpperCase()}${field.slice(1)}Id`;
}

/** The key's attributes: `id`, or what `@primaryKey` says. */
function keyOf(type: ObjectTypeDefinitionNode): string[] {
  const field = type.fields?.find((one) => directive(one, "primaryKey"));
  if (!field) return ["id"];
  const sortKeys = (argumentsOf(directive(field, "primaryKey")).sortKeyFields as string[] | undefined) ?? [];
  return [field.name.value, ...sortKeys];
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
