import type { ServerResponse } from "node:http";

/**
 * Answers a request that takes longer than it may; what it does goes on, as in AWS, and its own answer goes nowhere.
 * https://github.com/awslabs/aws-mobile-appsync-sdk-android/issues/280 shows AWS's answer.
 */
export function limitExecution(response: ServerResponse, ms: number): void {
  const timer = setTimeout(() => {
    if (response.headersSent || response.destroyed) return;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        data: null,
        errors: [
          { errorType: "ExecutionTimeout", message: "Execution timed out.", locations: null, path: null },
        ],
      }),
    );
    const ignored = () => response;
    Object.assign(response, { setHeader: ignored, writeHead: ignored, end: ignored });
  }, ms);
  response.on("close", () => clearTimeout(timer));
}
