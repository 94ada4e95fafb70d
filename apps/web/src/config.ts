import { type InjectionKey, inject } from "vue";

export type AuthFlow = (typeof authFlows)[number];

export interface SiteConfig {
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  graphqlUrl: string;
  authFlow: AuthFlow;
  cognitoEndpoint?: string;
  inboxUrl?: string;
}

export type ConfigReading = { ok: true; config: SiteConfig } | { ok: false; problems: string[] };

const authFlows = ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"] as const;

/** Reads the site's configuration from Vite's environment; what is missing or wrong is named, variable by variable. */
export const readConfig = (env: Record<string, unknown>): ConfigReading => {
  const problems: string[] = [];
  const optional = (name: string) => String(env[name] ?? "").trim() || undefined;
  const required = (name: string) => {
    const value = optional(name);
    if (!value) problems.push(`${name} is not set.`);
    return value ?? "";
  };
  const url = (name: string, value: string | undefined) => {
    if (value && !URL.canParse(value)) problems.push(`${name} is "${value}", which is not a URL.`);
    return value;
  };
  const oneOf = (name: string, value: string) => {
    const known = authFlows.find((flow) => flow === value);
    if (!known) problems.push(`${name} is "${value}"; it can be ${authFlows.join(" or ")}.`);
    return known ?? authFlows[0];
  };

  const config: SiteConfig = {
    region: required("VITE_AWS_REGION"),
    userPoolId: required("VITE_USER_POOL_ID"),
    userPoolClientId: required("VITE_USER_POOL_CLIENT_ID"),
    graphqlUrl: url("VITE_GRAPHQL_URL", required("VITE_GRAPHQL_URL")) ?? "",
    authFlow: oneOf("VITE_AUTH_FLOW", optional("VITE_AUTH_FLOW") ?? authFlows[0]),
    cognitoEndpoint: url("VITE_COGNITO_ENDPOINT", optional("VITE_COGNITO_ENDPOINT")),
    inboxUrl: url("VITE_INBOX_URL", optional("VITE_INBOX_URL")),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config };
};

export const siteConfigKey: InjectionKey<SiteConfig> = Symbol("site config");

export const useSiteConfig = (): SiteConfig => {
  const config = inject(siteConfigKey);
  if (!config) throw new Error("No configuration: main.ts provides it with app.provide(siteConfigKey, …).");
  return config;
};
