import { once } from "node:events";
import { rm } from "node:fs/promises";
import { Agent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { Worker } from "node:worker_threads";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { HttpReply } from "../../service.ts";
import { privateSocket } from "./socket.ts";
import { prepareStore } from "./store.ts";

/** A DynamoDB-compatible server behind the front door. Nothing else knows which one it is. */
export interface Engine {
  /** Sends one AWS JSON 1.0 request as it is. */
  send(operation: string, body: Buffer): Promise<HttpReply>;
  /** A client that goes straight to the engine, past authorization. */
  client: DynamoDBClient;
  stop(): Promise<void>;
}

/**
 * Of the engine's thread. What is new may fill so much before it is cleaned up: more would make it no faster. And
 * with an upper limit V8 lets garbage grow less; all requests that can be under way take half of it.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 };

interface Address {
  protocol?: string;
  host?: string;
  port?: number;
  socketPath?: string;
  agent: Agent;
}

/**
 * dynalite on disk in `folder`, in a thread of its own, listening on a private socket only.
 * Throws, naming the folder, when it can't be read.
 */
export async function startDynalite(folder: string, region: string): Promise<Engine> {
  await prepareStore(folder);
  const socket = await privateSocket();
  const thread = new Worker(new URL("./dynaliteThread.ts", import.meta.url), {
    workerData: { folder, socket: socket.path },
    resourceLimits,
  });
  await once(thread, "message");
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 64,
    socketPath: socket.path,
  } as ConstructorParameters<typeof Agent>[0]);
  const connection = connect({ socketPath: socket.path, agent }, "http://dynamodb.invalid", region);
  // It opens its store with the first request: from here on nobody else can.
  await connection.send("ListTables", Buffer.from("{}"));
  return {
    ...connection,
    async stop() {
      agent.destroy();
      const ended = once(thread, "exit");
      thread.postMessage("stop");
      await ended;
      await rm(socket.folder, { recursive: true, force: true });
    },
  };
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
