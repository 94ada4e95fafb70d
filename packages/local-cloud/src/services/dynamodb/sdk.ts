import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import type { HttpReply } from "../../service.ts";

/** Takes one AWS JSON request of DynamoDB as it is. */
export type Send = (operation: string, body: Uint8Array) => Promise<HttpReply>;

/** For an SDK's client whose requests stay in this process: no socket, and no signature for anyone to look at. */
export const inProcess = (region: string, send: Send) =>
  ({
    endpoint: "http://dynamodb.invalid",
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    signer: { sign: async (request) => request },
    requestHandler: {
      async handle({ headers, body }: Parameters<NodeHttpHandler["handle"]>[0]) {
        const operation = headers["x-amz-target"]!.split(".")[1]!;
        const { status, headers: answered = {}, body: answer } = await send(operation, bytesOf(body));
        return { response: { statusCode: status, headers: answered, body: bytesOf(answer) } };
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    },
  }) satisfies DynamoDBClientConfig;

const bytesOf = (body: string | Uint8Array = ""): Uint8Array =>
  typeof body === "string" ? Buffer.from(body) : body;
