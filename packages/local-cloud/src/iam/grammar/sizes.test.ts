import { describe, expect, it } from "vitest";
import { createRoles } from "../roles.ts";
import { place, trusting } from "../testing.ts";

const document = (length: number) => {
  const statement = { Effect: "Allow", Action: "s3:*", Resource: "*", Sid: "" };
  const policy = { Version: "2012-10-17", Statement: [statement] };
  statement.Sid = "x".repeat(length - JSON.stringify(policy).length);
  return policy;
};

function account() {
  const roles = createRoles({ place });
  const deploy = (logicalId: string, type: string, properties: Record<string, unknown>) =>
    roles.resources[`AWS::IAM::${type}`]!({
      logicalId,
      stackName: "app",
      type: `AWS::IAM::${type}`,
      properties,
      physicalId: logicalId,
    });
  const role = (properties: object = {}) =>
    deploy("Reader", "Role", {
      AssumeRolePolicyDocument: trusting({ Service: "lambda.amazonaws.com" }),
      ...properties,
    });
  return { deploy, role };
}

const exceeded = (message: string) =>
  expect.objectContaining({ code: "LimitExceeded", status: 409, message });

describe("IAM's quotas", () => {
  it("lets a role's inline policies have 10,240 characters together, wherever they are written", async () => {
    const { deploy, role } = account();
    await role({ Policies: [{ PolicyName: "a", PolicyDocument: document(5000) }] });
    await deploy("B", "Policy", {
      PolicyName: "b",
      PolicyDocument: document(5240),
      Roles: ["Reader"],
    });
    await expect(
      deploy("C", "Policy", { PolicyName: "c", PolicyDocument: document(100), Roles: ["Reader"] }),
    ).rejects.toThrow(exceeded("Maximum policy size of 10240 bytes exceeded for role Reader"));
  });

  it("lets a managed policy have 6,144 characters, white space left out", async () => {
    const { deploy } = account();
    await deploy("A", "ManagedPolicy", { PolicyDocument: JSON.stringify(document(6144), null, 2) });
    await expect(deploy("A", "ManagedPolicy", { PolicyDocument: document(6145) })).rejects.toThrow(
      exceeded("Cannot exceed quota for PolicySize: 6144"),
    );
  });

  it("lets a trust policy have 2,048 characters", async () => {
    const Service = Array.from({ length: 90 }, (_, index) => `service${index}.amazonaws.com`);
    await expect(account().role({ AssumeRolePolicyDocument: trusting({ Service }) })).rejects.toThrow(
      exceeded("Cannot exceed quota for ACLSizePerRole: 2048"),
    );
  });

  it("lets a role have 10 managed policies, wherever they are attached", async () => {
    const { deploy, role } = account();
    const ManagedPolicyArns = Array.from({ length: 10 }, (_, index) => `arn:aws:iam::aws:policy/p${index}`);
    await role({ ManagedPolicyArns });
    await expect(
      deploy("A", "ManagedPolicy", { PolicyDocument: document(200), Roles: ["Reader"] }),
    ).rejects.toThrow(exceeded("Cannot exceed quota for PoliciesPerRole: 10"));
  });
});

describe("a trust policy", () => {
  it("names only users and roles that are there when it is made", async () => {
    const { deploy, role } = account();
    const trust = (AWS: string) => ({ AssumeRolePolicyDocument: trusting({ AWS }) });
    await role(trust("arn:aws:iam::123456789012:user/administrator"));
    await deploy("Second", "Role", trust("arn:aws:iam::123456789012:role/Reader"));
    await deploy("Third", "Role", trust("arn:aws:iam::210987654321:role/Elsewhere"));
    await expect(deploy("Fourth", "Role", trust("arn:aws:iam::123456789012:role/Gone"))).rejects.toThrow(
      expect.objectContaining({
        code: "MalformedPolicyDocument",
        message: expect.stringContaining(
          'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/Gone".',
        ),
      }),
    );
  });
});
