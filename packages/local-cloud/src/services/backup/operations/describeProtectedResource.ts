import * as v from "valibot";
import { vaultArn } from "../arns.ts";
import { notFound } from "../errors.ts";
import { seconds, text } from "../members.ts";
import { operation } from "../operation.ts";
import { dynamoDb } from "../views.ts";
import { newestPoints } from "./listProtectedResources.ts";

export const describeProtectedResource = operation({
  method: "GET",
  path: "/resources/{ResourceArn}",
  input: v.object({ ResourceArn: text }),
  run({ ResourceArn }, { jobs, place, points }) {
    const point = newestPoints(points).get(ResourceArn);
    if (!point) throw notFound(`Resource ${ResourceArn} has no recovery point`);
    const latest = jobs.restores
      .list()
      .filter((job) => job.sourceResourceArn === ResourceArn && job.status === "COMPLETED")
      .sort((a, b) => (a.creationDate > b.creationDate ? -1 : 1))
      .at(0);
    return {
      ResourceArn,
      ResourceName: point.resourceName,
      ResourceType: dynamoDb,
      LastBackupTime: seconds(point.creationDate),
      LastBackupVaultArn: vaultArn(place, point.vaultName),
      LastRecoveryPointArn: point.arn,
      LatestRestoreExecutionTimeMinutes: latest && minutesOf(latest.creationDate, latest.completionDate!),
      LatestRestoreJobCreationDate: seconds(latest?.creationDate),
      LatestRestoreRecoveryPointCreationDate: seconds(latest?.recoveryPointCreationDate),
    };
  },
});

const minutesOf = (start: string, end: string) => Math.ceil((Date.parse(end) - Date.parse(start)) / 60_000);
