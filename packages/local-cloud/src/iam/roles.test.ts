import { describe, expect, it } from "vitest";
import { createRoles } from "./roles.ts";

const place = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;
const allow = (Action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource: "*" }],
});
const trust = {
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

function deployer() {
  const roles = createRoles({ place });
  const deploy = (logicalId: string, type: string, properties: Record<string, unknown>) =>
    roles.resources[`AWS::IAM::${type}`]!({
      logicalId,
      stackName: "app",
      type: `AWS::IAM::${type}`,
      properties,
      physicalId: `app-${logicalId}`,
    });
  const role = (properties: Record<string, unknown> = {}) =>
    deploy("Reader", "Role", { AssumeRolePolicyDocument: trust, ...properties });
  const names = () => roles.policiesOf(ARN).identityPolicies.map(({ name }) => name);
  return { roles, deploy, role, names };
}

const ARN = "arn:aws:iam::123456789012:role/app-Reader";

describe("AWS::IAM::Role", () => {
  it("gives its name as Ref and its ARN and id as attributes, the same on every start", async () => {
    const first = await deployer().role();
    expect(first).toEqual({
      ref: "app-Reader",
      attributes: { Arn: ARN, RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/) },
    });
    expect(await deployer().role()).toEqual(first);
  });

  it("keeps its path in the ARN", async () => {
    const { attributes } = await deployer().role({ RoleName: "reader", Path: "/team/" });
    expect(attributes?.Arn).toBe("arn:aws:iam::123456789012:role/team/reader");
  });

  it("refuses a name that IAM would refuse", async () => {
    await expect(deployer().role({ RoleName: "r".repeat(65) })).rejects.toThrow(
      "has 65 characters; IAM allows 64",
    );
  });

  it("refuses a broken policy at once, naming policy and statement", async () => {
    const broken = { Statement: [{ Effect: "Allow", Resource: "*" }] };
    await expect(
      deployer().role({ Policies: [{ PolicyName: "p", PolicyDocument: broken }] }),
    ).rejects.toThrow(
      "Policy statement must contain actions. p, statement 1: it has neither Action nor NotAction.",
    );
  });

  it("takes the place of its former self when deployed again", async () => {
    const { role, names, roles } = deployer();
    await role({ Policies: [{ PolicyName: "old", PolicyDocument: allow("s3:*") }] });
    expect(names()).toEqual(["old"]);
    await role({ Policies: [{ PolicyName: "new", PolicyDocument: allow("s3:*") }] });
    expect(names()).toEqual(["new"]);
    expect(roles.list()).toHaveLength(1);
  });
});

describe("policiesOf", () => {
  it("collects inline, attached and managed policies, whichever was deployed first", async () => {
    const { deploy, role, names } = deployer();
    await deploy("Attached", "Policy", {
      PolicyName: "attached",
      PolicyDocument: allow("s3:*"),
      Roles: ["app-Reader"],
    });
    await role({
      Policies: [{ PolicyName: "inline", PolicyDocument: allow("s3:*") }],
      ManagedPolicyArns: [
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        "arn:aws:iam::123456789012:policy/app-Own",
      ],
    });
    await deploy("Own", "ManagedPolicy", { PolicyDocument: allow("sqs:*") });
    expect(names()).toEqual(["inline", "attached", "AWSLambdaBasicExecutionRole", "app-Own"]);
  });

  it("gives a role that doesn't exist nothing", () => {
    expect(deployer().roles.policiesOf(ARN)).toEqual({ identityPolicies: [] });
  });

  it("attaches a managed policy to the roles it names, once", async () => {
    const { deploy, role, names } = deployer();
    const own = await deploy("Own", "ManagedPolicy", {
      PolicyDocument: allow("sqs:*"),
      Roles: ["app-Reader"],
    });
    expect(own.ref).toBe("arn:aws:iam::123456789012:policy/app-Own");
    await role({ ManagedPolicyArns: [own.ref] });
    expect(names()).toEqual(["app-Own"]);
  });

  it("finds the permissions boundary", async () => {
    const { deploy, role, roles } = deployer();
    const own = await deploy("Own", "ManagedPolicy", { PolicyDocument: allow("sqs:*") });
    await role({ PermissionsBoundary: own.ref });
    expect(roles.policiesOf(ARN).permissionsBoundary?.name).toBe("app-Own");
    expect(roles.warnings()).toEqual([]);
  });
});

describe("warnings", () => {
  it("names managed policies that aren't known, which grant nothing", async () => {
    const { role, roles, names } = deployer();
    await role({ ManagedPolicyArns: ["arn:aws:iam::aws:policy/Unheard"] });
    expect(roles.warnings()).toEqual([
      "app/Reader: the managed policy arn:aws:iam::aws:policy/Unheard is not known here and grants the role nothing",
    ]);
    expect(names()).toEqual([]);
  });

  it("lets an unknown boundary allow nothing", async () => {
    const { role, roles } = deployer();
    await role({ PermissionsBoundary: "arn:aws:iam::aws:policy/Unheard" });
    expect(roles.policiesOf(ARN).permissionsBoundary?.document).toMatchObject({ Statement: [] });
    expect(roles.warnings()[0]).toContain("so the role may do nothing");
  });
});
