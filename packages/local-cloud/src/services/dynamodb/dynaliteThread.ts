import { EventEmitter } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import type { Store } from "dynalite/db/index.js";
import { improveDynalite } from "./dynaliteStore.ts";
import { release } from "./moving/release.ts";

/** The bytes of both lie in memory of their own: they are moved between the threads, not copied. */
export interface Question {
  id: number;
  operation: string;
  body: Uint8Array<ArrayBuffer>;
}
export interface Answer {
  id: number;
  status: number;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

const authorization = "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=0";
const port = parentPort!;
const { folder } = workerData as { folder: string };

const stores: Store[] = [];
improveDynalite((store) => stores.push(store));
// It never listens: it is handed its requests as they would come from a socket.
const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
for (const { db } of stores) await db.open();

let underWay = 0;
let stopping = false;
port.on("message", (message: Question | "stop") => {
  if (message === "stop") stopping = true;
  else ask(message);
  void stopWhenIdle();
});
port.postMessage("open");

function ask({ id, operation, body }: Question): void {
  underWay++;
  const request = Object.assign(new EventEmitter(), {
    method: "POST",
    url: "/",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "20200101T000000Z",
      authorization,
    },
  });
  const headers: Answer["headers"] = {};
  const response = {
    statusCode: 200,
    setHeader(name: string, value: string | number) {
      headers[name.toLowerCase()] = String(value);
    },
    end(text = "") {
      const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
      bytes.write(text);
      const answer: Answer = { id, status: response.statusCode, headers, body: bytes };
      port.postMessage(answer, [bytes.buffer]);
      underWay--;
      void stopWhenIdle();
    },
  };
  server.emit("request", request, response);
  const bytes = Buffer.from(body.buffer);
  request.emit("data", bytes);
  request.emit("end");
  release(bytes);
}

async function stopWhenIdle(): Promise<void> {
  if (!stopping || underWay > 0) return;
  // What was asked after this is told by the thread's end.
  port.close();
  for (const { db } of stores) await db.close();
}
