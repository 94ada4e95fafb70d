import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Principal } from "../service.ts";
import { operators } from "./conditions/registry.ts";
import { type Evaluation, evaluate, type PolicyKind } from "./evaluate.ts";
import type { NamedPolicy } from "./policy.ts";

type Statements = Record<string, unknown> | Record<string, unknown>[];

/** A fact about AWS; `source` is where AWS says it, by default the file's. */
interface Case {
  name: string;
  source?: string;
  as: string;
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
  version?: string;
  identity?: Statements;
  resourcePolicy?: Statements;
  boundary?: Statements;
  session?: Statements;
  expect: Evaluation["decision"];
  by?: PolicyKind;
  sid?: string;
}

const folder = `${import.meta.dirname}/cases`;
const files = readdirSync(folder).map((name) => ({
  name,
  ...(JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as { source: string; cases: Case[] }),
}));

const accountId = "123456789012";

function principal(as: string): Principal {
  const [kind, name = ""] = as.split(":");
  if (kind === "root") return { arn: `arn:aws:iam::${accountId}:root`, accountId };
  if (kind === "user") return { arn: `arn:aws:iam::${accountId}:user/${name}`, accountId };
  if (kind === "service") return { arn: name, accountId: "" };
  if (kind === "anonymous") return { arn: "*", accountId: "anonymous" };
  const role = name.split("/")[0];
  return {
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}`,
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/${role}`,
  };
}

function run(fact: Case): Evaluation {
  const policy = (name: string, Statement: Statements | undefined): NamedPolicy[] =>
    Statement ? [{ name, document: { Version: fact.version ?? "2012-10-17", Statement } }] : [];
  const [resourcePolicy] = policy("resource", fact.resourcePolicy);
  const [permissionsBoundary] = policy("boundary", fact.boundary);
  return evaluate({
    action: fact.action,
    resource: fact.resource,
    principal: principal(fact.as),
    context: fact.context ?? {},
    identityPolicies: policy("identity", fact.identity),
    ...(resourcePolicy ? { resourcePolicy } : {}),
    ...(permissionsBoundary ? { permissionsBoundary } : {}),
    sessionPolicies: policy("session", fact.session),
  });
}

describe.each(files)("AWS's truth: $name", ({ source, cases }) => {
  it.each(cases)("$name", (fact) => {
    expect(fact.source ?? source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    const { decision, kind, statement, explanation } = run(fact);
    expect(decision, explanation).toBe(fact.expect);
    if (fact.by) expect(kind).toBe(fact.by);
    if (fact.sid) expect(statement?.sid).toBe(fact.sid);
  });
});

describe("condition operators", () => {
  const all = JSON.stringify(files);

  it.each([...Object.keys(operators), "Null"])("%s has truth cases", (name) => {
    expect(all).toMatch(new RegExp(`"(For\\w+:)?${name}(IfExists)?":`));
  });
});

describe("the explanation", () => {
  const table = `arn:aws:dynamodb:us-east-1:${accountId}:table/a`;
  const explain = (fact: Partial<Case>) =>
    run({
      name: "",
      as: "session:reader/s",
      action: "dynamodb:GetItem",
      resource: table,
      expect: "Allowed",
      ...fact,
    }).explanation;

  it("names the deciding statement", () => {
    const allow = { Effect: "Allow", Action: "dynamodb:*", Resource: "*" };
    expect(explain({ identity: [allow] })).toBe(
      "statement 1 of the identity-based policy identity allows it",
    );
    const deny = { Sid: "No", Effect: "Deny", Principal: "*", Action: "*", Resource: "*" };
    expect(explain({ identity: [allow], resourcePolicy: [allow, deny] })).toBe(
      'statement 2 ("No") of the resource-based policy resource denies it',
    );
  });

  it("says that nothing allowed it, and which statements came near", () => {
    const elsewhere = { Effect: "Allow", Action: "dynamodb:GetItem", Resource: `${table}2` };
    const conditional = {
      Effect: "Allow",
      Action: "dynamodb:*",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:PrincipalTag/team": ["blue", "red"] },
        Bool: { "aws:SecureTransport": "true" },
      },
    };
    expect(explain({ identity: [elsewhere, conditional], context: { "aws:SecureTransport": "true" } })).toBe(
      `no identity-based policy allows dynamodb:GetItem on ${table}; ` +
        `identity, statement 1, allows the action but it is for ${table}2; ` +
        "identity, statement 2, allows the action but StringEquals aws:principaltag/team wants blue or red, the request has none",
    );
  });
});
