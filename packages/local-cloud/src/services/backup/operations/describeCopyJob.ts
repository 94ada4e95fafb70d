import * as v from "valibot";
import { notFound } from "../errors.ts";
import { text } from "../members.ts";
import { operation } from "../operation.ts";
import { copyJobView } from "../views.ts";

export const describeCopyJob = operation({
  method: "GET",
  path: "/copy-jobs/{CopyJobId}",
  input: v.object({ CopyJobId: text }),
  run({ CopyJobId }, call) {
    const job = call.jobs.copies.get(CopyJobId);
    if (!job) throw notFound(`Could not find copy job ${CopyJobId}`);
    return { CopyJob: copyJobView(job, call) };
  },
});
