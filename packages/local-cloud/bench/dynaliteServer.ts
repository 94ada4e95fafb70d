import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import { improveDynalite } from "../src/services/dynamodb/dynaliteStore.ts";

/** The local cloud's dynalite, on a port, as a simulator reaches any DynamoDB. */
improveDynalite();
const server = dynalite({ path: workerData.folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
server.listen(0, "127.0.0.1", () => parentPort!.postMessage((server.address() as AddressInfo).port));
