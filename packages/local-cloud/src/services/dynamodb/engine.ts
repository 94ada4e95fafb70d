import { Agent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { HttpReply } from "../../service.ts";

/** A DynamoDB-compatible server behind the front door. Nothing else knows which one it is. */
export interface Engine {
  /** Sends one AWS JSON 1.0 request as it is. */
  send(operation: string, body: Buffer): Promise<HttpReply>;
  /** A client that goes straight to the engine, past authorization. */
  client: DynamoDBClient;
  stop(): Promise<void>;
}

interface Address {
  protocol: string;
  host: string;
  port: number;
  agent: Agent;
}

/** Any DynamoDB-compatible server, such as DynamoDB Local or ScyllaDB Alternator. Throws unless it lists its tables. */
export async function connectEngine(url: string, region: string): Promise<Engine> {
  const address = URL.parse(url);
  if (!address || !/^https?:$/.test(address.protocol))
    throw new Error(
      `${url} isn't the address of a DynamoDB server: it has to begin with http:// or https://.`,
    );
  const secure = address.protocol === "https:";
  const agent = new (secure ? HttpsAgent : Agent)({ keepAlive: true, maxSockets: 64 });
  const { protocol, port } = address;
  // Node's requests take an IPv6 address without its brackets.
  const host = address.hostname.replace(/^\[(.*)\]$/, "$1");
  const engine = {
    ...connect({ protocol, host, port: Number(port || (secure ? 443 : 80)), agent }, url, region),
    async stop() {
      agent.destroy();
    },
  };
  const problem = await engine
    .send("ListTables", Buffer.from("{}"))
    .then(whyNotDynamoDb, (error: Error) => error);
  if (!problem) return engine;
  agent.destroy();
  throw new Error(
    `No DynamoDB server answers at ${url} (${problem.message}): start it, or leave out --dynamodb.`,
    { cause: problem },
  );
}

function whyNotDynamoDb({ status, body }: HttpReply): Error | undefined {
  const text = String(body);
  try {
    if (status === 200 && Array.isArray(JSON.parse(text)?.TableNames)) return undefined;
  } catch {
    // What isn't JSON is told like what is.
  }
  return new Error(`to ListTables it says ${status}: ${text.slice(0, 200)}`);
}

function connect(address: Address, endpoint: string, region: string): Omit<Engine, "stop"> {
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  return {
    client: new DynamoDBClient({
      endpoint,
      region,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: new NodeHttpHandler(
        address.agent instanceof HttpsAgent ? { httpsAgent: address.agent } : { httpAgent: address.agent },
      ),
    }),
    send: (operation, body) =>
      new Promise((resolve, reject) => {
        const outgoing = (address.protocol === "https:" ? httpsRequest : httpRequest)(
          {
            ...address,
            method: "POST",
            path: "/",
            headers: {
              "content-type": "application/x-amz-json-1.0",
              "content-length": body.length,
              "x-amz-target": `DynamoDB_20120810.${operation}`,
              "x-amz-date": "20200101T000000Z",
              authorization,
            },
          },
          (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
            incoming.on("error", reject);
            incoming.on("end", () => {
              const headers: Record<string, string> = {};
              for (const name of ["content-type", "x-amz-crc32", "x-amzn-requestid"]) {
                const value = incoming.headers[name];
                if (typeof value === "string") headers[name] = value;
              }
              resolve({ status: incoming.statusCode ?? 500, headers, body: Buffer.concat(chunks) });
            });
          },
        );
        outgoing.on("error", reject);
        outgoing.end(body);
      }),
  };
}
