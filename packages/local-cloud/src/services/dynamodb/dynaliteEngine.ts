import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { HttpReply } from "../../service.ts";
import type { Answer, Question } from "./dynaliteThread.ts";
import type { Engine } from "./engine.ts";
import { inProcess, type Send } from "./sdk.ts";
import { prepareStore } from "./store.ts";

/**
 * Of the engine's thread. What is new may fill so much before it is cleaned up: more would make it no faster. And
 * with an upper limit V8 lets garbage grow less; all requests that can be under way take half of it.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 1024 };
const mostUnderWay = 64;

interface Waiting {
  resolve(reply: HttpReply): void;
  reject(error: Error): void;
}

/**
 * dynalite on disk in `folder`, in a thread of its own that nobody else can reach.
 * Throws, naming the folder, when it can't be read.
 */
export async function startDynalite(folder: string, region: string): Promise<Engine> {
  await prepareStore(folder);
  // Else the limit that this process was started with would count in place of the thread's own.
  setFlagsFromString("--max-semi-space-size=0");
  const thread = new Worker(new URL("./dynaliteThread.ts", import.meta.url), {
    workerData: { folder },
    resourceLimits,
  });
  await once(thread, "message");

  const waiting = new Map<number, Waiting>();
  const queue: (() => void)[] = [];
  let asked = 0;
  let hasEnded = false;

  function ask(operation: string, body: Uint8Array, by: Waiting): void {
    const question: Question = { id: ++asked, operation, body: new Uint8Array(body) };
    waiting.set(question.id, by);
    thread.postMessage(question, [question.body.buffer]);
  }
  thread.on("message", ({ id, status, headers, body }: Answer) => {
    waiting.get(id)!.resolve({ status, headers, body: Buffer.from(body.buffer) });
    waiting.delete(id);
    queue.shift()?.();
  });
  thread.on("exit", () => {
    hasEnded = true;
    for (const { reject } of waiting.values()) reject(ended());
    waiting.clear();
    for (const next of queue.splice(0)) next();
  });

  const send: Send = (operation, body) =>
    new Promise((resolve, reject) => {
      const start = () => (hasEnded ? reject(ended()) : ask(operation, body, { resolve, reject }));
      if (waiting.size < mostUnderWay) start();
      else queue.push(start);
    });

  return {
    send,
    client: new DynamoDBClient(inProcess(region, send)),
    async stop() {
      if (hasEnded) return;
      const exit = once(thread, "exit");
      thread.postMessage("stop");
      await exit;
    },
  };
}

/** As a connection that broke off. */
const ended = () => Object.assign(new Error("The built-in DynamoDB has ended."), { code: "ECONNRESET" });
