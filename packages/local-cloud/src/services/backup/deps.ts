import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { CloudClock } from "../../clock.ts";
import type { Strike } from "../../faults/faults.ts";
import type { Authorize, Emit, Place, Principal } from "../../service.ts";
import type { Engine } from "../dynamodb/engine.ts";
import type { Tables } from "../dynamodb/tables.ts";
import type { Kms } from "../kms/kms.ts";
import type { Notify } from "./notifications.ts";

/** What AWS Backup needs of the rest of the local cloud. */
export interface BackupDeps {
  dataDir: string;
  place: Place;
  clock: CloudClock;
  randomUUID: () => string;
  /** From 0 up to 1. */
  random: () => number;
  /** Goes straight to the engine, past authorization. */
  dynamodb: DynamoDBClient;
  /** The same without an SDK: what moves whole tables. */
  engine: Pick<Engine, "send">;
  tables: Pick<Tables, "describe" | "list" | "arn" | "settings" | "saveSettings" | "forget">;
  kms: Pick<Kms, "keyArn" | "usableKeyArn" | "generateDataKey" | "decrypt">;
  authorize: Authorize;
  /** A role as it acts for `service`. Throws when there is no such role, or it doesn't trust the service. */
  principalOfRole: (roleArn: string, service: string) => Principal;
  emit: Emit;
  /** Sends a message to an SNS topic. */
  notify: Notify;
  /** The first run of a schedule expression strictly after an instant; undefined when there is none any more. */
  nextRun: (expression: string, after: Date, timeZone?: string) => Date | undefined;
  faults: Strike;
  /** What a developer should know and no API tells. */
  log?: (message: string) => void;
}
