import * as v from "valibot";
import { notFound } from "./errors.ts";
import type { RestoreJob } from "./jobs.ts";
import { text } from "./members.ts";
import type { Call } from "./operation.ts";

export const restoreJobInput = v.object({ RestoreJobId: text });

/** Throws ResourceNotFoundException. */
export function restoreJobOf(
  { RestoreJobId }: v.InferOutput<typeof restoreJobInput>,
  { jobs }: Call,
): RestoreJob {
  const job = jobs.restores.get(RestoreJobId);
  if (!job) throw notFound(`Could not find restore job ${RestoreJobId}`);
  return job;
}
