import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startDynalite } from "./dynaliteEngine.ts";
import { connectEngine } from "./engine.ts";

const region = "us-east-1";
let root: string;
const servers: Server[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "holdfast-test-"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await rm(root, { recursive: true, force: true });
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
const answering = (status: number, body: string) =>
  listen(createServer((_, reply) => reply.writeHead(status).end(body)));

const keep = async (folder: string) => {
  const engine = await startDynalite(folder, region);
  await engine.client.send(
    new CreateTableCommand({
      TableName: "Beasts",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await engine.stop();
};

test.each([
  [
    "whose CURRENT is garbage",
    async (folder: string) => {
      await keep(folder);
      await writeFile(join(folder, "CURRENT"), "garbage");
    },
  ],
  ["that is a file", (folder: string) => writeFile(folder, "")],
])("names a folder %s and says what to do", async (_, damage) => {
  const folder = join(root, "dynamodb");
  await damage(folder);
  const start = startDynalite(folder, region);

  await expect(start).rejects.toThrow(`The tables in ${folder} can't be read`);
  await expect(start).rejects.toThrow("--fresh");
});

test("names a folder that another server has open", async () => {
  const folder = join(root, "dynamodb");
  const engine = await startDynalite(folder, region);

  await expect(startDynalite(folder, region)).rejects.toThrow(
    `Another program has the tables in ${folder} open`,
  );
  expect((await engine.client.send(new ListTablesCommand())).TableNames).toEqual([]);
  await engine.stop();
});

test("opens the folder of one that was killed", async () => {
  const folder = join(root, "dynamodb");
  const script = join(root, "server.mjs");
  await writeFile(
    script,
    `import { startDynalite } from ${JSON.stringify(join(import.meta.dirname, "dynaliteEngine.ts"))};
     await startDynalite(${JSON.stringify(folder)}, "us-east-1");
     process.send("started");`,
  );
  const killed = fork(script, { stdio: "ignore" });
  expect(await once(killed, "message")).toContain("started");
  killed.kill("SIGKILL");
  await once(killed, "exit");
  const engine = await startDynalite(folder, region);

  expect((await engine.client.send(new ListTablesCommand())).TableNames).toEqual([]);
  await engine.stop();
});

test("answers what is under way when it is stopped, and nothing after", async () => {
  const engine = await startDynalite(join(root, "dynamodb"), region);
  const ask = () => engine.send("ListTables", Buffer.from("{}"));
  const answers = Promise.allSettled(Array.from({ length: 200 }, ask));
  await engine.stop();

  for (const [number, answer] of (await answers).entries()) {
    if (answer.status === "fulfilled") expect(String(answer.value.body)).toBe('{"TableNames":[]}');
    else expect([number >= 64, answer.reason.code]).toEqual([true, "ECONNRESET"]);
  }
  await expect(ask()).rejects.toThrow("The built-in DynamoDB has ended.");
});

test("leaves a request's bytes as they are, and refuses one that is too large", async () => {
  const engine = await startDynalite(join(root, "dynamodb"), region);
  const body = Buffer.alloc(100_000, " ").fill("{}", 0, 2);
  expect(await engine.send("ListTables", body)).toMatchObject({ status: 200 });
  expect(body.toString().trim()).toBe("{}");
  expect(await engine.send("ListTables", Buffer.alloc(17 * 1024 * 1024, " "))).toMatchObject({ status: 413 });
  await engine.stop();
});

test("takes a server that lists its tables", async () => {
  const engine = await connectEngine(
    `http://127.0.0.1:${await answering(200, '{"TableNames":["Beasts"]}')}`,
    region,
  );

  expect((await engine.client.send(new ListTablesCommand())).TableNames).toEqual(["Beasts"]);
  await engine.stop();
});

test.each([
  ["another server", 200, "<html>Welcome</html>"],
  ["JSON of another kind", 200, "{}"],
  ["a server that refuses", 400, '{"__type":"UnrecognizedClientException"}'],
])("refuses %s, with what it says", async (_, status, body) => {
  const url = `http://127.0.0.1:${await answering(status, body)}`;
  const connected = connectEngine(url, region);

  await expect(connected).rejects.toThrow(`No DynamoDB server answers at ${url}`);
  await expect(connected).rejects.toThrow(body);
});

test.each(["ftp://127.0.0.1", "somewhere"])("refuses %s as no server's address", async (url) => {
  await expect(connectEngine(url, region)).rejects.toThrow(`${url} isn't the address of a DynamoDB server`);
});

test("speaks TLS with an https server, and refuses a certificate it can't trust", async () => {
  const ssl = join(import.meta.dirname, "../../../../../node_modules/dynalite/ssl");
  const server = createHttpsServer({
    key: readFileSync(join(ssl, "server-key.pem")),
    cert: readFileSync(join(ssl, "server-crt.pem")),
  });

  await expect(connectEngine(`https://127.0.0.1:${await listen(server)}`, region)).rejects.toThrow(
    "certificate",
  );
});
