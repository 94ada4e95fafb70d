import * as v from "valibot";
import { deleteRestored } from "./deleteRestored.ts";
import { appendOnce } from "./evidence.ts";
import { restoredTableName } from "./names.ts";
import { seedKey } from "./plan/plan.ts";
import { TableResult } from "./run.ts";
import type { Services } from "./services.ts";
import { getJson } from "./store.ts";
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

/** Deletes every table this run may have restored, sums the run up, and adds it to the evidence. */
export const cleanUp =
  (services: Pick<Services, "dynamodb" | "settings" | "store" | "evidence" | "clock">) =>
  async ({ runId, sweep, results }: v.InferOutput<typeof CleanUpEvent>): Promise<Summary> => {
    const { tables, restorePrefix } = services.settings;
    const kept = [...sweep.kept];
    const deleted: string[] = [];
    for (const { model } of tables) {
      const table = restoredTableName(restorePrefix, runId, model);
      const deletion = await deleteRestored(services)(table);
      if (deletion === "deleted") deleted.push(table);
      else if (deletion !== "absent") kept.push({ table, reason: deletion.kept });
    }
    const summary = summarize(runId, results, { swept: sweep.deleted, kept });
    const seed = await getJson<{ seed: string }>(services.store, seedKey(runId));
    await appendOnce(services, `runs/${runId}/evidence/run.json`, {
      kind: "run",
      runId,
      verdict: summary.verdict,
      finishedAt: services.clock.now().toISOString(),
      tables: results.map(({ model, table, verdict }) => ({ model, table, verdict })),
      cleanUp: { deleted, swept: sweep.deleted, kept },
      // Revealed now that nothing more is read: with it anybody can make the sums again.
      seed: seed?.seed,
      codeHash: services.settings.codeHash,
    });
    return summary;
  };
