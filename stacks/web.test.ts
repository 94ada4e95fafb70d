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

it("says its address", () => {
  expect(Object.keys(stack("Web").findOutputs("*"))).toContain("SiteUrl");
});

it("makes nothing of the site where it is left out", () => {
  expect(ofType("AWS::CloudFront::Distribution", "local")).toEqual([]);
});
