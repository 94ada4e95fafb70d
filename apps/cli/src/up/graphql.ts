import { CouldNotRun } from "../errors.ts";
import type { GraphqlAnswer, GraphqlCall } from "./seed.ts";

/** GraphQL over HTTP with a Cognito access token. */
export const graphqlAt =
  (url: string): GraphqlCall =>
  async (query, variables, accessToken) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: accessToken },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    try {
      return JSON.parse(text) as GraphqlAnswer;
    } catch (cause) {
      throw new CouldNotRun(
        `${url} answered ${response.status} with something other than JSON: ${text.slice(0, 200)}`,
        {
          cause,
        },
      );
    }
  };
