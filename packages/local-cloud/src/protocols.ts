/** How a service's requests and answers look on the wire: its errors' names and status codes depend on it. */
export type Protocol = "json" | "query" | "rest-json" | "s3";

const others: Record<string, Protocol> = {
  cloudformation: "query",
  // Its requests are signed for another name than its actions begin with.
  cloudwatch: "json",
  "cognito-idp": "json",
  dynamodb: "json",
  events: "json",
  iam: "query",
  kms: "json",
  logs: "json",
  monitoring: "json",
  s3: "s3",
  sns: "query",
  sqs: "json",
  states: "json",
  sts: "query",
};

/** By the name that requests are signed for, which most often is also what the service's actions begin with. */
export const protocolOf = (service: string): Protocol => others[service] ?? "rest-json";
