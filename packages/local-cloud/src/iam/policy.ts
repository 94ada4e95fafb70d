import { AwsError } from "../errors.ts";
import { type Condition, parseConditions } from "./conditions/parse.ts";
import { type Template, template } from "./glob.ts";

/** A policy document as it stands in a template, or its JSON. */
export type PolicyDocument = Record<string, unknown> | string;

export interface NamedPolicy {
  name: string;
  document: PolicyDocument;
  /** Where it is written, such as `local-holdfast-Backup/BackupRole`. */
  source?: string;
}

/** Actions, resources or principals, or all but those. */
export interface Selection<T> {
  not: boolean;
  of: T[];
}

export interface PrincipalName {
  type: string;
  name: string;
}

export interface Statement {
  policy: string;
  /** Where the policy is written. */
  source?: string;
  sid?: string;
  /** Position in the document, from 0. */
  index: number;
  effect: "Allow" | "Deny";
  actions: Selection<{ text: string; pattern: Template }>;
  resources?: Selection<{ text: string; pattern: Template }>;
  principals?: Selection<PrincipalName>;
  conditions: Condition[];
  /** As it stands in the document. */
  raw: Record<string, unknown>;
}

const parsed = new WeakMap<object, { name: string; statements: Statement[] }>();

/**
 * The statements of a policy, checked and made ready for matching; the work is done once a document.
 * Throws MalformedPolicyDocument, which names the policy and the statement.
 */
export function statementsOf(policy: NamedPolicy): Statement[] {
  const document =
    typeof policy.document === "string" ? rememberedDocument(policy.name, policy.document) : policy.document;
  const known = parsed.get(document);
  // Two policies may share one document: each keeps its own name.
  if (known?.name === policy.name) return known.statements;
  const statements = parse(policy, document);
  parsed.set(document, { name: policy.name, statements });
  return statements;
}

const MOST_DOCUMENTS = 500;
const documents = new Map<string, Record<string, unknown>>();

/** The same object for the same JSON, so that its statements are read once. */
function rememberedDocument(name: string, json: string): Record<string, unknown> {
  const known = documents.get(json);
  if (known) return known;
  const document = parseDocument(name, json);
  if (documents.size >= MOST_DOCUMENTS) documents.clear();
  documents.set(json, document);
  return document;
}

/** A document that came as JSON. */
export function parseDocument(name: string, json: string): Record<string, unknown> {
  try {
    const value = JSON.parse(json);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Falls through to the same refusal as JSON that is no object.
  }
  throw malformed(`${name}: the document is not a JSON object`);
}

function parse({ name: policy, source }: NamedPolicy, document: Record<string, unknown>): Statement[] {
  const version = document.Version ?? "2008-10-17";
  if (version !== "2008-10-17" && version !== "2012-10-17")
    throw malformed(`${policy}: Version is "${version}"; it must be 2012-10-17 or 2008-10-17`);
  if (document.Statement === undefined) throw malformed(`${policy}: it has no Statement`);
  // Variables came with the newer language; in the older one they are plain text.
  const variables = version === "2012-10-17";
  return list(document.Statement).map((raw, index) => {
    const where = `${policy}, statement ${index + 1}`;
    if (typeof raw !== "object" || raw === null) throw malformed(`${where}: it is not an object`);
    return parseStatement(raw as Record<string, unknown>, { policy, source, index, where, variables });
  });
}

interface Position {
  policy: string;
  source: string | undefined;
  index: number;
  where: string;
  variables: boolean;
}

function parseStatement(
  raw: Record<string, unknown>,
  { policy, source, index, where, variables }: Position,
): Statement {
  if (raw.Effect !== "Allow" && raw.Effect !== "Deny")
    throw malformed(`${where}: Effect is ${JSON.stringify(raw.Effect)}; it must be Allow or Deny`);
  // Action names ignore case.
  const actions = select(raw, "Action", where, (text) => ({
    text,
    pattern: template(text.toLowerCase(), { wildcards: true, variables: false }),
  }));
  if (!actions)
    throw malformed(
      `${where}: it has neither Action nor NotAction`,
      "Policy statement must contain actions.",
    );
  return {
    policy,
    ...(source === undefined ? {} : { source }),
    ...(typeof raw.Sid === "string" ? { sid: raw.Sid } : {}),
    index,
    effect: raw.Effect,
    actions,
    resources: select(raw, "Resource", where, (text) => ({
      text,
      pattern: template(text, { wildcards: true, variables }),
    })),
    principals: parsePrincipals(raw, where),
    conditions: parseConditions(raw.Condition, { variables, refuse: (why) => malformed(`${where}: ${why}`) }),
    raw,
  };
}

function select<T>(raw: Record<string, unknown>, element: string, where: string, make: (text: string) => T) {
  const value = one(raw, element, where);
  if (value === undefined) return undefined;
  const texts = list(value).flatMap((item) => {
    // IAM passes over null: https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py
    if (item === null) return [];
    if (typeof item !== "string")
      throw malformed(`${where}: ${element} holds ${JSON.stringify(item)}, no text`);
    return [item];
  });
  return { not: `Not${element}` in raw, of: texts.map(make) };
}

function parsePrincipals(raw: Record<string, unknown>, where: string): Selection<PrincipalName> | undefined {
  const value = one(raw, "Principal", where);
  if (value === undefined) return undefined;
  const not = "NotPrincipal" in raw;
  if (value === "*") return { not, of: [{ type: "AWS", name: "*" }] };
  if (typeof value !== "object" || value === null)
    throw malformed(`${where}: Principal is ${JSON.stringify(value)}; it must be "*" or an object`);
  const of = Object.entries(value).flatMap(([type, names]) =>
    list(names).map((name) => ({ type, name: String(name) })),
  );
  return { not, of };
}

function one(raw: Record<string, unknown>, element: string, where: string): unknown {
  const [plain, negated] = [raw[element], raw[`Not${element}`]];
  if (plain !== undefined && negated !== undefined)
    throw malformed(`${where}: it has both ${element} and Not${element}; keep one`);
  return plain ?? negated;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const malformed = (why: string, sentence = "Syntax errors in policy.") =>
  new AwsError("MalformedPolicyDocument", `${sentence} ${why}.`);
