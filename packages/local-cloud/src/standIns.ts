/**
 * Types of resource that do nothing here, each with what takes its place.
 * Every other type that has no handler is named in a warning at start.
 */
export const standIns: Record<string, string> = {
  "AWS::ApplicationAutoScaling::ScalableTarget": "local tables have no capacity to scale",
  "AWS::ApplicationAutoScaling::ScalingPolicy": "local tables have no capacity to scale",
  "AWS::Backup::Framework": "audits read AWS Config, which has nothing to record here",
  "AWS::Backup::ReportPlan": "audits read AWS Config, which has nothing to record here",
  "AWS::CDK::Metadata": "usage statistics of the CDK",
  "AWS::CloudFront::CachePolicy": "the site is served by Vite",
  "AWS::CloudFront::CloudFrontOriginAccessIdentity": "the site is served by Vite",
  "AWS::CloudFront::Distribution": "the site is served by Vite",
  "AWS::CloudFront::Function": "the site is served by Vite",
  "AWS::CloudFront::OriginAccessControl": "the site is served by Vite",
  "AWS::CloudFront::ResponseHeadersPolicy": "the site is served by Vite",
  "AWS::Lambda::LayerVersion": "only functions that deploy the site have layers",
  "AWS::Lambda::Version": "functions have one version here: the newest",
  "Custom::CDKBucketDeployment": "the site is served by Vite",
  "Custom::S3AutoDeleteObjects": "nothing is ever torn down here",
  "Custom::S3Uploader": "the site is served by Vite",
  "Custom::SSTBucketDeployment": "the site is served by Vite",
  "Custom::CloudFrontInvalidator": "the site is served by Vite",
};
