import * as v from "valibot";
import { notFound } from "../errors.ts";
import { newestFirst } from "../jobFilters.ts";
import { seconds, text } from "../members.ts";
import { operation } from "../operation.ts";
import { newestPoints, protectedResourceView } from "../protectedResource.ts";

export const describeProtectedResource = operation({
  method: "GET",
  path: "/resources/{ResourceArn}",
  input: v.object({ ResourceArn: text }),
  run({ ResourceArn }, call) {
    const point = newestPoints(call.points).get(ResourceArn);
    if (!point) throw notFound(`Resource ${ResourceArn} has no recovery point`);
    const latest = call.jobs.restores
      .list()
      .filter((job) => job.sourceResourceArn === ResourceArn && job.status === "COMPLETED")
      .sort(newestFirst)
      .at(0);
    return {
      ...protectedResourceView(point, call),
      LatestRestoreExecutionTimeMinutes: latest && minutesOf(latest.creationDate, latest.completionDate!),
      LatestRestoreJobCreationDate: seconds(latest?.creationDate),
      LatestRestoreRecoveryPointCreationDate: seconds(latest?.recoveryPointCreationDate),
    };
  },
});

const minutesOf = (start: string, end: string) => Math.ceil((Date.parse(end) - Date.parse(start)) / 60_000);
