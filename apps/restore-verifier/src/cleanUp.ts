import * as v from "valibot";
import { deleteRestored } from "./deleteRestored.ts";
import { restoredTableName } from "./names.ts";
import { TableResult } from "./run.ts";
import type { Services } from "./services.ts";
import { type Summary, summarize } from "./summarize.ts";

const Kept = v.object({ table: v.string(), reason: v.string() });
/** What the sweep did; or, when it broke, what Step Functions left of it. */
const Sweep = v.union([
  v.object({ deleted: v.array(v.string()), kept: v.array(Kept) }),
  v.pipe(
    v.object({ Error: v.string(), Cause: v.optional(v.string(), "") }),
    v.transform(({ Error: name, Cause }) => ({
      deleted: [],
      kept: [
        {
          table: "all leftovers of earlier runs",
          reason: `The sweep broke: ${name}: ${Cause}`.slice(0, 1000),
        },
      ],
    })),
  ),
]);

export const CleanUpEvent = v.object({ runId: v.string(), sweep: Sweep, results: v.array(TableResult) });

/** Deletes every table this run may have restored, and sums the run up. */
export const cleanUp =
  (services: Pick<Services, "dynamodb" | "settings">) =>
  async ({ runId, sweep, results }: v.InferOutput<typeof CleanUpEvent>): Promise<Summary> => {
    const { tables, restorePrefix } = services.settings;
    const kept = [...sweep.kept];
    for (const { model } of tables) {
      const table = restoredTableName(restorePrefix, runId, model);
      const deletion = await deleteRestored(services)(table);
      if (typeof deletion === "object") kept.push({ table, reason: deletion.kept });
    }
    return summarize(runId, results, { swept: sweep.deleted, kept });
  };
