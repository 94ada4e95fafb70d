import { describe, expect, it } from "vitest";
import { explainApiError, Refusal } from "./apiErrors.ts";

const response = (error: object) => ({ data: null, errors: [error] });

describe("explainApiError", () => {
  it.each([
    [
      response({
        errorType: "Unauthorized",
        message: "Not Authorized to access deleteItem on type Mutation",
      }),
      "Only the owner can change this.",
    ],
    [
      response({
        errorType: "DynamoDB:ConditionalCheckFailedException",
        message: "The conditional request failed",
      }),
      "Somebody deleted or changed this meanwhile. Reload, then try again.",
    ],
    [
      response({ name: "NetworkError", message: "A network error has occurred." }),
      "The API can't be reached. Check your connection, then try again.",
    ],
    [
      response({ message: "Unknown error", originalError: { name: "TooManyRequestsException" } }),
      "The API has more to do than it can right now. Wait a moment, then try again.",
    ],
    [
      response({ errorType: "DynamoDB:ProvisionedThroughputExceededException", message: "The level of …" }),
      "The API has more to do than it can right now. Wait a moment, then try again.",
    ],
    [
      response({ message: "Unknown error", originalError: { name: "InternalFailureException" } }),
      "The API failed. Wait a moment, then try again.",
    ],
    [
      response({ errorType: "UnauthorizedException", message: "Token has expired." }),
      "Your session has ended. Sign in again.",
    ],
    [
      Object.assign(new Error("No current user"), { name: "NoSignedUser" }),
      "Your session has ended. Sign in again.",
    ],
    [response({ message: "Variable 'input' is invalid" }), "The API refused: Variable 'input' is invalid"],
    [new Refusal("This category still has items."), "This category still has items."],
    ["odd", "The API refused: odd"],
    [undefined, "The API refused: undefined"],
  ])("puts %j in words", (error, words) => {
    expect(explainApiError(error)).toBe(words);
  });
});
