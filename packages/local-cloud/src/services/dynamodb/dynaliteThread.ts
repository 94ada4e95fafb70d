import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import { improveDynalite } from "./dynaliteStore.ts";

improveDynalite();
const { folder, socket } = workerData as { folder: string; socket: string };
const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
server.listen(socket, () => parentPort!.postMessage("listening"));
parentPort!.once("message", () => {
  server.closeIdleConnections();
  server.close((error) => {
    if (error) throw error;
    parentPort!.close();
  });
});
