import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { limitExecution } from "./execution.ts";

test("answers for what takes too long, and lets nothing of its own answer through", async () => {
  let late: Promise<void> | undefined;
  const server = createServer((_, response) => {
    limitExecution(response, 50);
    late = delay(200).then(() => {
      response.setHeader("x", "late");
      response.end("late");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(await answer.json()).toMatchObject({
    data: null,
    errors: [{ errorType: "ExecutionTimeout", message: "Execution timed out." }],
  });
  await late;
  server.close();
});
