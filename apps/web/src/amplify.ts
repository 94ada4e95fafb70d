import type { ResourcesConfig } from "aws-amplify";
import type { SiteConfig } from "./config.ts";

/** What `Amplify.configure` wants, made from the site's configuration. */
export const resourcesConfig = (config: SiteConfig): ResourcesConfig => ({
  Auth: {
    Cognito: {
      userPoolId: config.userPoolId,
      userPoolClientId: config.userPoolClientId,
      userPoolEndpoint: config.cognitoEndpoint,
    },
  },
  API: { GraphQL: { endpoint: config.graphqlUrl, region: config.region, defaultAuthMode: "userPool" } },
});
