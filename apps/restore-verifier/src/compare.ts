import { DescribeTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import {
  check,
  differences,
  type Item,
  reconcile,
  type ScanRules,
  type ScanSummary,
  TableScan,
} from "@holdfast/restore-check";
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
  (services: Pick<Services, "dynamodb" | "settings" | "clock" | "newSeed" | "rulesOf" | "referencesOf">) =>
  async ({
    model,
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
    const seed = services.newSeed();
    const shape = {
      live: tableShape(live),
      restored: tableShape(restored),
      askedEncryption: restore.encryption,
    };
    const read = (name: string) =>
      summaryOf(scan(services)(name, segments), {
        seed,
        keyNames: shape.live.key.map(({ name }) => name),
        model: services.rulesOf(model),
      });
    const [{ sketch: difference }, { sketch, conformity }] = await Promise.all([
      read(table),
      read(restore.tableName),
    ]);
    const items = { live: difference.count, restored: sketch.count };
    difference.subtract(sketch);
    const { verdict, findings, counts } = await check({
      now: started,
      recoveryPoint: { ...recoveryPoint, createdAt: new Date(recoveryPoint.createdAt) },
      rpoHours: settings.rpoHours,
      items,
      reconciliation: reconcile(difference, seed),
      conformity: conformity!,
      relations: services.referencesOf(model).map((reference) => ({
        to: reference.to,
        references: [reference],
        notRestored: "no step of the run compares tables with each other yet.",
        expected: false,
      })),
      restore: { seconds: restore.seconds ?? Number.NaN, rtoMinutes: settings.rtoMinutes },
      shape,
      settings: await liveSettings(services)(live),
      mayBeEmpty,
      mayBeRewritten,
      deletions: deletions(services)(table),
      clockSlackSeconds: settings.clockSlackSeconds,
      secondLook: {
        reread: (side, keys) => batchGet(services)(side === "live" ? table : restore.tableName, keys),
        find: async () => new Map(),
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

async function summaryOf(items: AsyncIterable<Item>, rules: ScanRules): Promise<ScanSummary> {
  const table = new TableScan(rules);
  for await (const item of items) table.add(item);
  return table.summary;
}

async function describe({ dynamodb }: Pick<Services, "dynamodb">, table: string): Promise<TableDescription> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
  return Table!;
}
