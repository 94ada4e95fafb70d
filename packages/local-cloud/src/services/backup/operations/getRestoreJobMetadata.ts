import { operation } from "../operation.ts";
import { restoreJobInput, restoreJobOf } from "../restoreJobInput.ts";

export const getRestoreJobMetadata = operation({
  method: "GET",
  path: "/restore-jobs/{RestoreJobId}/metadata",
  input: restoreJobInput,
  run(input, call) {
    const { id, metadata } = restoreJobOf(input, call);
    return { RestoreJobId: id, Metadata: metadata };
  },
});
