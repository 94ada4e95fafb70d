import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { paginateGetExecutionHistory, SFNClient } from "@aws-sdk/client-sfn";
import {
  median,
  options,
  promise,
  row,
  say,
  secondsOf,
  thousands,
} from "../../../packages/local-cloud/bench/figures.ts";
import { localCloud } from "../src/testing/localCloud.ts";

const items = options.full ? 200_000 : 50_000;
const rounds = 3;
/** As many as the plan makes of a table of this size. */
const segments = 4;
const writers = 8;
/** The states that take its time. */
const parts = ["Plan", "ReadTables", "JoinRelations"];
const written = { S: "2026-01-01T00:00:00.000Z" };

const itemOf = (number: number) => ({
  id: { S: `5b1c0d3e-7a44-4b6e-9a0e-${String(number).padStart(12, "0")}` },
  __typename: { S: "Item" },
  name: { S: `Beast ${number}` },
  headline: { S: `A mythical beast, number ${number}, that lives in the mountains and eats what it finds.` },
  categoryID: { S: `category-${number % 100}` },
  owner: { S: `user-${number % 1000}` },
  createdAt: written,
  updatedAt: written,
});

const cloud = await localCloud();
try {
  const { endpoint, region, credentials } = cloud.config;
  const dynamodb = new DynamoDBClient(cloud.config);
  const table = cloud.table("Item");
  await write();
  for (const model of ["Category", "Item"]) await cloud.backUp(model);

  const bare = async (): Promise<number> => {
    const { accessKeyId, secretAccessKey } = credentials;
    const script = join(import.meta.dirname, "bareScan.ts");
    const args = [script, endpoint, region, accessKeyId, secretAccessKey, table, String(segments)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const scanned = JSON.parse(stdout);
    if (scanned.items !== 2 * items) throw new Error(`The bare scans met ${scanned.items} items.`);
    return scanned.seconds;
  };

  say(
    `A verification of ${thousands(items)} items and 100 categories that they refer to, through the local cloud: from the plan's begin to the last verdict (planning, scanning both sides, joining references, comparing, judging, recording), the restores left out. Beside it two parallel scans at once of the live table, ${segments} segments each, by the SDK's client alone.\n`,
  );
  row("seconds", "bare scans", "verification", ...parts, "judging", "whole run");
  const taken: { bare: number; verification: number }[] = [];
  let verdicts = "";
  for (let round = 0; round < rounds; round++) {
    const before = await bare();
    let run: Awaited<ReturnType<typeof verify>> | undefined;
    const whole = await secondsOf(async () => {
      run = await verify();
    });
    // Before and after: the machine is as busy with one as with the other.
    const bareSeconds = (before + (await bare())) / 2;
    taken.push({ bare: bareSeconds, verification: run!.verification });
    verdicts += `${run!.verdict} `;
    row(
      `round ${round + 1}`,
      ...[bareSeconds, run!.verification, ...run!.parts, whole].map((one) => one.toFixed(1)),
    );
  }
  const ratio = median(taken.map(({ bare, verification }) => verification / bare));
  promise("every run passes", verdicts === "PASSED ".repeat(rounds), verdicts.trim());
  promise("at most 1.3 times as long as bare scans of both tables", ratio <= 1.3, ratio.toFixed(2));

  async function verify() {
    const executionArn = await cloud.start({ tables: ["Category", "Item"] });
    const { verdict } = await cloud.end(executionArn);
    const seconds = await statesOf(executionArn);
    return {
      verdict,
      verification: seconds("+Plan", "+CleanUp"),
      parts: [
        ...parts.map((state) => seconds(`+${state}`, `-${state}`)),
        seconds("-JoinRelations", "+CleanUp"),
      ],
    };
  }

  /** Seconds from a state's begin (`+`) or end (`-`) to another one's, by the execution's history. */
  async function statesOf(executionArn: string) {
    const times = new Map<string, number>();
    const client = new SFNClient(cloud.config);
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn })) {
      for (const {
        timestamp,
        stateEnteredEventDetails: entered,
        stateExitedEventDetails: exited,
      } of events) {
        if (entered) times.set(`+${entered.name}`, timestamp!.getTime());
        if (exited) times.set(`-${exited.name}`, timestamp!.getTime());
      }
    }
    return (from: string, to: string) => (times.get(to)! - times.get(from)!) / 1000;
  }

  async function write(): Promise<void> {
    const send = (TableName: string, batch: object[]) => {
      const requests = batch.map((Item) => ({ PutRequest: { Item: Item as never } }));
      return dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    };
    const categories = Array.from({ length: 100 }, (_, number) => ({
      id: { S: `category-${number}` },
      __typename: { S: "Category" },
      name: { S: `Category ${number}` },
      owner: { S: "user-1" },
      createdAt: written,
      updatedAt: written,
    }));
    for (let first = 0; first < categories.length; first += 25)
      await send(cloud.table("Category"), categories.slice(first, first + 25));
    let next = 0;
    const writer = async () => {
      while (next < items) {
        const first = next;
        next += 25;
        await send(
          table,
          Array.from({ length: 25 }, (_, index) => itemOf(first + index)),
        );
      }
    };
    await Promise.all(Array.from({ length: writers }, writer));
  }
} finally {
  await cloud.stop();
}
