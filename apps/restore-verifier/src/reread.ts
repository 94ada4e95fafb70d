import type { Item, Key } from "@holdfast/restore-check";
import { batchGet } from "./batchGet.ts";
import type { Services } from "./services.ts";

/** The items of these keys as they are now, without the delay of an eventually consistent scan. */
export const reread =
  (services: Pick<Services, "dynamodb" | "clock">) =>
  (table: string, keys: readonly Key[]): Promise<Item[]> =>
    batchGet(services)(table, keys);
