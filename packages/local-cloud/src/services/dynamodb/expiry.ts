import type { CloudClock } from "../../clock.ts";
import { asJson, engineCall } from "./call.ts";
import type { Engine } from "./engine.ts";
import type { ChangeCapture } from "./streams.ts";
import type { Tables } from "./tables.ts";
import type { WireItem } from "./writes.ts";

/** Deletes the items whose time to live is over. */
export interface Expiry {
  /** Looks now, and then once a day. */
  start(): void;
  stop(): Promise<void>;
}

interface ExpiryDeps {
  engine: Pick<Engine, "send">;
  tables: Pick<Tables, "list" | "describe" | "settings">;
  changes: Pick<ChangeCapture, "around">;
  clock: CloudClock;
  /** What else is due once a day. */
  daily(): Promise<void>;
  log(message: string): void;
}

const dayMs = 86_400_000;
const yearMs = 365 * dayMs;
const pageItems = 500;

/**
 * DynamoDB deletes an expired item "within a few days" of its time; here it is within a day of the cloud's clock. An
 * item that expired more than five years ago stays.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export function createExpiry({ engine, tables, changes, clock, daily, log }: ExpiryDeps): Expiry {
  let cancel = () => {};
  let looking = Promise.resolve();
  let stopped = false;

  async function look(): Promise<void> {
    for (const table of await tables.list()) {
      const attribute = tables.settings(table).ttlAttribute;
      if (attribute && !stopped) await expire(table, attribute);
    }
  }

  async function today(): Promise<void> {
    await look().catch((error: Error) => log(`Expired items stay for now: ${error.message}`));
    await daily().catch((error: Error) => log(`Old before-images stay for now: ${error.message}`));
  }

  async function expire(table: string, attribute: string): Promise<void> {
    const keyNames = (await tables.describe(table))?.description.KeySchema?.map((key) => key.AttributeName!);
    if (!keyNames) return;
    const seconds = (ms: number) => ({ N: String(Math.floor(ms / 1000)) });
    const now = clock.now().getTime();
    const condition = {
      expression: "attribute_type(#ttl, :number) AND #ttl <= :now AND #ttl > :fiveYearsAgo",
      values: {
        ":number": { S: "N" },
        ":now": seconds(now),
        ":fiveYearsAgo": seconds(now - 5 * yearMs),
      },
    };
    let deleted = 0;
    let ExclusiveStartKey: unknown;
    do {
      const page = await engineCall(engine, "Scan", {
        TableName: table,
        Limit: pageItems,
        FilterExpression: condition.expression,
        ProjectionExpression: keyNames.map((_, index) => `#key${index}`).join(),
        ExpressionAttributeNames: {
          "#ttl": attribute,
          ...Object.fromEntries(keyNames.map((name, index) => [`#key${index}`, name])),
        },
        ExpressionAttributeValues: condition.values,
        ExclusiveStartKey,
      });
      for (const Key of page.Items as WireItem[]) {
        // Its time may have been put off since it was read.
        const input = {
          TableName: table,
          Key,
          ConditionExpression: condition.expression,
          ExpressionAttributeNames: { "#ttl": attribute },
          ExpressionAttributeValues: condition.values,
        };
        const send = () => engine.send("DeleteItem", asJson(input));
        const { status } = await changes.around("DeleteItem", input, send, "time to live");
        if (status === 200) deleted++;
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey && !stopped);
    if (deleted > 0) log(`${deleted} items of ${table} are deleted: their time to live was over`);
  }

  function lookAndWait(): void {
    looking = clock.work(today());
    cancel = clock.at(new Date(clock.now().getTime() + dayMs), lookAndWait);
  }

  return {
    start: lookAndWait,
    async stop() {
      stopped = true;
      cancel();
      await looking;
    },
  };
}
