import { DescribeTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { check, differences } from "@holdfast/restore-check";
import type * as v from "valibot";
import { batchGet } from "./batchGet.ts";
import { deletions } from "./deletions.ts";
import { liveSettings } from "./liveSettings.ts";
import { Restoring, type TableReport } from "./run.ts";
import { scan, segmentsFor } from "./scan.ts";
import type { Services } from "./services.ts";
import { tableShape } from "./tableShape.ts";

export const CompareEvent = Restoring;

/** Deletions reach their record through a stream, mostly within a second. */
const WAITS_FOR_DELETIONS = [1, 2, 4];

/** Holds a restored table against the live one. */
export const compare =
  (services: Pick<Services, "dynamodb" | "settings" | "clock">) =>
  async ({
    table,
    mayBeEmpty,
    mayBeRewritten,
    recoveryPoint,
    restore,
  }: v.InferOutput<typeof CompareEvent>): Promise<TableReport> => {
    const { settings, clock } = services;
    const started = clock.now();
    const [live, restored] = await Promise.all([
      describe(services, table),
      describe(services, restore.tableName),
    ]);
    const segments = segmentsFor(live);
    const { verdict, findings, counts } = await check({
      now: started,
      recoveryPoint: { ...recoveryPoint, createdAt: new Date(recoveryPoint.createdAt) },
      rpoHours: settings.rpoHours,
      live: scan(services)(table, segments),
      restored: scan(services)(restore.tableName, segments),
      shape: { live: tableShape(live), restored: tableShape(restored), askedEncryption: restore.encryption },
      settings: await liveSettings(services)(live),
      mayBeEmpty,
      mayBeRewritten,
      deletions: deletions(services)(table),
      clockSlackSeconds: settings.clockSlackSeconds,
      secondLook: {
        reread: (side, keys) => batchGet(services)(side === "live" ? table : restore.tableName, keys),
        waits: WAITS_FOR_DELETIONS,
        sleep: clock.sleep,
      },
    });
    return {
      verdict,
      findings,
      liveItems: counts?.live,
      restoredItems: counts?.restored,
      differences: counts && differences(counts),
      checkSeconds: (clock.now().getTime() - started.getTime()) / 1000,
    };
  };

async function describe({ dynamodb }: Pick<Services, "dynamodb">, table: string): Promise<TableDescription> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
  return Table!;
}
