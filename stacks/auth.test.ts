import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { stageOf } from "./stage.ts";
import { stack } from "./testing/assembly.ts";

describe("users", () => {
  it("sign in by username or e-mail, which they confirm", () => {
    stack("Auth").hasResourceProperties("AWS::Cognito::UserPool", {
      AliasAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: !stageOf({ stage: "prod" }).selfSignUp },
    });
  });

  it("have passwords worth the name", () => {
    stack("Auth").hasResourceProperties("AWS::Cognito::UserPool", {
      Policies: {
        PasswordPolicy: {
          MinimumLength: 10,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
        },
      },
    });
  });

  it("may be operators", () => {
    stack("Auth").hasResourceProperties("AWS::Cognito::UserPoolGroup", { GroupName: "operators" });
  });

  it("survive the stack where the stage lasts", () => {
    const deletion = (stage: "prod" | "local") =>
      Object.values(stack("Auth", stage).findResources("AWS::Cognito::UserPool"))[0]?.DeletionPolicy;
    expect([deletion("prod"), deletion("local")]).toEqual(["Retain", "Delete"]);
  });
});

describe("the site's client", () => {
  it("has no secret and doesn't tell who has an account", () => {
    stack("Auth").hasResourceProperties("AWS::Cognito::UserPoolClient", {
      GenerateSecret: false,
      PreventUserExistenceErrors: "ENABLED",
      AllowedOAuthFlows: Match.absent(),
    });
  });

  it("proves the password, and sends it only where the stage says so", () => {
    const flows = (stage: "prod" | "local") =>
      Object.values(stack("Auth", stage).findResources("AWS::Cognito::UserPoolClient"))[0]?.Properties
        .ExplicitAuthFlows;
    expect(flows("prod")).toEqual(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]);
    expect(flows("local")).toContain("ALLOW_USER_PASSWORD_AUTH");
  });
});
