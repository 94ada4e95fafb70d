import * as v from "valibot";
import { invalidRequest } from "../errors.ts";
import { operation } from "../operation.ts";
import { restoreJobInput, restoreJobOf } from "../restoreJobInput.ts";

export const putRestoreValidationResult = operation({
  method: "PUT",
  path: "/restore-jobs/{RestoreJobId}/validations",
  status: 204,
  input: v.object({
    ...restoreJobInput.entries,
    ValidationStatus: v.picklist(["FAILED", "SUCCESSFUL", "TIMED_OUT", "VALIDATING"]),
    ValidationStatusMessage: v.optional(v.string()),
  }),
  run(input, call) {
    const job = restoreJobOf(input, call);
    if (job.status !== "COMPLETED") {
      throw invalidRequest(
        `Restore job ${job.id} is ${job.status}: only a COMPLETED one takes a validation result.`,
      );
    }
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html: it cannot be changed.
    if (job.validationStatus !== undefined && job.validationStatus !== "VALIDATING") {
      throw invalidRequest(
        `Restore job ${job.id} already has the validation status ${job.validationStatus}.`,
      );
    }
    const { ValidationStatus: validationStatus, ValidationStatusMessage: validationStatusMessage } = input;
    call.jobs.restores.save(Object.assign(job, { validationStatus, validationStatusMessage }));
    call.cleanUp.changed(job);
  },
});
