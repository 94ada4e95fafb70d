import type { SignatureV4 } from "@smithy/signature-v4";
import type { Settings } from "./settings.ts";

type Mutation<I, O> = string & { __generatedMutationInput: I; __generatedMutationOutput: O };
type Query<I, O> = string & { __generatedQueryInput: I; __generatedQueryOutput: O };

/** Runs one of the data model's generated operations. */
export interface GraphQl {
  <I, O>(operation: Mutation<I, O>, variables: I): Promise<O>;
  <I, O>(operation: Query<I, O>, variables: I): Promise<O>;
}

/** A refusal by AppSync; its name is the first error's type, such as `DynamoDB:ConditionalCheckFailedException`. */
export class GraphQlError extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}

/** A condition of the mutation didn't hold: for a create, that the row is new. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof GraphQlError && /ConditionalCheckFailed/.test(`${error.name} ${error.message}`);
}

interface Dependencies {
  signer: Pick<SignatureV4, "sign">;
  settings: Pick<Settings, "graphqlUrl">;
  fetch: typeof fetch;
}

/** AppSync, called with the Lambda's own IAM credentials. */
export function graphql({ signer, settings, fetch }: Dependencies): GraphQl {
  return async (operation: string, variables: unknown) => {
    const url = new URL(settings.graphqlUrl);
    const request = await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, "content-type": "application/json" },
      body: JSON.stringify({ query: operation, variables }),
    });
    const response = await fetch(url, { method: "POST", headers: request.headers, body: request.body });
    return read(url, response.status, await response.text());
  };
}

function read(url: URL, status: number, body: string) {
  const answer = asJson(body);
  const [error] = answer?.errors ?? [];
  if (error) throw new GraphQlError(error.errorType ?? "GraphQlError", error.message ?? "no message");
  if (status === 200 && answer?.data) return answer.data;
  throw new GraphQlError("GraphQlError", `${url.href} answered ${status}: ${body.slice(0, 500)}`);
}

function asJson(body: string) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
