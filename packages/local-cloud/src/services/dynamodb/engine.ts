import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request as httpRequest, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import dynalite from "dynalite";
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
  host?: string;
  port?: number;
  socketPath?: string;
  agent: Agent;
}

/** dynalite on disk in `folder`, listening on a private socket only. */
export async function startDynalite(folder: string, region: string): Promise<Engine> {
  const socketFolder = await mkdtemp(join(tmpdir(), "holdfast-"));
  const socketPath = join(socketFolder, "dynamodb.sock");
  const server: Server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 64, socketPath } as ConstructorParameters<
    typeof Agent
  >[0]);
  return {
    ...connect({ socketPath, agent }, "http://dynamodb.invalid", region),
    async stop() {
      agent.destroy();
      server.closeIdleConnections();
      await new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      );
      await rm(socketFolder, { recursive: true, force: true });
    },
  };
}

/** Any DynamoDB-compatible server, such as DynamoDB Local or ScyllaDB Alternator. Throws unless it answers. */
export async function connectEngine(url: string, region: string): Promise<Engine> {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const engine = {
    ...connect({ host: hostname, port: Number(port || 80), agent }, url, region),
    async stop() {
      agent.destroy();
    },
  };
  await engine.send("ListTables", Buffer.from("{}")).catch((cause) => {
    throw new Error(`No DynamoDB server answers at ${url}: start it, or leave out --dynamodb.`, { cause });
  });
  return engine;
}

function connect(address: Address, endpoint: string, region: string): Omit<Engine, "stop"> {
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  return {
    client: new DynamoDBClient({
      endpoint,
      region,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: new NodeHttpHandler({ httpAgent: address.agent }),
    }),
    send: (operation, body) =>
      new Promise((resolve, reject) => {
        const outgoing = httpRequest(
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
