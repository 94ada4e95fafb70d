import { ResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import { type StackContext, StaticSite, use } from "sst/constructs";
import { Api } from "./api.ts";
import { Auth } from "./auth.ts";
import { stageOf } from "./stage.ts";
import { accessLogs } from "./web/access-logs.ts";

/** The site, built for this stage and served by CloudFront. */
export function Web({ app, stack }: StackContext) {
  const { userPool, webClient } = use(Auth);
  const { graphqlUrl } = use(Api);
  const { passwordAuth, removalPolicy } = stageOf(app);
  const logBucket = stack.isActive ? accessLogs(stack, removalPolicy) : undefined;
  const site = new StaticSite(stack, "Site", {
    path: "apps/web",
    buildCommand: "npm run build",
    buildOutput: "dist",
    environment: {
      VITE_AWS_REGION: app.region,
      VITE_USER_POOL_ID: userPool.userPoolId,
      VITE_USER_POOL_CLIENT_ID: webClient.userPoolClientId,
      VITE_GRAPHQL_URL: graphqlUrl,
      ...(passwordAuth && { VITE_AUTH_FLOW: "USER_PASSWORD_AUTH" }),
    },
    // Out of the way of the site's own declarations.
    vite: { types: "../../.sst/types/web.d.ts" },
    cdk: {
      bucket: { enforceSSL: true, serverAccessLogsBucket: logBucket, serverAccessLogsPrefix: "bucket/" },
      distribution: {
        logBucket,
        logFilePrefix: "site/",
        defaultBehavior: { responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS },
      },
    },
  });
  stack.addOutputs({ SiteUrl: site.url });
}
