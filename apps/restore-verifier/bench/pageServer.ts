import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";

/** Answers every request with this page, as DynamoDB would a scan; in a process of its own. */
export async function pageServer(page: Buffer): Promise<{ endpoint: string; stop(): void }> {
  const child = fork(import.meta.filename, ["serve"], { serialization: "advanced" });
  child.send(page);
  const [port] = await once(child, "message");
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

if (process.argv[2] === "serve") {
  process.once("message", (page: Buffer) => {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "content-length": page.length,
      "x-amz-crc32": String(crc32(page)),
    };
    const server = createServer((request, response) => {
      request.resume().on("end", () => response.writeHead(200, headers).end(page));
    });
    server.listen(0, "127.0.0.1", () => process.send!((server.address() as AddressInfo).port));
  });
  process.once("disconnect", () => process.exit());
}
