import { operation } from "../operation.ts";
import { restoreJobInput, restoreJobOf } from "../restoreJobInput.ts";
import { restoreJobView } from "../views.ts";

export const describeRestoreJob = operation({
  method: "GET",
  path: "/restore-jobs/{RestoreJobId}",
  input: restoreJobInput,
  run: (input, call) => restoreJobView(restoreJobOf(input, call), call),
});
