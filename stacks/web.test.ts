import { Match } from "aws-cdk-lib/assertions";
import { expect, it } from "vitest";
import { ofType, stack } from "./testing/assembly.ts";

it("serves a private bucket over HTTPS, with the headers that keep browsers careful", () => {
  stack("Web").hasResourceProperties("AWS::S3::Bucket", {
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  });
  stack("Web").hasResourceProperties("AWS::CloudFront::Distribution", {
    DistributionConfig: {
      DefaultCacheBehavior: {
        ViewerProtocolPolicy: "redirect-to-https",
        ResponseHeadersPolicyId: Match.anyValue(),
      },
    },
  });
});

it("answers addresses inside the app with the app", () => {
  stack("Web").hasResourceProperties("AWS::CloudFront::Distribution", {
    DistributionConfig: {
      CustomErrorResponses: Match.arrayWith([
        Match.objectLike({ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: "/index.html" }),
      ]),
    },
  });
});

it("is reached by TLS only, and keeps a log of who asked", () => {
  const buckets = Object.entries(stack("Web").findResources("AWS::S3::Bucket"));
  const logs = buckets.find(([id]) => id.startsWith("AccessLogs"))!;
  const site = buckets.find(([id]) => id.startsWith("Site"))!;
  expect(site[1].Properties.LoggingConfiguration.DestinationBucketName).toEqual({ Ref: logs[0] });
  expect(logs[1].Properties.LifecycleConfiguration.Rules).toMatchObject([{ ExpirationInDays: 90 }]);
  stack("Web").hasResourceProperties("AWS::CloudFront::Distribution", {
    DistributionConfig: { Logging: { Bucket: { "Fn::GetAtt": [logs[0], "RegionalDomainName"] } } },
  });
  const overHttp = Match.objectLike({
    Effect: "Deny",
    Action: "s3:*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
  stack("Web").allResourcesProperties("AWS::S3::BucketPolicy", {
    PolicyDocument: { Statement: Match.arrayWith([overHttp]) },
  });
});

it("says its address", () => {
  expect(Object.keys(stack("Web").findOutputs("*"))).toContain("SiteUrl");
});

it("makes nothing of the site where it is left out", () => {
  expect(ofType("AWS::CloudFront::Distribution", "local")).toEqual([]);
  const buckets = ofType("AWS::S3::Bucket", "local").map(([where]) => where);
  expect(buckets.filter((where) => where.includes("holdfast-Web"))).toEqual([]);
});
