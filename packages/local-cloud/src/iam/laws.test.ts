import fc from "fast-check";
import { describe, it } from "vitest";
import type { Principal } from "../service.ts";
import { evaluate, type Question } from "./evaluate.ts";

const accountId = "123456789012";
const role = `arn:aws:iam::${accountId}:role/reader`;
const session = `arn:aws:sts::${accountId}:assumed-role/reader/s`;
const principals: Principal[] = [
  { arn: session, accountId, roleArn: role },
  { arn: role, accountId, roleArn: role },
  { arn: `arn:aws:iam::${accountId}:user/ann`, accountId },
  { arn: `arn:aws:iam::${accountId}:root`, accountId },
  { arn: "events.amazonaws.com", accountId: "" },
  { arn: "*", accountId: "anonymous" },
];
const tables = [
  `arn:aws:dynamodb:us-east-1:${accountId}:table/a`,
  "arn:aws:dynamodb:us-east-1:210987654321:table/a",
];
const calls = [
  ...tables.map((resource) => ({ action: "dynamodb:GetItem", resource })),
  { action: "kms:Decrypt", resource: `arn:aws:kms:us-east-1:${accountId}:key/k` },
  { action: "sts:AssumeRole", resource: `arn:aws:iam::${accountId}:role/next` },
  { action: "backup:ListBackupJobs", resource: "*" },
];

type RawStatement = Record<string, unknown>;

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const conditions = oneOf<object | undefined>(
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  { StringEquals: { "aws:PrincipalTag/team": "a" } },
  { StringNotEquals: { "aws:PrincipalTag/team": ["a", "b"] } },
  { "ForAllValues:StringLike": { "aws:TagKeys": ["x*"] } },
  { "ForAnyValue:StringNotLike": { "aws:TagKeys": ["x*"] } },
  { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  { Null: { "aws:PrincipalTag/team": "true" } },
  { StringEquals: { "aws:PrincipalTag/team": "${aws:username}" } },
);
const common = {
  Effect: oneOf("Allow", "Allow", "Allow", "Allow", "Allow", "Deny"),
  Condition: conditions,
};
const actions = fc.oneof(
  fc.record({
    Action: oneOf("*", "*", "*", "dynamodb:*", "dynamodb:GetItem", "kms:*", "sts:AssumeRole", "s3:*"),
  }),
  fc.record({ NotAction: oneOf("dynamodb:GetItem", "s3:*") }),
);
const resources = fc.oneof(
  fc.record({
    Resource: oneOf("*", "*", "*", tables[0], "arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/team}"),
  }),
  fc.record({ NotResource: oneOf(tables[0], "arn:aws:s3:::b") }),
);
const who = fc.oneof(
  fc.record({
    Principal: oneOf<unknown>(
      "*",
      { AWS: accountId },
      { AWS: role },
      { AWS: session },
      { Service: "events.amazonaws.com" },
    ),
  }),
  fc.record({ NotPrincipal: oneOf<unknown>({ AWS: [accountId, role] }, { AWS: "*" }) }),
);
const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<RawStatement> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all));
const identityStatement = merged(fc.record(common), actions, resources);
const resourceStatement = merged(fc.record(common), actions, resources, who);

interface World {
  caller: Principal;
  call: { action: string; resource: string };
  context: Record<string, string | string[]>;
  identity: RawStatement[];
  resource: RawStatement[] | undefined;
  boundary: RawStatement[] | undefined;
  session: RawStatement[] | undefined;
}

const some = (statement: fc.Arbitrary<RawStatement>) => fc.array(statement, { maxLength: 4 });
const worlds: fc.Arbitrary<World> = fc.record({
  caller: oneOf(...principals),
  call: oneOf(...calls),
  context: fc
    .record(
      { "aws:PrincipalTag/team": oneOf("a", "c"), "aws:TagKeys": fc.array(oneOf("x1", "y1")) },
      { requiredKeys: [] },
    )
    .map((context) => context as World["context"]),
  identity: some(identityStatement),
  resource: fc.option(some(resourceStatement), { nil: undefined }),
  boundary: fc.option(some(identityStatement), { nil: undefined }),
  session: fc.option(some(identityStatement), { nil: undefined }),
});

const policy = (name: string, Statement: RawStatement[]) => ({
  name,
  document: { Version: "2012-10-17", Statement },
});

function ask({ caller, call, context, identity, resource, boundary, session }: World): Question {
  return {
    ...call,
    principal: caller,
    context,
    identityPolicies: [policy("identity", identity)],
    ...(resource ? { resourcePolicy: policy("resource", resource) } : {}),
    ...(boundary ? { permissionsBoundary: policy("boundary", boundary) } : {}),
    ...(session ? { sessionPolicies: [policy("session", session)] } : {}),
  };
}

const decide = (world: World) => evaluate(ask(world)).decision;
const layers = ["identity", "resource", "boundary", "session"] as const;
const change = fc.record({ layer: oneOf(...layers), first: fc.boolean() });
const statementFor = (layer: (typeof layers)[number], effect: string) =>
  (layer === "resource" ? resourceStatement : identityStatement).map((one) => ({ ...one, Effect: effect }));
const added = (effect: string) =>
  change.chain(({ layer, first }) =>
    fc.record({
      layer: fc.constant(layer),
      first: fc.constant(first),
      statement: statementFor(layer, effect),
    }),
  );

/** Adds to a policy that is there: a policy more would be another limit. */
function add(
  world: World,
  { layer, first, statement }: { layer: keyof World; first: boolean; statement: RawStatement },
): World {
  const before = world[layer] as RawStatement[] | undefined;
  if (before === undefined) return world;
  return { ...world, [layer]: first ? [statement, ...before] : [...before, statement] };
}

const runs = { numRuns: 3000 };

describe("whatever the policies are,", () => {
  it("a deny more never allows more", () => {
    fc.assert(
      fc.property(worlds, added("Deny"), (world, more) => {
        if (decide(add(world, more)) === "Allowed") return decide(world) === "Allowed";
        return true;
      }),
      runs,
    );
  });

  it("an allow more never denies", () => {
    fc.assert(
      fc.property(worlds, added("Allow"), (world, more) => {
        if (decide(world) === "Allowed") return decide(add(world, more)) === "Allowed";
        return decide(world) !== "ExplicitlyDenied" || decide(add(world, more)) === "ExplicitlyDenied";
      }),
      runs,
    );
  });

  it("the order of statements, and how they are spread over policies, is nothing to the decision", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, seed) => {
        const turned = <T>(list: T[] | undefined) =>
          list &&
          [...list.slice(seed % (list.length + 1)), ...list.slice(0, seed % (list.length + 1))].reverse();
        const question = ask(world);
        const reordered = {
          ...ask({
            ...world,
            resource: turned(world.resource),
            boundary: turned(world.boundary),
            session: turned(world.session),
          }),
          identityPolicies: world.identity.map((one, index) => policy(`p${index}`, [one])).reverse(),
        };
        return evaluate(question).decision === evaluate(reordered).decision;
      }),
      runs,
    );
  });

  it("a boundary or a session policy only takes away, and the same again changes nothing", () => {
    fc.assert(
      fc.property(worlds, some(identityStatement), (world, limit) => {
        for (const layer of ["boundary", "session"] as const) {
          if (world[layer] !== undefined) continue;
          if (decide({ ...world, [layer]: limit }) === "Allowed" && decide(world) !== "Allowed") return false;
        }
        return decide({ ...world, identity: [...world.identity, ...world.identity] }) === decide(world);
      }),
      runs,
    );
  });

  it("nothing is allowed to whom no statement allows it, but to the root user on its account's resources", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const denying = (list: RawStatement[] | undefined) => list?.filter(({ Effect }) => Effect === "Deny");
        const decision = decide({
          ...world,
          identity: denying(world.identity)!,
          resource: denying(world.resource),
        });
        return decision !== "Allowed" || world.caller.arn.endsWith(":root");
      }),
      runs,
    );
  });
});
