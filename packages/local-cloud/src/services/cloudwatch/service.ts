import type { Authorize, Place, Service } from "../../service.ts";
import { jsonService } from "../jsonService.ts";
import type { CloudWatchCall } from "./operation.ts";
import { operations } from "./operations.ts";

/** CloudWatch in AWS JSON 1.0. Requests are signed for `monitoring`; its actions begin with `cloudwatch`. */
export const createCloudWatchService = (
  deps: CloudWatchCall & { authorize: Authorize; place: Place },
): Service =>
  jsonService({
    service: "cloudwatch",
    version: "1.0",
    operations,
    deps,
    invalidCode: "InvalidParameterValue",
    // botocore model
    queryErrors: {
      ResourceNotFound: "ResourceNotFound",
      InvalidParameterValueException: "InvalidParameterValue",
    },
  });
