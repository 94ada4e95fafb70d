import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const env = (changes: Record<string, string | undefined> = {}) => ({
  VITE_AWS_REGION: "us-east-1",
  VITE_USER_POOL_ID: "us-east-1_holdfast",
  VITE_USER_POOL_CLIENT_ID: "client",
  VITE_GRAPHQL_URL: "https://api.example.com/graphql",
  ...changes,
});

const problems = (changes: Record<string, string | undefined>) => {
  const reading = readConfig(env(changes));
  return reading.ok ? [] : reading.problems;
};

describe("readConfig", () => {
  it("reads a deployed stage with SRP as the auth flow", () => {
    expect(readConfig(env())).toEqual({
      ok: true,
      config: {
        region: "us-east-1",
        userPoolId: "us-east-1_holdfast",
        userPoolClientId: "client",
        graphqlUrl: "https://api.example.com/graphql",
        authFlow: "USER_SRP_AUTH",
        cognitoEndpoint: undefined,
        inboxUrl: undefined,
      },
    });
  });

  it("reads what only a local stage sets", () => {
    const local = {
      VITE_COGNITO_ENDPOINT: "http://127.0.0.1:4000",
      VITE_AUTH_FLOW: "USER_PASSWORD_AUTH",
      VITE_INBOX_URL: "http://127.0.0.1:4000/inbox",
    };
    expect(readConfig(env(local))).toMatchObject({
      config: {
        cognitoEndpoint: "http://127.0.0.1:4000",
        authFlow: "USER_PASSWORD_AUTH",
        inboxUrl: "http://127.0.0.1:4000/inbox",
      },
    });
  });

  it.each(["VITE_AWS_REGION", "VITE_USER_POOL_ID", "VITE_USER_POOL_CLIENT_ID", "VITE_GRAPHQL_URL"])(
    "refuses to go on without %s",
    (name) => {
      expect(problems({ [name]: " " })).toEqual([`${name} is not set.`]);
    },
  );

  it("names every problem at once", () => {
    expect(readConfig({})).toMatchObject({ ok: false, problems: { length: 4 } });
  });

  it.each(["VITE_GRAPHQL_URL", "VITE_COGNITO_ENDPOINT", "VITE_INBOX_URL"])(
    "refuses %s when it is no URL",
    (name) => {
      expect(problems({ [name]: "graphql" })).toEqual([`${name} is "graphql", which is not a URL.`]);
    },
  );

  it("refuses an auth flow it does not know", () => {
    expect(problems({ VITE_AUTH_FLOW: "CUSTOM_AUTH" })).toEqual([
      'VITE_AUTH_FLOW is "CUSTOM_AUTH"; it can be USER_SRP_AUTH or USER_PASSWORD_AUTH.',
    ]);
  });
});
