import * as v from "valibot";
import { type Awaited, awaitedKey, type Told, tell } from "./awaitRestore.ts";
import type { Services } from "./services.ts";
import { getJson } from "./store.ts";

/** AWS Backup's "Restore Job State Change". */
export const RestoreEndedEvent = v.object({ detail: v.object({ restoreJobId: v.string() }) });

/**
 * Tells the run that waits for a restore of its end. The event says only which: how it ended is asked for, as events
 * come twice, late and out of order.
 */
export const restoreEnded =
  (services: Pick<Services, "backup" | "clock" | "store" | "stepFunctions">) =>
  async ({ detail: { restoreJobId } }: v.InferOutput<typeof RestoreEndedEvent>): Promise<Told> => {
    const awaited = await getJson<Awaited>(services.store, awaitedKey(restoreJobId));
    return awaited ? tell(services)(awaited) : "nobody waits";
  };
