import { AwsError } from "../errors.ts";

interface Refusal {
  code: string;
  message: string;
  status: number;
  fields?: Record<string, unknown>;
}

type RefusalKind = "throttle" | "error" | "unavailable";

const rateExceeded = "Rate exceeded";
const failed = "An internal error occurred. Please retry your request.";

/** https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
const common: Record<RefusalKind, Refusal> = {
  throttle: { code: "ThrottlingException", message: rateExceeded, status: 400 },
  error: { code: "InternalFailure", message: failed, status: 500 },
  unavailable: {
    code: "ServiceUnavailable",
    message: "The request has failed due to a temporary failure of the server.",
    status: 503,
  },
};

/** The names and statuses by service, where they aren't the common ones. From AWS's API models. */
const own: Record<string, Partial<Record<RefusalKind, Refusal>>> = {
  // https://docs.aws.amazon.com/appsync/latest/devguide/troubleshooting-and-common-mistakes.html
  appsync: {
    throttle: { code: "TooManyRequestsException", message: rateExceeded, status: 429 },
    error: { code: "InternalFailureException", message: failed, status: 500 },
  },
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/CommonErrors.html
  backup: {
    unavailable: {
      code: "ServiceUnavailableException",
      message: "The request failed due to a temporary failure of the server.",
      status: 500,
    },
  },
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html
  cloudformation: { throttle: { code: "Throttling", message: rateExceeded, status: 400 } },
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
  "cognito-idp": {
    throttle: { code: "TooManyRequestsException", message: rateExceeded, status: 400 },
    error: { code: "InternalErrorException", message: failed, status: 500 },
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
  dynamodb: {
    throttle: {
      code: "ProvisionedThroughputExceededException",
      message:
        "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
      status: 400,
    },
    error: { code: "InternalServerError", message: "The server encountered an internal error", status: 500 },
  },
  // https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html
  kms: {
    throttle: {
      code: "ThrottlingException",
      message: "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
      status: 400,
    },
    error: { code: "KMSInternalException", message: failed, status: 500 },
  },
  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  lambda: {
    throttle: {
      code: "TooManyRequestsException",
      message: "Rate Exceeded.",
      status: 429,
      fields: { Reason: "CallerRateLimitExceeded", Type: "User" },
    },
    error: { code: "ServiceException", message: failed, status: 500, fields: { Type: "Server" } },
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  s3: {
    throttle: { code: "SlowDown", message: "Please reduce your request rate.", status: 503 },
    error: {
      code: "InternalError",
      message: "We encountered an internal error. Please try again.",
      status: 500,
    },
  },
  // https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
  sts: { throttle: { code: "Throttling", message: rateExceeded, status: 400 } },
};

/** Operations on items are throttled by the table's throughput, the others by the rate of calls. */
const dynamoDbData =
  /^((Batch(Get|Write)|TransactGet|TransactWrite|Get|Put|Update|Delete)Items?|(Batch)?ExecuteStatement|ExecuteTransaction|Query|Scan)$/;

/** How AWS refuses a call of that service. The error says nothing of faults: a client is to meet what it meets in AWS. */
export function refusalOf(kind: RefusalKind, service: string, operation: string): AwsError {
  const isControl = service === "dynamodb" && !dynamoDbData.test(operation);
  const { code, message, status, fields } =
    (kind === "throttle" && isControl ? undefined : own[service]?.[kind]) ?? common[kind];
  return new AwsError(code, message, { status, fields });
}
