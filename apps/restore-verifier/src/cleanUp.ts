import * as v from "valibot";
import { deleteRestored } from "./deleteRestored.ts";
import { appendOnce } from "./evidence.ts";
import { inconclusive } from "./judge.ts";
import { restoredTableName } from "./names.ts";
import { seedKey } from "./plan/plan.ts";
import { restoreTestOf } from "./restoreTests.ts";
import { Problem, TableResult } from "./run.ts";
import type { Services } from "./services.ts";
import { getJson } from "./store.ts";
import { type Summary, summarize } from "./summarize.ts";
import { validate } from "./validate.ts";

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

/** A group of tables whose verdicts could not be recorded. */
const NotRecorded = v.object({ group: v.array(v.number()), notRecorded: Problem });

export const CleanUpEvent = v.object({
  runId: v.string(),
  request: v.unknown(),
  sweep: Sweep,
  tables: v.array(v.pick(TableResult, ["model", "table"])),
  results: v.array(v.union([v.array(TableResult), NotRecorded, TableResult])),
});

/**
 * Deletes every table this run may have restored, which is any where it broke while it restored; tells AWS restore
 * testing of those that it restored; sums the run up, and adds it to the evidence.
 */
export const cleanUp =
  (services: Pick<Services, "backup" | "dynamodb" | "settings" | "store" | "evidence" | "clock">) =>
  async (event: v.InferOutput<typeof CleanUpEvent>): Promise<Summary> => {
    const { runId, request, sweep } = event;
    const results = event.results.flatMap((one) => resultsOf(one, event));
    const { tables, restorePrefix } = services.settings;
    const kept = [...sweep.kept];
    const deleted: string[] = [];
    const test = restoreTestOf(request);
    // What AWS restore testing restored is AWS's to delete.
    const restored = test ? [] : event.tables.length > 0 ? event.tables : tables;
    for (const { model } of restored) {
      const table = restoredTableName(restorePrefix, runId, model);
      const deletion = await deleteRestored(services)(table);
      if (deletion === "deleted") deleted.push(table);
      else if (deletion !== "absent") kept.push({ table, reason: deletion.kept });
    }
    const validations = test && (await validate(services)(test, runId, results));
    const summary = summarize(runId, results, { swept: sweep.deleted, kept });
    const seed = await getJson<{ seed: string }>(services.store, seedKey(runId));
    await appendOnce(services, `runs/${runId}/evidence/run.json`, {
      kind: "run",
      runId,
      verdict: summary.verdict,
      finishedAt: services.clock.now().toISOString(),
      tables: results.map(({ model, table, verdict }) => ({ model, table, verdict })),
      cleanUp: { deleted, swept: sweep.deleted, kept },
      validations,
      // Revealed now that nothing more is read: with it anybody can make the sums again.
      seed: seed?.seed,
      codeHash: services.settings.codeHash,
    });
    return summary;
  };

type Event = v.InferOutput<typeof CleanUpEvent>;

function resultsOf(one: Event["results"][number], { tables }: Event): TableResult | TableResult[] {
  if (!("notRecorded" in one)) return one;
  const sentence = `The verdict could not be recorded: ${one.notRecorded.Cause}`;
  return one.group.map((index) => {
    const { model, table } = tables[index]!;
    return { model, table, ...inconclusive("record", sentence) };
  });
}
