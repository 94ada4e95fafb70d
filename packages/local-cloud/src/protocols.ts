/** How a service's requests and answers look on the wire: its errors' names and status codes depend on it. */
export type Protocol = "json" | "query" | "rest-json" | "s3";

const others: Record<string, Protocol> = {
  cloudformation: "query",
  "cognito-idp": "json",
  dynamodb: "json",
  events: "json",
  iam: "query",
  kms: "json",
  logs: "json",
  s3: "s3",
  sns: "query",
  states: "json",
  sts: "query",
};

/** By the name that requests are signed for, which is also what the service's actions begin with. */
export const protocolOf = (service: string): Protocol => others[service] ?? "rest-json";
